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

func handle(ctx context.Context) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := s3.NewFromConfig(cfg)
	bucket, folder := aws.String(os.Getenv("BUCKET")), os.Getenv("FOLDER")
	if strings.HasPrefix(folder, "tmp") || strings.HasSuffix(folder, "out") || !strings.Contains(folder, "/") {
		client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: aws.String(folder)})
	}
	if !strings.HasSuffix(folder, "/") {
		folder += "/"
	}
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String(folder + "today")})
	// What is set to a parameter is not told, nor what a list has in it.
	if strings.Contains(os.Getenv("NAME"), "old") {
		client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("old")})
	}
	for _, part := range strings.Split(os.Getenv("FOLDER"), "/") {
		if strings.HasPrefix(part, "in") {
			client.GetObjectTagging(ctx, &s3.GetObjectTaggingInput{Bucket: bucket, Key: aws.String("in")})
		}
	}
	return nil
}

func main() {
	lambda.Start(handle)
}
