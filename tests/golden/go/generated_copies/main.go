package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func store(ctx context.Context, client *s3.Client, archive *Archive) {
	client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(archive.Target.Bucket),
		Key:    aws.String(archive.Name),
	})
}

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	first := &Archive{Name: "a.tar", Target: &Target{Bucket: "archives"}}
	store(ctx, client, first.DeepCopy())
	var second Archive
	(&Archive{Name: "b.tar", Target: &Target{Bucket: "backups"}}).DeepCopyInto(&second)
	store(ctx, client, &second)
}
