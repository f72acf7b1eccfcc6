package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

type Stage int

const (
	Dev Stage = iota
	Prod
)

func (s Stage) String() string {
	switch s {
	case Prod:
		return "prod"
	default:
		return "dev"
	}
}

const (
	bucketRaw = "acme-raw"
	prefix    = "in/" + "2024/"
)

// functional options
type Option func(*Store)

func WithBucket(b string) Option { return func(s *Store) { s.bucket = b } }
func WithClient(c *s3.Client) Option {
	return func(s *Store) { s.client = c }
}

type Store struct {
	client *s3.Client
	bucket string
}

func NewStore(opts ...Option) *Store {
	s := &Store{bucket: "unused-default"}
	for _, o := range opts {
		o(s)
	}
	return s
}

func (s *Store) Save(ctx context.Context, key string) error {
	_, err := s.client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(s.bucket), Key: aws.String(prefix + key)})
	return err
}

// generics
type Getter[T any] struct{ client T }

func Wrap[T any](c T) Getter[T] { return Getter[T]{client: c} }

func Map[T, U any](in []T, f func(T) U) []U {
	out := make([]U, 0, len(in))
	for _, x := range in {
		out = append(out, f(x))
	}
	return out
}

// channels of clients
func pool(cfg aws.Config, n int) chan *ssm.Client {
	ch := make(chan *ssm.Client, n)
	for i := 0; i < n; i++ {
		ch <- ssm.NewFromConfig(cfg)
	}
	return ch
}

// multiple results
func clients(ctx context.Context) (k *kms.Client, sm *secretsmanager.Client, err error) {
	var cfg aws.Config
	cfg, err = config.LoadDefaultConfig(ctx)
	if err != nil {
		return
	}
	k = kms.NewFromConfig(cfg)
	sm = secretsmanager.NewFromConfig(cfg)
	return
}

func env(name, fallback string) string {
	if v, ok := os.LookupEnv(name); ok && v != "" {
		return v
	}
	return fallback
}

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	st := NewStore(WithClient(s3.NewFromConfig(cfg)), WithBucket(bucketRaw))
	defer st.Save(ctx, "done")

	g, gctx := errgroup.WithContext(ctx)
	for _, key := range []string{"a", "b"} {
		g.Go(func() error { return st.Save(gctx, key) })
	}
	_ = g.Wait()

	w := Wrap(kinesis.NewFromConfig(cfg))
	w.client.PutRecord(ctx, &kinesis.PutRecordInput{StreamName: aws.String(fmt.Sprintf("events-%s-%d", env("STAGE", "dev"), 1))})

	p := pool(cfg, 2)
	select {
	case c := <-p:
		c.GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String("/app/" + strings.ToLower("DB")), WithDecryption: aws.Bool(true)})
	case <-ctx.Done():
	}
	for c := range p {
		c.PutParameter(ctx, &ssm.PutParameterInput{Name: aws.String("/app/last"), Value: aws.String("x")})
	}

	k, sm, err := clients(ctx)
	if err != nil {
		return
	}
	k.Encrypt(ctx, &kms.EncryptInput{KeyId: aws.String("alias/app")})
	get := sm.GetSecretValue
	get(ctx, &secretsmanager.GetSecretValueInput{SecretId: aws.String("prod/db")})

	handlers := map[string]func(context.Context) error{
		"list": func(ctx context.Context) error {
			_, err := st.client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String(bucketRaw)})
			return err
		},
		"tag": func(ctx context.Context) error {
			_, err := st.client.PutObjectTagging(ctx, &s3.PutObjectTaggingInput{Bucket: aws.String(Prod.String() + "-data"), Key: aws.String("k"), Tagging: &s3types.Tagging{}})
			return err
		},
	}
	for _, name := range os.Args[1:] {
		if h, ok := handlers[name]; ok {
			_ = h(ctx)
		}
	}

	names := Map([]string{"one", "two"}, func(s string) *string { return aws.String("bkt-" + s) })
	var wg sync.WaitGroup
	for _, n := range names {
		wg.Add(1)
		go func(n *string) {
			defer wg.Done()
			st.client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: n})
		}(n)
	}
	wg.Wait()
}
