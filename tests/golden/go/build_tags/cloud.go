//go:build cloud

package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func run() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	s3.NewFromConfig(cfg).ListBuckets(context.TODO(), nil)
}
