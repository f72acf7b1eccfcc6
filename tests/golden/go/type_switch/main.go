package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/networkfirewall"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// Only EC2's client has a method of this name with these types.
type tagging interface {
	CreateTags(ctx context.Context, in *ec2.CreateTagsInput, opts ...func(*ec2.Options)) (*ec2.CreateTagsOutput, error)
}

type queues interface {
	ListQueues(ctx context.Context, in *sqs.ListQueuesInput, opts ...func(*sqs.Options)) (*sqs.ListQueuesOutput, error)
}

type local struct{}

func (local) Label(name string) {}

func mark(ctx context.Context, client interface{}) {
	switch v := client.(type) {
	case tagging:
		v.CreateTags(ctx, &ec2.CreateTagsInput{Resources: []string{"i-1"}})
	case *networkfirewall.Client:
		v.TagResource(ctx, &networkfirewall.TagResourceInput{ResourceArn: aws.String("arn:aws:network-firewall:eu-west-1:123456789012:firewall/f")})
	case local:
		v.Label("mine")
	case *sns.Client:
		// No client of the service is passed here.
		v.DeleteTopic(ctx, &sns.DeleteTopicInput{TopicArn: aws.String("never")})
	default:
		v.Forget(ctx)
	}
}

// Whatever the callers have in their hands, here it is what the interface says.
func list(ctx context.Context, client queues) {
	client.ListQueues(ctx, nil)
}

func either(ctx context.Context, client interface{}) {
	if topics, ok := client.(*sns.Client); ok {
		topics.ListTopics(ctx, &sns.ListTopicsInput{})
	} else if has, ok := client.(queues); ok {
		list(ctx, has)
	}
}

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	for _, client := range []interface{}{ec2.NewFromConfig(cfg), networkfirewall.NewFromConfig(cfg), local{}} {
		mark(ctx, client)
	}
	for _, client := range []interface{}{sns.NewFromConfig(cfg), sqs.NewFromConfig(cfg)} {
		either(ctx, client)
	}
}
