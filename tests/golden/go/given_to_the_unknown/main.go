package main

import (
	"context"

	"example.com/acme/tasks"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Task interface{ Run(c *s3.Client) }

type App struct{ Lib *tasks.Lib }

var task Task

func handler(ctx context.Context, event map[string]string) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	task.Run(client)
	var app App
	app.Lib.Run(client)
	client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("k")})
	return nil
}

func main() {
	lambda.Start(handler)
}
