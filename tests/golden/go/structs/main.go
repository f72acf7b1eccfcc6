package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type base struct {
	objects *s3.Client
	bucket  string
}

func (b *base) read(ctx context.Context, key string) {
	b.objects.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.bucket, Key: aws.String(key)})
}

type queue struct{ *sqs.Client }

type service struct {
	base
	queue
	tables map[string]*dynamodb.Client
	name   string
}

func (s service) run(ctx context.Context) {
	s.read(ctx, "in.csv")
	s.objects.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(s.bucket), Key: aws.String("out.csv")})
	s.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: aws.String("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs")})
	s.tables["orders"].GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(s.name)})
}

func load(ctx context.Context) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	return cfg
}

func main() {
	ctx := context.Background()
	cfg := load(ctx)
	s := service{
		base:   base{objects: s3.NewFromConfig(cfg)},
		queue:  queue{sqs.NewFromConfig(cfg)},
		tables: map[string]*dynamodb.Client{"orders": dynamodb.NewFromConfig(cfg)},
	}
	s.bucket = "data"
	s.name = "Orders"
	s.run(ctx)
}
