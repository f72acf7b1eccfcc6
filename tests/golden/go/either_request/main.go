package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	client := s3.NewFromConfig(cfg)
	in := &s3.HeadBucketInput{Bucket: aws.String("first")}
	if len(os.Args) > 1 {
		in = &s3.HeadBucketInput{Bucket: aws.String("second"), ExpectedBucketOwner: aws.String("123456789012")}
	}
	client.HeadBucket(context.Background(), in)
}
