package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/caarlos0/env/v11"
)

type Settings struct {
	Archive string `env:"ARCHIVE" envDefault:"dev"`
	Copies  string `envconfig:"COPIES" default:"dev"`
	Inbox   string `env:"INBOX, default=dev"`
	Outbox  string `yaml:"outbox" env:"OUTBOX" env-default:"dev"`
	None    string `env:"NONE"`
}

func handler(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	var settings Settings
	env.Parse(&settings)
	client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(settings.Archive), Key: aws.String("k")})
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(settings.Copies), Key: aws.String("k")})
	client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(settings.Inbox), Key: aws.String("k")})
	client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(settings.Outbox)})
	client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(settings.None)})
	return nil
}

func main() {
	lambda.Start(handler)
}
