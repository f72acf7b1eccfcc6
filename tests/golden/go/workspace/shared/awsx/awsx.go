// Package awsx builds clients.
package awsx

import (
	"context"
	"os"

	awscfg "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	. "github.com/aws/aws-sdk-go-v2/service/sqs"
	snssvc "github.com/aws/aws-sdk-go-v2/service/sns"
)

type Clients struct {
	Dynamo *dynamodb.Client
	Queue  *Client
	Topics *snssvc.Client
}

const TablePrefix = "orders-"

func MustLoad(ctx context.Context) (*Clients, error) {
	cfg, err := awscfg.LoadDefaultConfig(ctx, awscfg.WithRegion(os.Getenv("AWS_REGION")))
	if err != nil {
		return nil, err
	}
	return &Clients{Dynamo: dynamodb.NewFromConfig(cfg), Queue: NewFromConfig(cfg), Topics: snssvc.NewFromConfig(cfg)}, nil
}
