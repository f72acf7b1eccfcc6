package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
)

func files(stack awscdk.Stack, worker awslambda.Function) {
	bucket := awss3.NewBucket(stack, nil, nil)
	bucket.GrantWrite(worker, nil, nil)
}
