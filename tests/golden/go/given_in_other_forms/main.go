package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/lib/assigned"
	"github.com/lib/exported"
	"github.com/lib/fields"
	"github.com/lib/made"
	"github.com/lib/options"
	"github.com/lib/private"
)

type open struct{ Storage *s3.Client }

type closed struct{ storage *s3.Client }

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	client := s3.NewFromConfig(cfg)
	assigned.Client = client
	o := fields.Options{}
	o.Storage = client
	fields.Run(o)
	p := new(made.Options)
	p.Storage = client
	p.Start()
	options.New(func(o *options.Options) { o.Storage = client })
	exported.Run(&open{Storage: client})
	// No other package reads a field of a lower-case name.
	private.Run(&closed{storage: client})
}
