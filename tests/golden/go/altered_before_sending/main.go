package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
)

var prefixing = middleware.InitializeMiddlewareFunc("prefix", func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
	switch v := in.Parameters.(type) {
	case *s3.GetObjectInput:
		v.Bucket = aws.String("pre-" + *v.Bucket)
	}
	return next.HandleInitialize(ctx, in)
})

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	cfg.APIOptions = append(cfg.APIOptions, func(stack *middleware.Stack) error {
		return stack.Initialize.Add(prefixing, middleware.Before)
	})
	client := s3.NewFromConfig(cfg)
	client.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String("st"), Key: aws.String("k")})
}
