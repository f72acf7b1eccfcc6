package main

import (
	"context"

	"example.com/options/notify"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

func main() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	client := sns.NewFromConfig(cfg)
	notify.New(notify.To(notify.Plain(client), "arn:aws:sns:eu-west-1:123456789012:orders")).Send(context.Background(), "hello")
}
