package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

func load(ctx context.Context) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	return cfg
}

func main() {
	ctx := context.Background()
	client := ssm.NewFromConfig(load(ctx))
	client.AddTagsToResource(ctx, &ssm.AddTagsToResourceInput{
		ResourceType: types.ResourceTypeForTaggingParameter,
		ResourceId:   aws.String("/shop/key"),
		Tags:         []types.Tag{{Key: aws.String("a"), Value: aws.String("b")}},
	})
	client.PutParameter(ctx, &ssm.PutParameterInput{
		Name:  aws.String("advanced"),
		Value: aws.String("x"),
		Type:  types.ParameterTypeString,
		Tier:  types.ParameterTierStandard,
	})
}
