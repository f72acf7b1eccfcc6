package store

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

type Store struct{ client *dynamodb.Client }

func New(client *dynamodb.Client) *Store { return &Store{client: client} }

func (s *Store) All(ctx context.Context) error {
	_, err := s.client.Scan(ctx, &dynamodb.ScanInput{TableName: aws.String("products")})
	return err
}

func (s *Store) Put(ctx context.Context) error {
	_, err := s.client.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("products")})
	return err
}
