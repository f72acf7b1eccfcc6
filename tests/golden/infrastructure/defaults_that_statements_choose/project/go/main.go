package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/dynamodb"
	"github.com/aws/aws-sdk-go/service/secretsmanager"
)

func look(key string, fallback string) string {
	v, exists := os.LookupEnv(key)
	if exists {
		return v
	}
	return fallback
}

func handler(ctx context.Context) error {
	s := session.Must(session.NewSession())
	secretsmanager.New(s).GetSecretValue(&secretsmanager.GetSecretValueInput{SecretId: aws.String(look("SECRET", "fallback-secret"))})
	dynamodb.New(s).GetItem(&dynamodb.GetItemInput{TableName: aws.String(look("TABLE", "fallback-table"))})
	return nil
}

func main() { lambda.Start(handler) }
