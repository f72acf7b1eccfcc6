package e2e

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func listed() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	s3.NewFromConfig(cfg).ListBuckets(context.Background(), nil)
}
