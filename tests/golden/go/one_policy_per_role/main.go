package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func partition(region string) string {
	if strings.HasPrefix(region, "cn-") {
		return "aws-cn"
	}
	if strings.HasPrefix(region, "us-gov-") {
		return "aws-us-gov"
	}
	return "aws"
}

func in(ctx context.Context, arn string) aws.Config {
	cfg, _ := config.LoadDefaultConfig(ctx)
	if arn != "" {
		cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), arn))
	}
	return cfg
}

func main() {
	ctx := context.Background()
	p := partition(os.Getenv("REGION"))
	reader := in(ctx, fmt.Sprintf("arn:%s:iam::%s:role/reader", p, os.Getenv("ACCOUNT")))
	s3.NewFromConfig(reader).GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("k")})

	name := "ops"
	if given := os.Getenv("OPS_ROLE"); given != "" {
		name = given
	}
	ec2.NewFromConfig(in(ctx, "arn:aws:iam::111122223333:role/"+name)).DescribeInstances(ctx, &ec2.DescribeInstancesInput{})

	queue := fmt.Sprintf("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs-%v", nil)
	sqs.NewFromConfig(in(ctx, "")).PurgeQueue(ctx, &sqs.PurgeQueueInput{QueueUrl: aws.String(queue)})
}
