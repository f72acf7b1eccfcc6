package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/lib/listed"
	"github.com/lib/mapped"
	"github.com/lib/none"
	"github.com/lib/server"
)

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	client := s3.NewFromConfig(cfg)
	server.Make(server.Options{Context: func() interface{} { return client }})
	mapped.Make(map[string]func() interface{}{"context": func() interface{} { return client }})
	listed.Make([]func() *s3.Client{func() *s3.Client { return client }})
	// It gives no client.
	none.Make(map[string]func() string{"name": func() string { return "own" }})
}
