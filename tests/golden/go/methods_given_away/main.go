package main

import (
	"context"

	"example.com/elsewhere/retry"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	retry.Do(ctx, client.GetObject, &s3.GetObjectInput{Bucket: aws.String("first"), Key: aws.String("a")})
	retry.Run(client.DeleteBucket)
}
