package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/recordkeeping/store"
)

func handle(ctx context.Context, tenant string) error {
	return store.New("orders-" + tenant).Save(ctx, "1")
}

func main() { lambda.Start(handle) }
