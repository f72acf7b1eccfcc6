//go:build ignore

package main

import "github.com/aws/aws-sdk-go-v2/service/s3"

func main() { s3.New(s3.Options{}).DeleteBucket(nil, &s3.DeleteBucketInput{}) }
