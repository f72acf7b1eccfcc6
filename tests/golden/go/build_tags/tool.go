//go:build tools

package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func tool() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	s3.NewFromConfig(cfg).DeleteBucket(context.TODO(), nil)
}
