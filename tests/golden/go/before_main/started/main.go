package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

var client *s3.Client

func init() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	client = s3.NewFromConfig(cfg)
}

type Handler struct{ client *s3.Client }

func (h *Handler) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	bucket, key := "started", "key"
	_, err := h.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	return nil, err
}

func main() {
	lambda.StartHandler(&Handler{client: client})
}
