package main

import (
	"context"

	"github.com/acme/orders"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

func Run(again bool) {
	request := orders.Request()
	if again {
		request = &dynamodb.GetItemInput{TableName: aws.String("again")}
	}
	dynamodb.New(dynamodb.Options{}).GetItem(context.TODO(), request)
}
