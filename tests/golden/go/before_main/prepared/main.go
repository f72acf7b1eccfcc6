package main

import (
	"context"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/spf13/cobra"
)

func init() {
	cobra.OnInitialize(configure)
}

func configure() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	sqs.NewFromConfig(cfg).ListQueues(context.Background(), &sqs.ListQueuesInput{})
}

func main() {
	lambda.Start(func() error { return nil })
}
