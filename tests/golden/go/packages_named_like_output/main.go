package main

import (
	"context"

	"example.com/shop/build"
	"example.com/shop/target"
	"github.com/aws/aws-sdk-go-v2/config"
)

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	build.Publish(context.TODO(), cfg)
	target.Remove(context.TODO(), cfg)
}
