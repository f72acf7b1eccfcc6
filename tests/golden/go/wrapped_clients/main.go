package main

import (
	"context"
	"io"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// interfaces of the SDK embedded in one's own
type ObjectAPI interface {
	manager.UploadAPIClient
	s3.ListObjectsV2APIClient
	GetObject(context.Context, *s3.GetObjectInput, ...func(*s3.Options)) (*s3.GetObjectOutput, error)
}

type mover struct {
	api  ObjectAPI
	from string
	to   string
}

func (m mover) move(ctx context.Context) error {
	p := s3.NewListObjectsV2Paginator(m.api, &s3.ListObjectsV2Input{Bucket: &m.from})
	up := manager.NewUploader(m.api)
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, o := range page.Contents {
			out, err := m.api.GetObject(ctx, &s3.GetObjectInput{Bucket: &m.from, Key: o.Key})
			if err != nil {
				return err
			}
			if _, err := up.Upload(ctx, &s3.PutObjectInput{Bucket: &m.to, Key: aws.String("copy/" + *o.Key), Body: out.Body}); err != nil {
				return err
			}
		}
	}
	return nil
}

type Worker[In any] interface{ Do(context.Context, In) error }

type queueWorker struct {
	client *sqs.Client
	url    string
}

func (q *queueWorker) Do(ctx context.Context, body string) error {
	_, err := q.client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &q.url, MessageBody: &body})
	return err
}

func each[T any](ctx context.Context, items []T, w Worker[T]) error {
	for _, item := range items {
		if err := w.Do(ctx, item); err != nil {
			return err
		}
	}
	return nil
}

type client interface {
	*dynamodb.Client | *dynamodbstreams.Client
}

func lazily[C any](make func(aws.Config) C) func(aws.Config) C {
	var cached *C
	return func(cfg aws.Config) C {
		if cached == nil {
			c := make(cfg)
			cached = &c
		}
		return *cached
	}
}

var tables = lazily(func(cfg aws.Config) *dynamodb.Client { return dynamodb.NewFromConfig(cfg) })

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	_ = mover{api: s3.NewFromConfig(cfg), from: "src", to: "dst"}.move(ctx)
	_ = each(ctx, []string{"a"}, Worker[string](&queueWorker{client: sqs.NewFromConfig(cfg), url: "https://sqs.eu-west-1.amazonaws.com/111122223333/work"}))
	tables(cfg).Scan(ctx, &dynamodb.ScanInput{TableName: aws.String("T")})
	st := dynamodbstreams.NewFromConfig(cfg)
	st.GetRecords(ctx, &dynamodbstreams.GetRecordsInput{})
	tm := transfermanager.New(s3.NewFromConfig(cfg))
	tm.UploadDirectory(ctx, &transfermanager.UploadDirectoryInput{Bucket: aws.String("dir"), KeyPrefix: aws.String("p/")})
	_, _ = imds.NewFromConfig(cfg).GetRegion(ctx, nil)

	// web identity, as in EKS
	web := stscreds.NewWebIdentityRoleProvider(sts.NewFromConfig(cfg), os.Getenv("AWS_ROLE_ARN"), stscreds.IdentityTokenFile("/t"))
	other := aws.Config{Credentials: aws.NewCredentialsCache(web)}
	s3.NewFromConfig(other).PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: aws.String("web")})

	switch kind := any(cfg).(type) {
	case aws.Config:
		s3.NewFromConfig(kind).HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String("typed")})
	}
	var sb strings.Builder
	sb.WriteString("built-")
	sb.WriteString("bucket")
	s3.NewFromConfig(cfg).CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(sb.String())})
	parts := strings.Fields("one two")
	s3.NewFromConfig(cfg).DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(parts[1])})
	var _ io.Reader
}
