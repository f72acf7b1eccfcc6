package sweeper

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type buckets struct{ client *s3.Client }

func (b *buckets) List(ctx context.Context) error {
	_, err := b.client.ListBuckets(ctx, nil)
	return err
}

type queues struct{ client *sqs.Client }

func (q *queues) List(ctx context.Context) error {
	_, err := q.client.ListQueues(ctx, nil)
	return err
}

type purger struct{ client *sqs.Client }

func (p *purger) List(ctx context.Context, url string) error {
	_, err := p.client.PurgeQueue(ctx, &sqs.PurgeQueueInput{QueueUrl: &url})
	return err
}
