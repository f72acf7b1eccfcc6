// Package main: a variable that is set to a parameter is set; whether to something, its declaration says.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

var client *dynamodb.Client

func unlessThere(key, fallback string) string {
	if value, exists := os.LookupEnv(key); exists {
		return value
	}
	return fallback
}

func unlessSomething(key, fallback string) string {
	value, ok := os.LookupEnv(key)
	if !ok || value == "" {
		return fallback
	}
	return value
}

func handle(ctx context.Context) {
	client.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(unlessThere("PLAIN", "no-plain"))})
	client.Scan(ctx, &dynamodb.ScanInput{TableName: aws.String(unlessSomething("PLAIN", "plain-default"))})
	client.Scan(ctx, &dynamodb.ScanInput{TableName: aws.String(unlessSomething("FILLED", "no-filled"))})
}

func main() { lambda.Start(handle) }
