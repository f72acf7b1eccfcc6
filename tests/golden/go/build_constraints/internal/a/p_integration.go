//go:build integration && !windows

package a

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
)

func extra(ctx context.Context, e *ec2.Client) { e.DescribeImages(ctx, &ec2.DescribeImagesInput{}) }
