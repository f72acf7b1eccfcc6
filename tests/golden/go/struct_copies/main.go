package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type target struct {
	bucket string
	client *s3.Client
}

func (t target) withBucket(b string) target {
	t.bucket = b
	return t
}


func readAll(ctx context.Context, t target) {
	t.client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &t.bucket})
}

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	base := target{bucket: "base", client: s3.NewFromConfig(cfg)}
	other := base
	other.bucket = "other"
	readAll(ctx, base)
	other.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(other.bucket), Key: aws.String("k")})

	third := base.withBucket("third")
	third.client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(third.bucket), Key: aws.String("k")})

	p := &base
	q := *p
	q.bucket = "quarter"
	q.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(q.bucket), Key: aws.String("k")})

	in := dynamodb.GetItemInput{TableName: aws.String("A")}
	db := dynamodb.NewFromConfig(cfg)
	in2 := in
	in2.TableName = aws.String("B")
	db.GetItem(ctx, &in)
	q2 := dynamodb.QueryInput{TableName: in2.TableName}
	db.Query(ctx, &q2)
}
