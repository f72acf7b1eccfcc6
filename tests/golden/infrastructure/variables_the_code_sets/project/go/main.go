package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func put(ctx context.Context, client *s3.Client, bucket, key string) {
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
}

func handler(ctx context.Context, event map[string]string) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	if event["other"] != "" {
		os.Setenv("SET", "own")
		os.Setenv("FROM_EVENT", event["name"])
		os.Unsetenv("TAKEN")
	}
	put(ctx, client, "set", os.Getenv("SET"))
	put(ctx, client, "from-event", os.Getenv("FROM_EVENT"))
	taken := os.Getenv("TAKEN")
	if taken == "" {
		taken = "default"
	}
	put(ctx, client, "taken", taken)
	put(ctx, client, "kept", os.Getenv("KEPT"))
	return nil
}

func main() { lambda.Start(handler) }
