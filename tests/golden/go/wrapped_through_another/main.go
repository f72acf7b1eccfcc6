package main

import (
	"context"
	"log"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type call func(ctx context.Context, bucket string) error

func around(fn call, before func(string)) call {
	wrapped := func(ctx context.Context, bucket string) error {
		before(bucket)
		return fn(ctx, bucket)
	}
	return wrapped
}

type tracer struct{ name string }

func (t *tracer) wrap(fn call) call {
	return around(fn, func(bucket string) { log.Println(t.name, bucket) })
}

func handler(ctx context.Context) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := s3.NewFromConfig(cfg)
	t := &tracer{name: "app"}
	load := t.wrap(func(ctx context.Context, bucket string) error {
		_, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String("k")})
		return err
	})
	remove := t.wrap(func(ctx context.Context, bucket string) error {
		_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(bucket), Key: aws.String("k")})
		return err
	})
	if err := load(ctx, "read"); err != nil {
		return err
	}
	return remove(ctx, "removed")
}

func main() { lambda.Start(handler) }
