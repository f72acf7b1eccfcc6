package main

import (
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/sqs"
)

type runner interface {
	Run() string
}

// running gives back what it is given, as another type.
func running(command interface{}) (runner, bool) {
	found, ok := command.(runner)
	return found, ok
}

type create struct {
	api *sqs.SQS
}

func (c *create) Run() string {
	output, _ := c.api.CreateQueue(&sqs.CreateQueueInput{QueueName: aws.String("created")})
	return *output.QueueUrl
}

type find struct {
	api *sqs.SQS
}

func (c *find) Run() string {
	output, _ := c.api.GetQueueUrl(&sqs.GetQueueUrlInput{QueueName: aws.String("found")})
	return *output.QueueUrl
}

func main() {
	api := sqs.New(session.New())
	if command, ok := running(&create{api}); ok {
		api.SendMessage(&sqs.SendMessageInput{QueueUrl: aws.String(command.Run())})
	}
	if command, ok := running(&find{api}); ok {
		api.PurgeQueue(&sqs.PurgeQueueInput{QueueUrl: aws.String(command.Run())})
	}
}
