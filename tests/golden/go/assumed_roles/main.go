package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const role = "arn:aws:iam::111122223333:role/reader"

func fromResponse(ctx context.Context, cfg aws.Config) *sqs.Client {
	out, err := sts.NewFromConfig(cfg).AssumeRole(ctx, &sts.AssumeRoleInput{
		RoleArn:         aws.String("arn:aws:iam::111122223333:role/queue"),
		RoleSessionName: aws.String("s"),
	})
	if err != nil {
		return nil
	}
	c := out.Credentials
	provider := credentials.NewStaticCredentialsProvider(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken)
	return sqs.NewFromConfig(cfg, func(o *sqs.Options) { o.Credentials = provider })
}

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	before := dynamodb.NewFromConfig(cfg)
	provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), role, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = "reader"
	})
	cfg.Credentials = aws.NewCredentialsCache(provider)
	after := s3.NewFromConfig(cfg)
	before.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("T")})
	after.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("k")})
	plain, _ := config.LoadDefaultConfig(ctx)
	fromResponse(ctx, plain).PurgeQueue(ctx, &sqs.PurgeQueueInput{
		QueueUrl: aws.String("https://sqs.eu-west-1.amazonaws.com/111122223333/q"),
	})
	other, _ := config.LoadDefaultConfig(ctx, config.WithRegion("eu-west-1"), config.WithCredentialsProvider(
		stscreds.NewAssumeRoleProvider(sts.NewFromConfig(plain), "arn:aws:iam::111122223333:role/tables")))
	dynamodb.NewFromConfig(other).Scan(ctx, &dynamodb.ScanInput{TableName: aws.String("Other")})
}
