package store

import "github.com/aws/aws-sdk-go-v2/service/s3"

type Store struct {
	client *s3.Client
	bucket string
}

func New(client *s3.Client, bucket string) *Store {
	return &Store{client, bucket}
}
