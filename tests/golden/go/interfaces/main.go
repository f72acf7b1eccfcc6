package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

// Evidence of the operation by itself.
type Publisher interface {
	Publish(ctx context.Context, in *sns.PublishInput, optFns ...func(*sns.Options)) (*sns.PublishOutput, error)
}

type notifier struct{ api Publisher }

func (n notifier) Notify(ctx context.Context) {
	n.api.Publish(ctx, &sns.PublishInput{TopicArn: aws.String("arn:aws:sns:eu-west-1:111122223333:news")})
}

type pager interface {
	HasMorePages() bool
	NextPage(ctx context.Context, optFns ...func(*s3.Options)) (*s3.ListObjectsV2Output, error)
}

func each(ctx context.Context, p pager) { p.NextPage(ctx) }

// Implemented in the program: what the implementation does is what happens.
type Store interface {
	Load(ctx context.Context, id string) error
}

type tableStore struct{ db *dynamodb.Client }

func (t *tableStore) Load(ctx context.Context, id string) error {
	_, err := t.db.Query(ctx, &dynamodb.QueryInput{TableName: aws.String("Users")})
	return err
}

type memoryStore struct{}

func (memoryStore) Load(ctx context.Context, id string) error { return nil }

type app struct{ store Store }

func load(ctx context.Context) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	return cfg
}

func main() {
	ctx := context.Background()
	a := app{store: &tableStore{db: dynamodb.NewFromConfig(load(ctx))}}
	a.store.Load(ctx, "1")
}
