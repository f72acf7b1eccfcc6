package main

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type HandlerFunc func(ctx context.Context, key string) error

func (f HandlerFunc) Handle(ctx context.Context, key string) error { return f(ctx, key) }

type Handler interface {
	Handle(ctx context.Context, key string) error
}

type Names []string

func (n Names) First() string { return n[0] }

type deleter func(context.Context, *s3.DeleteObjectInput, ...func(*s3.Options)) (*s3.DeleteObjectOutput, error)

func apply(ctx context.Context, remove deleter) {
	remove(ctx, &s3.DeleteObjectInput{Bucket: aws.String("fn"), Key: aws.String("k")})
}

func use(ctx context.Context, thing any) {
	switch client := thing.(type) {
	case *s3.Client:
		client.ListBuckets(ctx, &s3.ListBucketsInput{})
	case *sqs.Client:
		client.ListQueues(ctx, &sqs.ListQueuesInput{})
	}
	if db, ok := thing.(*dynamodb.Client); ok {
		db.ListTables(ctx, &dynamodb.ListTablesInput{})
	}
}

func keys(yield func(string) bool) {
	if !yield("first") {
		return
	}
}

func find(ctx context.Context, client *s3.Client) (out *s3.GetObjectOutput, err error) {
	bucket := "outer"
	if bucket := "inner"; bucket != "" {
		_, err = client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &bucket, Key: aws.String("h")})
	}
	if err != nil {
		return nil, errors.Join(err)
	}
	out, err = client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: aws.String("g")})
	return
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
	client := s3.NewFromConfig(load(ctx))
	var handler Handler = HandlerFunc(func(ctx context.Context, key string) error {
		_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("handled"), Key: &key})
		return err
	})
	handler.Handle(ctx, "x")
	find(ctx, client)
	client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(Names{"named"}.First())})
	for key := range keys {
		client.RestoreObject(ctx, &s3.RestoreObjectInput{Bucket: aws.String("seq"), Key: &key})
	}
	done := make(chan string)
	select {
	case name := <-done:
		client.GetBucketAcl(ctx, &s3.GetBucketAclInput{Bucket: &name})
	default:
	}
	for _, test := range []struct{ bucket, key string }{{"table", "one"}, {bucket: "table", key: "two"}} {
		client.PutObjectAcl(ctx, &s3.PutObjectAclInput{Bucket: aws.String(test.bucket), Key: aws.String(test.key)})
	}
}
