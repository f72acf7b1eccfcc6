package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func handler(ctx context.Context, event map[string]string) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	if _, ok := os.LookupEnv("SET"); !ok {
		os.Setenv("SET", event["name"])
	}
	if os.Getenv("UPDATED") == "" {
		os.Setenv("UPDATED", "own")
	}
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("set"), Key: aws.String(os.Getenv("SET"))})
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("updated"), Key: aws.String(os.Getenv("UPDATED"))})
	return nil
}

func main() { lambda.Start(handler) }
