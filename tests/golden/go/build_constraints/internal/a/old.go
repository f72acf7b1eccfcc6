// +build ignore

package a

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

func old(ctx context.Context, e *ec2.Client) { e.DescribeKeyPairs(ctx, nil) }
