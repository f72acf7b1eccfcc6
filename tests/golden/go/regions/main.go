package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	awsv1 "github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	dynamov1 "github.com/aws/aws-sdk-go/service/dynamodb"
	"github.com/aws/aws-sdk-go/service/sqs"
)

func load(ctx context.Context, region string) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(region))
	if err != nil {
		panic(err)
	}
	return cfg
}

type app struct{ cfg aws.Config }

func main() {
	ctx := context.Background()
	db := dynamodb.NewFromConfig(load(ctx, "us-east-1"))
	db.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("A")})
	p := dynamodb.NewQueryPaginator(db, &dynamodb.QueryInput{TableName: aws.String("A")})
	p.NextPage(ctx)

	own := load(ctx, os.Getenv("AWS_REGION"))
	sns.NewFromConfig(own).DeleteTopic(ctx, &sns.DeleteTopicInput{TopicArn: aws.String("arn:aws:sns:eu-west-1:111122223333:t")})
	kinesis.NewFromConfig(own).PutRecord(ctx, &kinesis.PutRecordInput{StreamName: aws.String("s")})

	west := own.Copy()
	west.Region = "us-west-2"
	ssm.NewFromConfig(west).GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String("/x")})
	ssm.NewFromConfig(own).PutParameter(ctx, &ssm.PutParameterInput{Name: aws.String("/y")})

	l := lambda.NewFromConfig(own, func(o *lambda.Options) { o.Region = "eu-central-1" })
	l.Invoke(ctx, &lambda.InvokeInput{FunctionName: aws.String("f")})
	l2 := lambda.NewFromConfig(own, func(o *lambda.Options) {
		if os.Getenv("X") != "" {
			o.Region = "eu-north-1"
		}
	})
	l2.GetFunction(ctx, &lambda.GetFunctionInput{FunctionName: aws.String("g")})
	l2.UpdateFunctionCode(ctx, &lambda.UpdateFunctionCodeInput{FunctionName: aws.String("h")}, func(o *lambda.Options) { o.Region = "sa-east-1" })

	var opts []func(*config.LoadOptions) error
	if r := os.Getenv("REGION"); r != "" {
		opts = append(opts, config.WithRegion("ap-south-1"))
	}
	cfg, _ := config.LoadDefaultConfig(ctx, opts...)
	kinesis.NewFromConfig(cfg).DescribeStream(ctx, &kinesis.DescribeStreamInput{StreamName: aws.String("z")})

	a := &app{cfg: own}
	a.cfg.Region = "ca-central-1"
	kinesis.NewFromConfig(a.cfg).DeleteStream(ctx, &kinesis.DeleteStreamInput{StreamName: aws.String("d")})

	sess := session.Must(session.NewSession(&awsv1.Config{Region: awsv1.String("us-east-2")}))
	dynamov1.New(sess).Scan(&dynamov1.ScanInput{TableName: awsv1.String("B")})
	dynamov1.New(sess, awsv1.NewConfig().WithRegion("eu-west-3")).DeleteItem(&dynamov1.DeleteItemInput{TableName: awsv1.String("C")})
	so := session.Must(session.NewSessionWithOptions(session.Options{Config: awsv1.Config{Region: awsv1.String("us-west-1")}}))
	sqs.New(so).GetQueueUrl(&sqs.GetQueueUrlInput{QueueName: awsv1.String("q")})
}
