package main

import (
	"context"
	"os"
	"path"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func put(client *s3.Client, bucket string, key string) {
	client.PutObject(context.TODO(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
}

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	client := s3.NewFromConfig(cfg)
	put(client, "empty", path.Join("", "k.json"))
	put(client, "up", path.Join("a", "../b", "k.json"))
	put(client, "part", path.Join("a/", os.Args[1], "k.json"))
}
