package main

import (
	"context"
	"os"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type settings struct{ Prod bool }

var isProd = strings.EqualFold(os.Getenv("STAGE"), "PROD")
var stage = os.Getenv("STAGE")
var conf = settings{Prod: os.Getenv("STAGE") == "prod"}

func production() bool { return stage == "prod" }

func early() bool {
	if stage == "prod" {
		return true
	}
	return false
}

func handle(ctx context.Context, event map[string]bool) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := s3.NewFromConfig(cfg)
	if isProd || production() {
		_, err = client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("go-prod"), Key: aws.String("k")})
	} else {
		_, err = client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("go-other"), Key: aws.String("k")})
	}
	if conf.Prod {
		_, err = client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("go-conf"), Key: aws.String("k")})
	}
	if !early() && event["any"] {
		_, err = client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("go-any"), Key: aws.String("k")})
	}
	return err
}

func main() {
	lambda.Start(handle)
}
