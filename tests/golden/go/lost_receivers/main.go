package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type registry map[string]any

// The value comes out of an untyped container; its input's type says what is called.
func fetch(ctx context.Context, r registry) {
	client := lookup(r, "s3").(interface {
		HeadBucket(context.Context, *s3.HeadBucketInput, ...func(*s3.Options)) (*s3.HeadBucketOutput, error)
	})
	client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String("typed")})
}

func lookup(r registry, name string) any { return r[name] }

func main() {}
