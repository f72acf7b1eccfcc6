package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type cb struct{}

func (cb) UpdateRequest(in *transfermanager.UploadObjectInput) { in.Tagging = aws.String("a=b") }

func main() {
	older()
	cfg, _ := config.LoadDefaultConfig(context.Background())
	tm := transfermanager.New(s3.NewFromConfig(cfg))
	tm.UploadDirectory(context.Background(), &transfermanager.UploadDirectoryInput{Bucket: aws.String("changed"), Source: aws.String("/x"), KeyPrefix: aws.String("in/"), Callback: cb{}})
	tm.UploadDirectory(context.Background(), &transfermanager.UploadDirectoryInput{Bucket: aws.String("plain"), Source: aws.String("/x")})
	tm.DownloadDirectory(context.Background(), &transfermanager.DownloadDirectoryInput{Bucket: aws.String("b2"), Destination: aws.String("/x"), KeyPrefix: aws.String("out/")})
}
