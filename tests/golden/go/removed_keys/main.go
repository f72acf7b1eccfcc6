package main

import (
	"context"
	"maps"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type event struct{ Name string }

func handle(ctx context.Context, e event) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	put := func(bucket string) {
		client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String("k")})
	}
	deleted := map[string]string{"bucket": "deleted"}
	delete(deleted, "bucket")
	if bucket := deleted["bucket"]; bucket == "" {
		put("after-delete")
	}
	cleared := map[string]string{"bucket": "cleared"}
	clear(cleared)
	if bucket := cleared["bucket"]; bucket == "" {
		put("after-clear")
	}
	some := map[string]string{"bucket": "some"}
	delete(some, e.Name)
	if bucket := some["bucket"]; bucket == "" {
		put("after-some")
	}
	tested := map[string]string{"bucket": "tested"}
	maps.DeleteFunc(tested, func(k, v string) bool { return true })
	if bucket := tested["bucket"]; bucket == "" {
		put("after-test")
	}
	kept := map[string]string{"bucket": "kept"}
	delete(kept, "other")
	if bucket := kept["bucket"]; bucket == "" {
		client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("kept"), Key: aws.String("k")})
	}
}

func main() {
	lambda.Start(handle)
}
