package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/example/events"
	"github.com/example/shield"
)

var objects *s3.Client
var queues *sqs.Client
var volumes *ec2.Client

type store struct{ client *s3.Client }

func (s *store) load(ctx context.Context, key string) {
	s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("stored"), Key: &key})
}

func fetch(ctx context.Context, bucket string, key string) {
	objects.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
}

func notify(url string) {
	queues.SendMessage(context.TODO(), &sqs.SendMessageInput{QueueUrl: &url})
}

func handle(ctx context.Context) {
	fetch(ctx, "known", "a")
	events.On("message", fetch)
	shield.Wrap(volumes).DescribeVolumes(ctx, nil)
	shield.Wrap(&store{objects}).load(ctx, "one")
	shield.Wrap(notify)("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs")
}

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	objects, queues, volumes = s3.NewFromConfig(cfg), sqs.NewFromConfig(cfg), ec2.NewFromConfig(cfg)
	lambda.Start(handle)
}
