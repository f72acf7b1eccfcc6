package store

import "github.com/aws/aws-sdk-go-v2/service/s3"

func helper(c *s3.Client) { c.DeleteBucket(nil, &s3.DeleteBucketInput{}) }
