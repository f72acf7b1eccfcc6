package main

import (
	"context"

	"example.com/acme/queries"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Inner struct{ client *s3.Client }

func (i *Inner) Put() {
	i.client.PutObject(context.TODO(), &s3.PutObjectInput{Bucket: aws.String("inner"), Key: aws.String("k")})
}

type Store struct {
	*Inner
	*queries.Queries
}

type Plain struct{ *s3.Client }

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	store := Store{&Inner{client}, queries.New(dynamodb.NewFromConfig(cfg))}
	store.Put()
	store.GetById(ctx, "a")
	plain := Plain{client}
	plain.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("plain"), Key: aws.String("k")})
	plain.NoSuchThing(ctx)
}
