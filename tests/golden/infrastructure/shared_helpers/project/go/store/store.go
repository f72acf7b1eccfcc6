// Package store keeps reports.
package store

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func put(ctx context.Context, bucket, body string) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	_, err = s3.NewFromConfig(cfg).PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(bucket),
		Key:    aws.String("report"),
		Body:   strings.NewReader(body),
	})
	return err
}

// Save keeps one report.
func Save(ctx context.Context, bucket, body string) error {
	return put(ctx, bucket, body)
}
