package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Runner interface{ Run(task any) }

type Saving struct{ client *s3.Client }

func (s *Saving) Save() {
	s.client.PutObject(context.TODO(), &s3.PutObjectInput{Bucket: aws.String("saved"), Key: aws.String("k")})
}

func (s *Saving) forget() {
	s.client.DeleteBucket(context.TODO(), &s3.DeleteBucketInput{Bucket: aws.String("never")})
}

// Set by the build that the plugin is linked into.
var Tasks Runner

func handler(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	Tasks.Run(&Saving{s3.NewFromConfig(cfg)})
	return nil
}

func main() {
	lambda.Start(handler)
}
