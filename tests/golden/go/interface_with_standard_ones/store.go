package main

import (
	"context"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Saver interface {
	Save(ctx context.Context, key string) error
}

// Store says what it is, too.
type Store interface {
	fmt.Stringer
	io.Closer
	Saver
}

type bucketStore struct{ client *s3.Client }

func (b *bucketStore) Save(ctx context.Context, key string) error {
	_, err := b.client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("saved"), Key: aws.String(key)})
	return err
}
func (b *bucketStore) String() string { return "bucket" }
func (b *bucketStore) Close() error   { return nil }

// tableSaver closes nothing: it is a Saver, no Store.
type tableSaver struct{ client *dynamodb.Client }

func (t *tableSaver) Save(ctx context.Context, key string) error {
	_, err := t.client.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: aws.String(key)})
	return err
}

type Keeper struct{ stores map[string]Store }

func (k *Keeper) Keep(ctx context.Context, name string) error {
	return k.stores[name].Save(ctx, name)
}

func load(cfg aws.Config) []any {
	return []any{&bucketStore{s3.NewFromConfig(cfg)}, &tableSaver{dynamodb.NewFromConfig(cfg)}}
}

func main() {
	keeper := decode()
	_ = keeper.Keep(context.Background(), "a")
}
