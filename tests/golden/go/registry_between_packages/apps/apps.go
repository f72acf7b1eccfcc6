package apps

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"example.com/shop/registry"
)

type tables struct {
	client *dynamodb.Client
}

func (t *tables) Remove(ctx context.Context, table string) error {
	_, err := t.client.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: aws.String(table)})
	return err
}

func Ready(ctx context.Context) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	registry.Store = &tables{client: dynamodb.NewFromConfig(cfg)}
	return nil
}
