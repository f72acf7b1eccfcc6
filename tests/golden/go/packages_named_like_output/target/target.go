package target

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
)

func Remove(ctx context.Context, cfg aws.Config) {
	arn := "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop/0123456789abcdef"
	elasticloadbalancingv2.NewFromConfig(cfg).DeleteTargetGroup(ctx,
		&elasticloadbalancingv2.DeleteTargetGroupInput{TargetGroupArn: aws.String(arn)})
}
