package store

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

func Remove(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := dynamodb.NewFromConfig(cfg)
	_, err := client.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: aws.String(name)})
	return err
}

func Unused(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	_, err := dynamodb.NewFromConfig(cfg).ListTables(ctx, nil)
	return err
}
