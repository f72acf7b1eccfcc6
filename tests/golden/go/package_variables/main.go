package main

import (
	"context"
	"os"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

var (
	objects *s3.Client
	once    sync.Once
	topics  *sns.Client // nobody sets it here
	_       = os.Args
)

type settings struct {
	Bucket string `env:"UPLOAD_BUCKET"`
	Queue  string `envconfig:"QUEUE_URL" default:"x"`
}

func env(key, fallback string) string {
	if value := os.Getenv(key); value != "" {
		return value
	}
	return fallback
}

var (
	a = env("A", "bucket-a")
	b = env("B", "bucket-b")
	c = env("C", "bucket-c")
)

func client() *s3.Client {
	once.Do(func() {
		cfg, _ := config.LoadDefaultConfig(context.Background())
		objects = s3.NewFromConfig(cfg)
	})
	return objects
}

func announce(ctx context.Context) {
	topics.Publish(ctx, &sns.PublishInput{TopicArn: aws.String("arn:aws:sns:eu-west-1:111122223333:t")})
}

func run(ctx context.Context, s settings, queues *sqs.Client) {
	client().PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("up-" + s.Bucket), Key: aws.String("k")})
	queues.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &s.Queue})
}

func main() {
	ctx := context.Background()
	client().HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String(b)})
}
