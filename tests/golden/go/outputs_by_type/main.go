package main

import (
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/sns"
	"github.com/aws/aws-sdk-go/service/sqs"
)

// step is one of many that a runner knows only as such.
type step interface {
	run() (interface{}, error)
	result(output interface{}) string
}

type makeTopic struct{ api *sns.SNS }

func (m makeTopic) run() (interface{}, error) {
	output, err := m.api.CreateTopic(&sns.CreateTopicInput{Name: aws.String("orders")})
	return output, err
}

func (m makeTopic) result(output interface{}) string {
	return *output.(*sns.CreateTopicOutput).TopicArn
}

type makeQueue struct{ api *sqs.SQS }

func (m makeQueue) run() (interface{}, error) {
	output, err := m.api.CreateQueue(&sqs.CreateQueueInput{QueueName: aws.String("jobs")})
	return output, err
}

func (m makeQueue) result(output interface{}) string {
	return *output.(*sqs.CreateQueueOutput).QueueUrl
}

func main() {
	sess := session.Must(session.NewSession())
	outputs := []interface{}{}
	topic := makeTopic{sns.New(sess)}
	queue := makeQueue{sqs.New(sess)}
	for _, one := range []step{topic, queue} {
		output, err := one.run()
		if err == nil {
			outputs = append(outputs, output)
		}
	}
	for _, output := range outputs {
		sns.New(sess).Publish(&sns.PublishInput{TopicArn: aws.String(topic.result(output)), Message: aws.String("made")})
		sqs.New(sess).SendMessage(&sqs.SendMessageInput{QueueUrl: aws.String(queue.result(output)), MessageBody: aws.String("made")})
	}
}
