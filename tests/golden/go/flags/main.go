package main

import (
	"context"

	"example.com/flags/rules"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Nothing can import this package.
func Tidy(ctx context.Context, store *s3.Client, everything bool) {
	if everything {
		store.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("one"), Key: aws.String("k")})
	}
}

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	r := &rules.Rules{Events: eventbridge.NewFromConfig(cfg), Store: s3.NewFromConfig(cfg)}
	r.Update(ctx, "x", false)
	rules.Remove(ctx, r, "b")
	rules.Write(ctx, r, "k", false)
	Tidy(ctx, r.Store, false)
}
