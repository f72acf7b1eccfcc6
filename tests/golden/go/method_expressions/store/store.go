package store

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type base struct{ client *s3.Client }

func (b *base) Remove(ctx context.Context, key string) error {
	_, err := b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("base"), Key: &key})
	return err
}

type Store struct {
	base
	bucket string
}

func New(client *s3.Client) *Store { return &Store{base: base{client}, bucket: "own"} }

func (s *Store) Put(ctx context.Context, key string) error {
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{Bucket: &s.bucket, Key: &key})
	return err
}

type Putter interface {
	Put(ctx context.Context, key string) error
}
