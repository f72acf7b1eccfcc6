package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// The functions come from outside; what the types' methods do is known.
type Handler func(string) error

func (h Handler) Handle(client *sqs.Client, text string) error {
	if err := h(text); err != nil {
		_, err = client.SendMessage(context.TODO(), &sqs.SendMessageInput{
			QueueUrl:    aws.String("https://sqs.eu-west-1.amazonaws.com/111122223333/failed"),
			MessageBody: aws.String(text),
		})
		return err
	}
	return nil
}

type Handling interface {
	Handle(client *sqs.Client, text string) error
}

type Limits map[string]int

func (l Limits) Check(client *sqs.Client) {
	client.GetQueueAttributes(context.TODO(), &sqs.GetQueueAttributesInput{
		QueueUrl: aws.String("https://sqs.eu-west-1.amazonaws.com/111122223333/failed"),
	})
}

func (l Limits) Drop(client *sqs.Client) {
	client.DeleteQueue(context.TODO(), &sqs.DeleteQueueInput{
		QueueUrl: aws.String("https://sqs.eu-west-1.amazonaws.com/111122223333/failed"),
	})
}

type Checking interface{ Check(client *sqs.Client) }

func serve(handling Handling, checking Checking) {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	client := sqs.NewFromConfig(cfg)
	checking.Check(client)
	handling.Handle(client, "x")
}

func Run(handle func(string) error, limits map[string]int) {
	serve(Handler(handle), Limits(limits))
}
