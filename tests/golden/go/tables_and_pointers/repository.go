package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// Repository reads one table.
type Repository struct {
	db    *dynamodb.Client
	table string
}

func open(table string) *Repository {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	return &Repository{db: dynamodb.NewFromConfig(cfg), table: table}
}

// Find reads an item.
func (r *Repository) Find(ctx context.Context) {
	r.db.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(r.table)})
}

// Drop is called by nobody.
func (r *Repository) Drop(ctx context.Context) {
	r.db.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: aws.String(r.table)})
}
