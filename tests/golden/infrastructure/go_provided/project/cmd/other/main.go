// A tool for people, which no function runs.
package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		panic(err)
	}
	if _, err := s3.NewFromConfig(cfg).ListBuckets(context.Background(), &s3.ListBucketsInput{}); err != nil {
		panic(err)
	}
}
