package main

import (
	"context"

	"example.com/elsewhere/clients"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Set by whoever imports this package; nothing here does.
var declared *s3.Client
var foreign clients.Store
var list []*s3.Client

type worker struct {
	any interface{}
}

// Given is called by whoever imports this package.
func Given(ctx context.Context, send clients.Function) {
	send(ctx, &s3.PutBucketPolicyInput{Bucket: aws.String("given")})
}

// Of the program's own: asks AWS for nothing, whatever it is called.
type fake struct{}

func (fake) DeleteBucket(name string) {}
func (fake) ListBuckets(ctx context.Context) {}

func scanner() dynamodb.ScanAPIClient { return nil }

func main() {
	ctx := context.Background()
	declared.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("declared"), Key: aws.String("k")})
	foreign.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("foreign"), Key: aws.String("k")})
	clients.Shared.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("shared"), Key: aws.String("k")})
	for _, one := range list {
		one.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("list"), Key: aws.String("k")})
	}
	dynamodb.NewScanPaginator(scanner(), &dynamodb.ScanInput{TableName: aws.String("scanned")}).NextPage(ctx)
	var w worker
	w.any.(clients.Store).GetBucketPolicy(ctx, clients.Input())
	w.any.(clients.Store).GetBucketPolicy("a", "b", "c")
	fake{}.DeleteBucket("never")
	fake{}.ListBuckets(ctx)
}
