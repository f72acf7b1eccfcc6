package main

import (
	"context"
	"fmt"
	"os"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type Number interface{ ~int | ~float64 }

type Repository[T any] struct {
	client *s3.Client
	prefix string
}

func NewRepository[T any](client *s3.Client, prefix string) *Repository[T] {
	return &Repository[T]{client: client, prefix: prefix}
}

func (r *Repository[T]) Get(ctx context.Context, id string) (T, error) {
	var zero T
	_, err := r.client.GetObject(ctx, &s3.GetObjectInput{
		Bucket: aws.String("repo"),
		Key:    aws.String(fmt.Sprintf("%s/%s.json", r.prefix, id)),
	})
	return zero, err
}

func ptr[T any](value T) *T { return &value }

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

type api interface {
	DeleteObject(context.Context, *s3.DeleteObjectInput, ...func(*s3.Options)) (*s3.DeleteObjectOutput, error)
}

func remove[C api](ctx context.Context, client C, key string) {
	client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: ptr("repo"), Key: ptr(key)})
}

type User struct{ Name string }

type Option func(*worker)

type worker struct {
	queue  string
	client *sqs.Client
}

func WithQueue(url string) Option { return func(w *worker) { w.queue = url } }

func newWorker(client *sqs.Client, opts ...Option) *worker {
	w := &worker{client: client}
	for _, opt := range opts {
		opt(w)
	}
	return w
}

func makeClients(ctx context.Context) (*s3.Client, *sqs.Client, error) {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, nil, err
	}
	return s3.NewFromConfig(cfg), sqs.NewFromConfig(cfg), nil
}

func counter(client *s3.Client) func(context.Context, string) {
	bucket := "closure"
	return func(ctx context.Context, key string) {
		client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &bucket, Key: &key})
	}
}

func location() (string, error) { return "must-bucket", nil }

func main() {
	ctx := context.Background()
	objects, queues, err := makeClients(ctx)
	if err != nil {
		os.Exit(1)
	}
	users := NewRepository[User](objects, "users")
	users.Get(ctx, "7")
	remove(ctx, objects, "old")
	w := newWorker(queues, WithQueue("https://sqs.us-east-1.amazonaws.com/111122223333/work"))
	count := counter(objects)
	count(ctx, "seen")
	defer func() {
		objects.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(must(location()))})
	}()
	clients := make(chan *s3.Client, 1)
	clients <- objects
	var group sync.WaitGroup
	group.Add(1)
	go func(in <-chan *s3.Client) {
		defer group.Done()
		c := <-in
		c.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("channel"), Key: aws.String("k")})
	}(clients)
	group.Wait()
	for c := range clients {
		c.ListBuckets(ctx, &s3.ListBucketsInput{})
	}
	w.client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: aws.String(w.queue)})
}
