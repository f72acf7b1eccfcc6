package main

import "context"

func (h *handler) queue(ctx context.Context, name string) error {
	return h.Put(ctx, name)
}

func (h *handler) drop(ctx context.Context, name string) error {
	return h.Delete(ctx, name)
}
