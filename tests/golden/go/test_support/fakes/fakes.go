package fakes

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func Clean(t *testing.T, c *s3.Client) { c.DeleteBucket(t.Context(), &s3.DeleteBucketInput{}) }
