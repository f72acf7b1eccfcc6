// Package catalogue keeps track of thumbnails.
package catalogue

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

// Entry is one thumbnail.
type Entry struct {
	Image     string
	Thumbnail string
}

// Catalogue is where entries go.
type Catalogue interface {
	Add(ctx context.Context, entry Entry) error
}

type table struct {
	items  *dynamodb.Client
	topics publisher
	name   string
}

type publisher interface {
	Publish(ctx context.Context, in *sns.PublishInput, opts ...func(*sns.Options)) (*sns.PublishOutput, error)
}

// New makes a catalogue in a table, which announces what is added.
func New(items *dynamodb.Client, topics publisher, name string) Catalogue {
	return &table{items: items, topics: topics, name: name}
}

// Add stores an entry and announces it.
func (t *table) Add(ctx context.Context, entry Entry) error {
	item, err := attributevalue.MarshalMap(entry)
	if err != nil {
		return err
	}
	if _, err := t.items.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String(t.name), Item: item}); err != nil {
		return err
	}
	_, err = t.topics.Publish(ctx, &sns.PublishInput{
		TopicArn: aws.String("arn:aws:sns:eu-west-1:111122223333:thumbnails"),
		Message:  aws.String(entry.Thumbnail),
	})
	return err
}
