package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type order struct{ id string }

func (o order) name() string { return o.id }

type job struct{ bucket, key string }

func (j *job) k() string { return j.key }

func run(ctx context.Context, c *s3.Client, o order) {
	j := &job{bucket: "jobs", key: "k-" + o.name()}
	c.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(j.bucket), Key: aws.String(j.k())})
	l := job{"jobs2", fmt.Sprintf("l-%s", o.name())}
	c.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String(l.bucket), Key: aws.String(l.key)})
}
