package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

func handle(ctx context.Context, ids []string) error {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := ec2.NewFromConfig(cfg)
	if os.Getenv("MODE") == "stop" {
		_, err = client.StopInstances(ctx, &ec2.StopInstancesInput{InstanceIds: ids})
	} else {
		_, err = client.StartInstances(ctx, &ec2.StartInstancesInput{InstanceIds: ids})
	}
	return err
}

func main() {
	lambda.Start(handle)
}
