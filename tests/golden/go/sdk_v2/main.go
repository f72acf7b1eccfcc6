package main

import (
	"context"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/expression"
	"github.com/aws/aws-sdk-go-v2/feature/rds/auth"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func load(ctx context.Context) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	return cfg
}

type item struct{ ID string }

func main() {
	ctx := context.Background()
	cfg := load(ctx)
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })

	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: aws.String("pages")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return
		}
		for _, object := range page.Contents {
			client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: aws.String("pages"), Key: object.Key})
		}
	}

	waiter := s3.NewBucketExistsWaiter(client)
	waiter.Wait(ctx, &s3.HeadBucketInput{Bucket: aws.String("waited")}, time.Minute)

	uploader := manager.NewUploader(client, func(u *manager.Uploader) { u.PartSize = 1 << 20 })
	uploader.Upload(ctx, &s3.PutObjectInput{Bucket: aws.String("up"), Key: aws.String("k")})
	downloader := manager.NewDownloader(client)
	downloader.Download(ctx, nil, &s3.GetObjectInput{Bucket: aws.String("down"), Key: aws.String("k")})
	transfer := transfermanager.New(client)
	transfer.UploadObject(ctx, &transfermanager.UploadObjectInput{Bucket: aws.String("tm"), Key: aws.String("k")})

	presigner := s3.NewPresignClient(client)
	request, _ := presigner.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("signed"), Key: aws.String("k")})
	println(request.URL)

	value, _ := attributevalue.MarshalMap(item{ID: "1"})
	built, _ := expression.NewBuilder().WithFilter(expression.Name("a").Equal(expression.Value(1))).Build()
	db := dynamodb.NewFromConfig(cfg)
	db.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("T"), Item: value})
	db.Scan(ctx, &dynamodb.ScanInput{TableName: aws.String("T"), FilterExpression: built.Filter()})

	auth.BuildAuthToken(ctx, "db.example.com:3306", "eu-west-1", "app", cfg.Credentials)

	logs := cloudwatchlogs.NewFromConfig(cfg)
	logs.PutLogEvents(ctx, &cloudwatchlogs.PutLogEventsInput{LogGroupName: aws.String("/app"), LogStreamName: aws.String("s")})
	sfn.New(sfn.Options{Region: "eu-west-1"}).StartExecution(ctx, &sfn.StartExecutionInput{
		StateMachineArn: aws.String("arn:aws:states:eu-west-1:111122223333:stateMachine:m"),
	})
	eventbridge.NewFromConfig(cfg).ListEventBuses(ctx, &eventbridge.ListEventBusesInput{})
	rds.NewFromConfig(cfg).DeleteDBSnapshot(ctx, &rds.DeleteDBSnapshotInput{DBSnapshotIdentifier: aws.String("snap")})
	sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	os.Exit(0)
}
