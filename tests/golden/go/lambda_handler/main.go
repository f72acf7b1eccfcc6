package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

var (
	objects *s3.Client
	topics  *sns.Client
	topic   = os.Getenv("TOPIC_ARN")
)

func init() {
	cfg, err := config.LoadDefaultConfig(context.TODO())
	if err != nil {
		panic(err)
	}
	objects = s3.NewFromConfig(cfg)
	topics = sns.NewFromConfig(cfg)
}

type handler struct{ prefix string }

func (h handler) handle(ctx context.Context, event events.S3Event) error {
	for _, record := range event.Records {
		key := record.S3.Object.Key
		if _, err := objects.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("inbox"), Key: &key}); err != nil {
			return err
		}
		message := fmt.Sprintf("read %s", key)
		if _, err := topics.Publish(ctx, &sns.PublishInput{TopicArn: &topic, Message: &message}); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	h := handler{prefix: "x"}
	lambda.Start(h.handle)
}
