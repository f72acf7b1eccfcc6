package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	s3v2 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	v1 "github.com/aws/aws-sdk-go/aws"
	v1creds "github.com/aws/aws-sdk-go/aws/credentials/stscreds"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/s3"
)

const role = "arn:aws:iam::111122223333:role/deploy"

type Deploy struct{ aws aws.Config }

func (d *Deploy) assume(arn string) {
	if arn == "" {
		return
	}
	d.aws.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(d.aws), role))
}

func (d *Deploy) load(ctx context.Context) {
	d.aws, _ = config.LoadDefaultConfig(ctx)
}

type Fixed struct{ aws aws.Config }

func (f *Fixed) load(ctx context.Context) {
	f.aws, _ = config.LoadDefaultConfig(ctx)
	f.aws.Credentials = stscreds.NewAssumeRoleProvider(sts.NewFromConfig(f.aws), role)
}

func assume(cfg *aws.Config, arn string) {
	if arn != "" {
		cfg.Credentials = stscreds.NewAssumeRoleProvider(sts.NewFromConfig(*cfg), role)
	}
}

func older(cross bool) {
	sess := session.Must(session.NewSession())
	if cross {
		sess.Config.Credentials = v1creds.NewCredentials(sess, role)
	}
	s3.New(sess).DeleteBucket(&s3.DeleteBucketInput{Bucket: v1.String("older")})
}

func client(ctx context.Context) (*s3v2.Client, error) {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, err
	}
	cfg.Credentials = stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), role)
	return s3v2.NewFromConfig(cfg), nil
}

func main() {
	ctx := context.Background()
	c, _ := client(ctx)
	manager.NewUploader(c).Upload(ctx, &s3v2.PutObjectInput{Bucket: aws.String("uploaded"), Key: aws.String("k")})

	d := &Deploy{}
	d.load(ctx)
	d.assume(os.Getenv("ROLE"))
	ecs.NewFromConfig(d.aws).ListClusters(ctx, &ecs.ListClustersInput{})

	f := &Fixed{}
	f.load(ctx)
	sqs.NewFromConfig(f.aws).ListQueues(ctx, &sqs.ListQueuesInput{})

	cfg, _ := config.LoadDefaultConfig(ctx)
	assume(&cfg, os.Getenv("ROLE"))
	sns.NewFromConfig(cfg).ListTopics(ctx, &sns.ListTopicsInput{})

	older(len(os.Args) > 1)
}
