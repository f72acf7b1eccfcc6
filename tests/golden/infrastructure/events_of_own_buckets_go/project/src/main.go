package main

import (
	"context"
	"net/url"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func handle(ctx context.Context, event events.S3Event) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := s3.NewFromConfig(cfg)
	for _, record := range event.Records {
		bucket := record.S3.Bucket.Name
		key, _ := url.QueryUnescape(record.S3.Object.Key)
		client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
		s3record := record.S3
		client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(s3record.Bucket.Name), Key: aws.String("x")})
	}
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(event.Records[0].S3.Bucket.Name), Key: aws.String("y")})
	return one(ctx, client, event.Records[0])
}

func one(ctx context.Context, client *s3.Client, record events.S3EventRecord) error {
	_, err := client.GetObjectTagging(ctx, &s3.GetObjectTaggingInput{Bucket: aws.String(record.S3.Bucket.Name), Key: aws.String("z")})
	return err
}

func main() {
	lambda.Start(handle)
}
