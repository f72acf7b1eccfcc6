package main

import (
	"context"

	"example.org/elsewhere"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	buckets, _ := client.ListBuckets(ctx, &s3.ListBucketsInput{})
	var found any = buckets
	if elsewhere.Full() {
		found = elsewhere.Registry["s3"]
	}
	found.(elsewhere.Heads).HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String("own")})

	entries := map[string]any{"a": map[string]string{"name": "none"}}
	if elsewhere.Full() {
		entries["a"] = elsewhere.Registry["dynamodb"]
	}
	items := entries["a"]
	items.(elsewhere.Puts).PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("own")})
}
