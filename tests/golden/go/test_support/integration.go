//go:build integration && linux

package main

import "github.com/aws/aws-sdk-go-v2/service/s3"

func clean(c *s3.Client) { c.DeleteBucket(nil, &s3.DeleteBucketInput{}) }
