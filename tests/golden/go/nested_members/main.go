package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime"
	rt "github.com/aws/aws-sdk-go-v2/service/bedrockagentruntime/types"
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

// Deep within, and no name of anything: rules alone ask for these.
func answer(ctx context.Context, a *bedrockagentruntime.Client, guarded bool) {
	generation := &rt.GenerationConfiguration{PromptTemplate: &rt.PromptTemplate{TextPromptTemplate: aws.String("$search_results$")}}
	if guarded {
		generation.GuardrailConfiguration = &rt.GuardrailConfiguration{GuardrailId: aws.String("g1"), GuardrailVersion: aws.String("1")}
	}
	a.RetrieveAndGenerate(ctx, &bedrockagentruntime.RetrieveAndGenerateInput{
		RetrieveAndGenerateConfiguration: &rt.RetrieveAndGenerateConfiguration{
			Type: rt.RetrieveAndGenerateTypeKnowledgeBase,
			KnowledgeBaseConfiguration: &rt.KnowledgeBaseRetrieveAndGenerateConfiguration{
				KnowledgeBaseId:         aws.String("kb1"),
				ModelArn:                aws.String("arn:aws:bedrock:us-east-1::foundation-model/m"),
				GenerationConfiguration: generation,
			},
		},
	})
	a.Retrieve(ctx, &bedrockagentruntime.RetrieveInput{
		KnowledgeBaseId: aws.String("kb2"),
		RetrievalConfiguration: &rt.KnowledgeBaseRetrievalConfiguration{
			VectorSearchConfiguration: &rt.KnowledgeBaseVectorSearchConfiguration{
				RerankingConfiguration: &rt.VectorSearchRerankingConfiguration{Type: rt.VectorSearchRerankingConfigurationTypeBedrockRerankingModel},
			},
		},
	})
}
