package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/dynamodb"
)

var db *dynamodb.DynamoDB

func init() {
	db = dynamodb.New(session.Must(session.NewSession()))
}

func handle(ctx context.Context) error {
	_, err := db.PutItem(&dynamodb.PutItemInput{TableName: aws.String(os.Getenv("TABLE"))})
	return err
}

func main() {
	lambda.Start(handle)
}
