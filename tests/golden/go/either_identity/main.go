package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func withProvider(provider aws.CredentialsProvider) aws.Config {
	return aws.Config{Region: "eu-west-1", Credentials: provider}
}

func main() {
	ctx := context.Background()
	base, _ := config.LoadDefaultConfig(ctx)
	var provider aws.CredentialsProvider
	if os.Getenv("DIRECT") != "" {
		provider = base.Credentials
	} else {
		provider = stscreds.NewAssumeRoleProvider(sts.NewFromConfig(base), "arn:aws:iam::111122223333:role/rotate")
	}
	iam.NewFromConfig(withProvider(provider)).CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: aws.String("app")})
}
