package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type row struct{ names [2]string }

func swap(a, b *string) { *a, *b = *b, *a }

func found() (string, error) { return "found", nil }

func find(name *string) (err error) {
	*name, err = found()
	return err
}

func set(name *string) { *name = "set" }

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	tables := dynamodb.NewFromConfig(cfg)

	// What is written through a pointer to an item may be anything.
	names := [2]string{"first", "second"}
	p := &names[0]
	*p = "third"
	tables.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String(names[0])})

	r := row{names: [2]string{"fourth", "fifth"}}
	pointers := []*string{&r.names[1]}
	*pointers[0] = "sixth"
	s3.NewFromConfig(cfg).DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(r.names[1])})

	// What functions write is known.
	one, two := "one", "two"
	swap(&one, &two)
	tables.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(one)})
	key := ""
	find(&key)
	tables.Scan(ctx, &dynamodb.ScanInput{TableName: aws.String(key)})
	topics := []string{"unset"}
	set(&topics[0])
	tables.Query(ctx, &dynamodb.QueryInput{TableName: aws.String(topics[0])})

	var queues *sqs.Client
	q := &queues
	*q = sqs.NewFromConfig(cfg)
	queues.PurgeQueue(ctx, &sqs.PurgeQueueInput{QueueUrl: aws.String("https://sqs.eu-west-1.amazonaws.com/123456789012/q")})
	clients := make([]*sns.Client, 1)
	c := &clients[0]
	*c = sns.NewFromConfig(cfg)
	clients[0].Publish(ctx, &sns.PublishInput{TopicArn: aws.String("arn:aws:sns:eu-west-1:123456789012:t")})
}
