package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

func getenv(key, def string) string {
	if v := os.Getenv(key); v != "" {
		return v
	}
	return def
}

func lookup(key, def string) string {
	v, ok := os.LookupEnv(key)
	if !ok {
		return def
	}
	return v
}

func handle(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	c := dynamodb.NewFromConfig(cfg)
	c.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("a-" + getenv("STAGE", "dev"))})
	c.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(fmt.Sprintf("b-%s", lookup("STAGE", "dev")))})
	stage := os.Getenv("STAGE")
	if stage == "" {
		stage = "dev"
	}
	c.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("c-" + stage)})
	return nil
}

func main() { lambda.Start(handle) }
