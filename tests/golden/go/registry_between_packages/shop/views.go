package shop

import (
	"context"

	"example.com/shop/registry"
)

func Forget(ctx context.Context) error {
	return registry.Store.Remove(ctx, "orders")
}
