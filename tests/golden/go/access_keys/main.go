package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func constant(ctx context.Context) {
	cfg, _ := config.LoadDefaultConfig(ctx,
		config.WithRegion("eu-west-1"),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "wJalr", "")))
	s3.NewFromConfig(cfg).DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("partner"), Key: aws.String("k")})
}

func ofVariables(ctx context.Context) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := sns.NewFromConfig(cfg, func(o *sns.Options) {
		o.Credentials = credentials.NewStaticCredentialsProvider(os.Getenv("PARTNER_KEY"), os.Getenv("PARTNER_SECRET"), "")
	})
	client.Publish(ctx, &sns.PublishInput{TopicArn: aws.String("arn:aws:sns:us-east-1:111122223333:theirs"), Message: aws.String("x")})
}

func theCallersOwn(ctx context.Context) {
	provider := credentials.NewStaticCredentialsProvider(
		os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), os.Getenv("AWS_SESSION_TOKEN"))
	cfg, _ := config.LoadDefaultConfig(ctx, config.WithCredentialsProvider(provider))
	sqs.NewFromConfig(cfg).SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: aws.String("https://sqs.us-east-1.amazonaws.com/111122223333/own"), MessageBody: aws.String("x")})
}

func collected(ctx context.Context, key string) {
	var opts []func(*config.LoadOptions) error
	opts = append(opts, config.WithRegion("eu-west-1"))
	if key != "" {
		opts = append(opts, config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(key, "s", "")))
	}
	cfg, _ := config.LoadDefaultConfig(ctx, opts...)
	kinesis.NewFromConfig(cfg).DeleteStream(ctx, &kinesis.DeleteStreamInput{StreamName: aws.String("both")})
}

func provided(ctx context.Context) {
	cfg := aws.Config{Region: "eu-west-1", Credentials: aws.CredentialsProviderFunc(
		func(ctx context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "wJalr"}, nil
		})}
	dynamodb.NewFromConfig(cfg).Scan(ctx, &dynamodb.ScanInput{TableName: aws.String("theirs")})
}

func ofTokens(ctx context.Context) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := sts.NewFromConfig(cfg)
	role, _ := client.AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: aws.String("arn:aws:iam::111122223333:role/ops")})
	cfg.Credentials = credentials.NewStaticCredentialsProvider(
		*role.Credentials.AccessKeyId, *role.Credentials.SecretAccessKey, *role.Credentials.SessionToken)
	s3.NewFromConfig(cfg).DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String("old")})

	own, _ := client.GetSessionToken(ctx, &sts.GetSessionTokenInput{})
	session := credentials.NewStaticCredentialsProvider(
		*own.Credentials.AccessKeyId, *own.Credentials.SecretAccessKey, *own.Credentials.SessionToken)
	iam.NewFromConfig(aws.Config{Credentials: session}).ListUsers(ctx, &iam.ListUsersInput{})
}

func main() {
	ctx := context.Background()
	constant(ctx)
	ofVariables(ctx)
	theCallersOwn(ctx)
	collected(ctx, os.Args[1])
	provided(ctx)
	ofTokens(ctx)
}
