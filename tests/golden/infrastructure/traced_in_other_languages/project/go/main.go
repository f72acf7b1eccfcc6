package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-xray-sdk-go/xray"
)

func handler(ctx context.Context) error {
	_, s := xray.BeginSubsegment(ctx, "x")
	s.Close(nil)
	return nil
}

func main() { lambda.Start(handler) }
