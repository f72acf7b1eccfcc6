package main

import (
	"context"
	"reflect"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Store struct {
	client *s3.Client
}

func (s *Store) Put() {
	s.client.PutObject(context.TODO(), &s3.PutObjectInput{Bucket: aws.String("put"), Key: aws.String("a")})
}

type Other struct {
	client *s3.Client
}

func (o *Other) Remove() {
	o.client.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String("removed"), Key: aws.String("a")})
}

func handle(ctx context.Context, event map[string]string) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	store := &Store{client: s3.NewFromConfig(cfg)}
	reflect.ValueOf(store).MethodByName(event["action"]).Call(nil)
	return err
}

func main() {
	lambda.Start(handle)
}
