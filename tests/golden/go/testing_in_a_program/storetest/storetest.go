// Package storetest is imported by tests alone.
package storetest

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func Empty(t *testing.T, c *s3.Client) { c.ListBuckets(t.Context(), &s3.ListBucketsInput{}) }

func Bucket(c *s3.Client) { c.CreateBucket(nil, &s3.CreateBucketInput{}) }
