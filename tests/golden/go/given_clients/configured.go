package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/example/maps"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/other/things"
)

func configured() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	u := maps.FromConfig(cfg)
	u.Store("a")
	things.New(session.Must(session.NewSession())).Run()
}
