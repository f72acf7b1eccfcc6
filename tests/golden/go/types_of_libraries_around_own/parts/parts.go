package parts

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Repo struct{ S3 *s3.Client }

func (r *Repo) Find(ctx context.Context, key string) error {
	_, err := r.S3.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("files"), Key: aws.String(key)})
	return err
}

func (r *Repo) Forget(ctx context.Context, key string) error {
	_, err := r.S3.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("files"), Key: aws.String(key)})
	return err
}

type Notes struct{ S3 *s3.Client }

func (n *Notes) Write(ctx context.Context, key string) error {
	_, err := n.S3.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String("notes"), Key: aws.String(key)})
	return err
}

type Writer interface {
	Write(ctx context.Context, key string) error
}
