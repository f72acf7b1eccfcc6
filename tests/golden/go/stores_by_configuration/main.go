package main

import (
	"context"
	"os"

	"github.com/go-kit/log"
	"github.com/thanos-io/objstore"
	"github.com/thanos-io/objstore/client"
)

func run(ctx context.Context, bkt objstore.Bucket) error {
	if _, err := bkt.Get(ctx, "meta.json"); err != nil {
		return err
	}
	return bkt.Delete(ctx, "old")
}

func main() {
	conf, _ := os.ReadFile("objstore.yml")
	bkt, err := client.NewBucket(log.NewNopLogger(), conf, "app", nil)
	if err != nil {
		panic(err)
	}
	if err := run(context.Background(), bkt); err != nil {
		panic(err)
	}
}
