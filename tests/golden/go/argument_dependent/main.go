package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

func load(ctx context.Context) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	return cfg
}

func main() {
	ctx := context.Background()
	cfg := load(ctx)
	client := s3.NewFromConfig(cfg)
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String("acl"), ACL: s3types.ObjectCannedACLPublicRead})
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String("plain"), Tagging: nil})
	client.DeleteObjects(ctx, &s3.DeleteObjectsInput{
		Bucket: aws.String("b"),
		Delete: &s3types.Delete{Objects: []s3types.ObjectIdentifier{{Key: aws.String("x"), VersionId: aws.String("1")}}},
	})
	ecs.NewFromConfig(cfg).RunTask(ctx, &ecs.RunTaskInput{
		Cluster:        aws.String("main"),
		TaskDefinition: aws.String("arn:aws:ecs:eu-west-1:111122223333:task-definition/job:1"),
		Overrides:      nil,
	})
	ssm.NewFromConfig(cfg).GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String("plain")})
}
