package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dt "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Members of members are spelt with a capital in Go, whatever the API's own spelling is.
func run(ctx context.Context, e *ecs.Client, d *dynamodb.Client, s *s3.Client, version *string) {
	e.RunTask(ctx, &ecs.RunTaskInput{
		TaskDefinition: aws.String("job"),
		Overrides: &types.TaskOverride{
			TaskRoleArn:      aws.String("arn:aws:iam::111122223333:role/task"),
			ExecutionRoleArn: aws.String("arn:aws:iam::111122223333:role/execution"),
		},
	})
	d.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: []dt.TransactWriteItem{
		{Put: &dt.Put{TableName: aws.String("a")}},
		{Delete: &dt.Delete{TableName: aws.String("b")}},
	}})
	s.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: aws.String("objects"), Delete: &s3types.Delete{Objects: []s3types.ObjectIdentifier{
		{Key: aws.String("k")}, {Key: aws.String("old"), VersionId: aws.String("1")},
	}}})
	s.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("maybe"), Key: aws.String("v"), VersionId: version})
}
