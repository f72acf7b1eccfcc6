package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

type options struct {
	Qualifier *string
}

type tool struct {
	lambda *lambda.Client
	db     *dynamodb.Client
}

// An option that the command line may leave out.
func (t *tool) show(ctx context.Context, opt options) {
	t.lambda.GetFunctionUrlConfig(ctx, &lambda.GetFunctionUrlConfigInput{
		FunctionName: aws.String("orders"),
		Qualifier:    opt.Qualifier,
	})
}

// Set on one path.
func (t *tool) find(ctx context.Context, newest bool) {
	var index *string
	if newest {
		index = aws.String("by-date")
	}
	t.db.Query(ctx, &dynamodb.QueryInput{TableName: aws.String("orders"), IndexName: index})
}

func indexOf(newest bool) *string {
	if newest {
		return aws.String("by-date")
	}
	return nil
}

func (t *tool) list(ctx context.Context, newest bool) {
	t.db.Query(ctx, &dynamodb.QueryInput{TableName: aws.String("customers"), IndexName: indexOf(newest)})
}

// A pointer to a string is there, whatever the string is.
func (t *tool) indexed(ctx context.Context, index string) {
	t.db.Query(ctx, &dynamodb.QueryInput{TableName: aws.String("payments"), IndexName: aws.String(index)})
}

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	t := &tool{lambda.NewFromConfig(cfg), dynamodb.NewFromConfig(cfg)}
	t.show(ctx, parse(os.Args))
	t.find(ctx, len(os.Args) > 1)
	t.list(ctx, len(os.Args) > 2)
	t.indexed(ctx, os.Args[1])
}

func parse(args []string) options {
	var found options
	fill(args, &found)
	return found
}
