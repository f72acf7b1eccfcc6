package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

func main() {
	ctx := context.Background()
	olderVersion()
	cfg, _ := config.LoadDefaultConfig(ctx)
	a := s3.NewFromConfig(cfg, func(o *s3.Options) { o.BaseEndpoint = aws.String("http://localhost:4566") })
	a.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("local"), Key: aws.String("k")})
	b := s3.NewFromConfig(cfg, func(o *s3.Options) { o.BaseEndpoint = aws.String(os.Getenv("E")) })
	b.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("given"), Key: aws.String("k")})
	c := s3.NewFromConfig(cfg, func(o *s3.Options) {
		if len(os.Args) > 1 {
			o.BaseEndpoint = aws.String("http://localhost:4566")
		}
	})
	c.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("either"), Key: aws.String("k")})
	d := sqs.NewFromConfig(cfg, func(o *sqs.Options) { o.BaseEndpoint = aws.String("https://sqs.eu-west-1.amazonaws.com") })
	d.ListQueues(ctx, nil)
	own, _ := config.LoadDefaultConfig(ctx, config.WithBaseEndpoint("http://minio:9000"))
	s3.NewFromConfig(own).ListBuckets(ctx, nil)
	cfg.BaseEndpoint = aws.String("http://127.0.0.1:4566")
	s3.NewFromConfig(cfg).PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("set"), Key: aws.String("k")})
}
