package main

import (
	"context"

	"example.com/orders/pkg"
	_ "example.com/orders/side"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type H struct{ c *s3.Client }

func (h H) Invoke(ctx context.Context, b []byte) ([]byte, error) {
	h.c.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("invoke"), Key: aws.String("k")})
	return nil, nil
}

func main() {
	pkg.C.GetObject(context.Background(), &s3.GetObjectInput{Bucket: aws.String("main"), Key: aws.String("k")})
	lambda.StartHandlerWithContext(context.Background(), H{pkg.C})
}
