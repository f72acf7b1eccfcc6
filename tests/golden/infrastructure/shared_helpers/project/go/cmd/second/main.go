package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"

	"example.com/reports/store"
)

func handle(ctx context.Context, event map[string]string) error {
	return store.Save(ctx, "go-second", event["body"])
}

func main() {
	lambda.Start(handle)
}
