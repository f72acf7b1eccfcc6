package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
)

func main() {
	ctx := context.Background()
	client := elasticloadbalancingv2.New(elasticloadbalancingv2.Options{Region: os.Getenv("REGION")})
	if os.Args[1] == "" {
		client.CreateLoadBalancer(ctx, &elasticloadbalancingv2.CreateLoadBalancerInput{
			Name: aws.String("inner"),
			Type: types.LoadBalancerTypeEnum("network"),
		})
	} else {
		client.CreateLoadBalancer(ctx, &elasticloadbalancingv2.CreateLoadBalancerInput{
			Name: aws.String("outer"),
			Type: types.LoadBalancerTypeEnum(os.Args[1]),
		})
	}
}
