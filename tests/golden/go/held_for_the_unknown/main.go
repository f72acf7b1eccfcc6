package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/lib/tasks"
)

type Store struct{ client *s3.Client }

func (s *Store) Save(ctx context.Context, key string) {
	s.client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("store"), Key: aws.String(key)})
}

type Given struct{ client *s3.Client }

func (g *Given) Load(ctx context.Context, key string) {
	g.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("given"), Key: aws.String(key)})
}

type Hidden struct{ client *s3.Client }

func (h *Hidden) Drop(ctx context.Context) {
	h.client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String("never")})
}

type Job struct {
	tasks.Base
	Store  *Store
	hidden *Hidden
}

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	client := s3.NewFromConfig(cfg)
	tasks.Run(&Job{Store: &Store{client: client}, hidden: &Hidden{client: client}})
	tasks.Use(func() *Given { return &Given{client: client} })
}
