package main

import (
	"cmp"
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func get(bucket, key string) {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	s3.NewFromConfig(cfg).GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
}

func handle(ctx context.Context) error {
	get(cmp.Or(os.Getenv("UNTOLD"), "go-default"), "untold")
	get(cmp.Or(os.Getenv("PATTERNED"), "go-default"), "patterned")
	get(cmp.Or(os.Getenv("LITERAL"), "go-default"), "literal")
	get(cmp.Or(os.Getenv("NOT_SET"), "go-default"), "left-out")
	return nil
}

func main() { lambda.Start(handle) }
