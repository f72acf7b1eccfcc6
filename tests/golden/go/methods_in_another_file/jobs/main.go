package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"

	"example.com/jobs/store"
)

type handler struct{ *store.Store }

func (h *handler) Handle(ctx context.Context, name string) error {
	return h.queue(ctx, name)
}

func main() {
	lambda.Start((&handler{store.New()}).Handle)
}
