package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

type server struct {
	s3 *s3.Client
}

// Nothing in the program makes a server or calls these.
func (s *server) Handle(ctx context.Context, key string) {
	s.s3.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("photos"), Key: aws.String(key)})
}

func Publish(ctx context.Context, client *sns.Client, in *sns.PublishInput) error {
	_, err := client.Publish(ctx, in)
	return err
}

func List(ctx context.Context, api s3.ListObjectsV2APIClient) {
	p := s3.NewListObjectsV2Paginator(api, &s3.ListObjectsV2Input{Bucket: aws.String("photos"), Prefix: aws.String("a/")})
	for p.HasMorePages() {
		p.NextPage(ctx)
	}
}

func Next(ctx context.Context, pages *s3.ListBucketsPaginator) { pages.NextPage(ctx) }
