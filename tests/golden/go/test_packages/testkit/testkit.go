package testkit

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func Drop(ctx context.Context, bucket string) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	s3.NewFromConfig(cfg).DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(bucket)})
}
