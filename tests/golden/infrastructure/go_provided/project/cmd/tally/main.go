package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"example.com/scores/internal/board"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		panic(err)
	}
	b := board.New(dynamodb.NewFromConfig(cfg), os.Getenv("TABLE"))
	lambda.Start(func(ctx context.Context, event events.KinesisEvent) error {
		for _, record := range event.Records {
			if err := b.Add(ctx, string(record.Kinesis.Data)); err != nil {
				return err
			}
		}
		return nil
	})
}
