package a

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

func platform(ctx context.Context, e *ec2.Client) {
	e.DescribeSubnets(ctx, &ec2.DescribeSubnetsInput{})
}
