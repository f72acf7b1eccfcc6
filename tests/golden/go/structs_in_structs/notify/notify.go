package notify

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/sns"
)

type options struct {
	client *sns.Client
	topic  string
}

type Option func(*options)

func To(client *sns.Client, topic string) Option {
	return func(o *options) {
		o.client = client
		o.topic = topic
	}
}

type Notifier struct{ options options }

func New(all ...Option) *Notifier {
	n := &Notifier{}
	for _, option := range all {
		option(&n.options)
	}
	return n
}

func (n *Notifier) Send(ctx context.Context, text string) {
	n.options.client.Publish(ctx, &sns.PublishInput{TopicArn: &n.options.topic, Message: &text})
}

func Plain(client *sns.Client) *sns.Client {
	o := &Notifier{options: options{topic: "arn:aws:sns:eu-west-1:123456789012:plain"}}
	o.options.client = client
	o.options.client.DeleteTopic(context.Background(), &sns.DeleteTopicInput{TopicArn: &o.options.topic})
	return client
}
