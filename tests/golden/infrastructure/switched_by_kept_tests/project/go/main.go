package main

import (
	"context"
	"os"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func handle(ctx context.Context, event map[string]bool) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := s3.NewFromConfig(cfg)
	stage := os.Getenv("STAGE")
	away := os.Getenv("ONLY") != "" && !strings.HasPrefix(stage, "prod")
	if away {
		_, err = client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("go-away"), Key: aws.String("k")})
	} else {
		_, err = client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("go-here"), Key: aws.String("k")})
	}
	both := stage == "prod-one" && event["quiet"]
	if both {
		_, err = client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("go-both"), Key: aws.String("k")})
	}
	return err
}

func main() {
	lambda.Start(handle)
}
