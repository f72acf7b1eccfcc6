package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/example/tables"
)

func main() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	t := tables.New(dynamodb.NewFromConfig(cfg), "orders")
	t.Store("a")
	u := tables.FromConfig(cfg)
	u.Store("a")
}
