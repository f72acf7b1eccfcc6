package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/recordkeeping/store"
)

func handle(ctx context.Context) error {
	return store.New(os.Getenv("TABLE")).Save(ctx, "1")
}

func main() { lambda.Start(handle) }
