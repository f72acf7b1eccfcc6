package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

func chosen(key, otherwise string) string {
	if value := os.Getenv(key); value != "" {
		return value
	}
	return otherwise
}

func handle(ctx context.Context) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := dynamodb.NewFromConfig(cfg)
	if _, err = client.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(chosen("TABLE", "go-default"))}); err != nil {
		return err
	}
	_, err = client.Scan(ctx, &dynamodb.ScanInput{TableName: aws.String(chosen("GIVEN", "go-given"))})
	return err
}

func main() { lambda.Start(handle) }
