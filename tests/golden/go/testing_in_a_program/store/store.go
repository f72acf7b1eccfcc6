package store

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Save is in a file with a helper of tests: a build takes both.
func Save(ctx context.Context) {
	client(ctx).PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("orders"), Key: aws.String("latest")})
}

// Clean is called by tests alone.
func Clean(t *testing.T) {
	client(t.Context()).DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: aws.String("orders"), Key: aws.String("latest")})
}

func client(ctx context.Context) *s3.Client {
	cfg, _ := config.LoadDefaultConfig(ctx)
	return s3.NewFromConfig(cfg)
}
