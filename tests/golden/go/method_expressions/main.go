package main

import (
	"context"

	"example.com/expressions/retry"
	"example.com/expressions/store"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type client s3.Client

func each(ctx context.Context, s *store.Store, steps ...func(*store.Store, context.Context, string) error) {
	for _, step := range steps {
		step(s, ctx, "k")
	}
}

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	files := s3.NewFromConfig(cfg)
	retry.With(ctx, files, (*s3.Client).GetObject, &s3.GetObjectInput{Bucket: aws.String("in"), Key: aws.String("k")})
	retry.With(ctx, sqs.NewFromConfig(cfg), (*sqs.Client).ListQueues, &sqs.ListQueuesInput{})
	acl := (*s3.Client).GetBucketAcl
	acl(files, ctx, &s3.GetBucketAclInput{Bucket: aws.String("acl")})
	each(ctx, store.New(files), (*store.Store).Put, (*store.Store).Remove)
	store.Putter.Put(store.New(files), ctx, "by-interface")
	same := (*s3.Client)((*client)(files))
	same.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: aws.String("cors")})
}
