package main

import (
	"context"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

func topic(region, account, name string) string {
	return arn.ARN{Partition: "aws", Service: "sns", Region: region, AccountID: account, Resource: name}.String()
}

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	a, err := arn.Parse("arn:aws:s3:::from-arn")
	if err != nil {
		return
	}
	c := s3.NewFromConfig(cfg)
	c.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String(a.Resource)})
	b, _ := arn.Parse(os.Getenv("BUCKET_ARN"))
	c.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(strings.TrimPrefix(b.Resource, "x"))})
	sns.NewFromConfig(cfg).Publish(ctx, &sns.PublishInput{TopicArn: aws.String(topic(cfg.Region, "111122223333", "alerts"))})
	bucketArn := "arn:aws:s3:::split-me"
	c.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(strings.Split(bucketArn, ":")[5])})
	before, after, _ := strings.Cut("s3://cut-bucket/key", "://")
	_ = before
	c.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(strings.SplitN(after, "/", 2)[0]), Key: aws.String(strings.SplitN(after, "/", 2)[1])})
}
