package store

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Store struct{ client *s3.Client }

func New() *Store {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		panic(err)
	}
	return &Store{s3.NewFromConfig(cfg)}
}

func (s *Store) Put(ctx context.Context, name string) error {
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("jobs"), Key: &name})
	return err
}

func (s *Store) Delete(ctx context.Context, name string) error {
	_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("jobs"), Key: &name})
	return err
}
