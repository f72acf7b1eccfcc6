package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

func handle(ctx context.Context) error {
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	table := os.Getenv("NOTES")
	_, err = dynamodb.NewFromConfig(settings).PutItem(ctx, &dynamodb.PutItemInput{TableName: &table})
	return err
}

func main() {
	lambda.Start(handle)
}
