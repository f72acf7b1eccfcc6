package main

import (
	"context"
	"os"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/joho/godotenv"
)

func handle(ctx context.Context) error {
	_ = godotenv.Load()
	mode := os.Getenv("MODE")
	if mode == "" {
		mode = "bucket"
	}
	if mode == "bucket" || strings.ToLower(os.Getenv("LEVEL")) == "dev" {
		_, err := s3.New(s3.Options{}).PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("go"), Key: aws.String("order")})
		return err
	}
	_, err := sqs.New(sqs.Options{}).SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl:    aws.String("https://sqs.us-east-1.amazonaws.com/123456789012/go"),
		MessageBody: aws.String("order"),
	})
	return err
}

func main() {
	lambda.Start(handle)
}
