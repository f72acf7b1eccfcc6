package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-xray-sdk-go/xray"
)

func handler(ctx context.Context) error {
	_, segment := xray.BeginSubsegment(ctx, "part")
	segment.Close(nil)
	return nil
}

func main() {
	xray.Configure(xray.Config{LogLevel: "warn"})
	lambda.Start(handler)
}
