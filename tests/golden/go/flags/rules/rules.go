package rules

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Rules struct {
	Events *eventbridge.Client
	Store  *s3.Client
}

func (r *Rules) Update(ctx context.Context, name string, enabled bool) error {
	if enabled {
		_, err := r.Events.EnableRule(ctx, &eventbridge.EnableRuleInput{Name: aws.String(name)})
		return err
	}
	_, err := r.Events.DisableRule(ctx, &eventbridge.DisableRuleInput{Name: aws.String(name)})
	return err
}

func (r *Rules) remove(ctx context.Context, bucket string, forGood bool) {
	if forGood {
		r.Store.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(bucket)})
	} else {
		r.Store.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
	}
}

func Remove(ctx context.Context, r *Rules, bucket string) {
	r.remove(ctx, bucket, false)
}

func Write(ctx context.Context, r *Rules, key string, twice bool) {
	if twice {
		r.Store.CopyObject(ctx, &s3.CopyObjectInput{Bucket: aws.String("two"), Key: aws.String(key), CopySource: aws.String("one/k")})
	}
	r.Store.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("one"), Key: aws.String(key)})
}
