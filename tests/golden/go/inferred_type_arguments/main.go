package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type Option[T any] func(*T)

func build[T any](options ...Option[T]) *T {
	made := new(T)
	for _, option := range options {
		option(made)
	}
	return made
}

type Queue struct {
	client *sqs.Client
	url    string
}

func (q *Queue) Send(text string) {
	q.client.SendMessage(context.TODO(), &sqs.SendMessageInput{QueueUrl: &q.url, MessageBody: &text})
}

func (q *Queue) Clear() {
	q.client.PurgeQueue(context.TODO(), &sqs.PurgeQueueInput{QueueUrl: &q.url})
}

func withURL(url string) Option[Queue] {
	return func(q *Queue) { q.url = url }
}

type Settings struct{ topic string }

type Loaded struct {
	client *sns.Client
	topic  string
}

func (l *Loaded) Load(client *sns.Client) { l.client, l.topic = client, "arn:aws:sns:eu-west-1:111122223333:loaded" }

func (l *Loaded) Tell() {
	l.client.Publish(context.TODO(), &sns.PublishInput{TopicArn: &l.topic, Message: aws.String("x")})
}

// Which type a list has is told by what is in it.
func first[T any](list []T) (found *T) {
	var made T
	found = &made
	return
}

func Run() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	queue := build(
		func(q *Queue) { q.client = sqs.NewFromConfig(cfg) },
		withURL("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"),
	)
	queue.Send("x")
	loaded := first([]Loaded{{}})
	loaded.Load(sns.NewFromConfig(cfg))
	loaded.Tell()
}
