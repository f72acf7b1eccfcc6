package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/elsewhere/clockwork"
)

type Drain struct {
	queue  string
	client *sqs.Client
}

func (d *Drain) run() {
	d.client.PurgeQueue(context.TODO(), &sqs.PurgeQueueInput{QueueUrl: aws.String(d.queue)})
}

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	client := sqs.NewFromConfig(cfg)
	first := &Drain{queue: "https://sqs.eu-west-1.amazonaws.com/123456789012/first", client: client}
	first.run()
	second := &Drain{queue: "https://sqs.eu-west-1.amazonaws.com/123456789012/second", client: client}
	third := &Drain{queue: "https://sqs.eu-west-1.amazonaws.com/123456789012/third", client: client}
	clockwork.All([]func(){second.run})
	clockwork.Named(map[string]func(){"third": third.run})
}
