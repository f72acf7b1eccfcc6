package main

import (
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/credentials/stscreds"
	"github.com/aws/aws-sdk-go/aws/request"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/autoscaling"
	"github.com/aws/aws-sdk-go/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go/service/cloudwatchlogs/cloudwatchlogsiface"
	"github.com/aws/aws-sdk-go/service/dynamodb"
	"github.com/aws/aws-sdk-go/service/dynamodb/dynamodbattribute"
	"github.com/aws/aws-sdk-go/service/dynamodb/dynamodbiface"
	"github.com/aws/aws-sdk-go/service/dynamodb/expression"
	"github.com/aws/aws-sdk-go/service/rds"
	"github.com/aws/aws-sdk-go/service/s3"
	"github.com/aws/aws-sdk-go/service/s3/s3iface"
	"github.com/aws/aws-sdk-go/service/s3/s3manager"
	"github.com/aws/aws-sdk-go/service/s3/s3manager/s3manageriface"
	"github.com/aws/aws-sdk-go/service/sqs"
)

type App struct {
	S3   s3iface.S3API
	DB   dynamodbiface.DynamoDBAPI
	Logs cloudwatchlogsiface.CloudWatchLogsAPI
	Up   s3manageriface.UploaderAPI
}

func (a *App) Run(ctx aws.Context) error {
	_, err := a.S3.GetObjectWithContext(ctx, &s3.GetObjectInput{Bucket: aws.String("v1"), Key: aws.String("k")})
	if err != nil {
		return err
	}
	err = a.S3.ListObjectsV2Pages(&s3.ListObjectsV2Input{Bucket: aws.String("v1"), Prefix: aws.String("p/")}, func(page *s3.ListObjectsV2Output, last bool) bool {
		for _, o := range page.Contents {
			a.S3.DeleteObject(&s3.DeleteObjectInput{Bucket: aws.String("v1"), Key: o.Key})
		}
		return true
	})
	req, _ := a.S3.PutObjectRequest(&s3.PutObjectInput{Bucket: aws.String("signed"), Key: aws.String("s")})
	url, err := req.Presign(15 * time.Minute)
	fmt.Println(url)
	creq, out := a.DB.DescribeTableRequest(&dynamodb.DescribeTableInput{TableName: aws.String("T")})
	if err := creq.Send(); err == nil {
		_ = out.Table
	}
	av, _ := dynamodbattribute.MarshalMap(struct{ A string }{"x"})
	expr, _ := expression.NewBuilder().Build()
	_, err = a.DB.PutItem(&dynamodb.PutItemInput{TableName: aws.String("T"), Item: av, ConditionExpression: expr.Condition()})
	err = a.DB.ScanPagesWithContext(ctx, &dynamodb.ScanInput{TableName: aws.String("T")}, func(o *dynamodb.ScanOutput, last bool) bool { return !last })
	_, err = a.Logs.PutLogEvents(&cloudwatchlogs.PutLogEventsInput{LogGroupName: aws.String("/app"), LogStreamName: aws.String("s")})
	_, err = a.Up.Upload(&s3manager.UploadInput{Bucket: aws.String("up"), Key: aws.String("u")})
	return a.S3.WaitUntilObjectExists(&s3.HeadObjectInput{Bucket: aws.String("v1"), Key: aws.String("k")})
}

func main() {
	sess := session.Must(session.NewSessionWithOptions(session.Options{SharedConfigState: session.SharedConfigEnable, Config: aws.Config{Region: aws.String("us-east-1")}}))
	app := &App{S3: s3.New(sess), DB: dynamodb.New(sess), Logs: cloudwatchlogs.New(sess), Up: s3manager.NewUploader(sess)}
	_ = app.Run(aws.BackgroundContext())

	creds := stscreds.NewCredentials(sess, "arn:aws:iam::999999999999:role/cross", func(p *stscreds.AssumeRoleProvider) { p.ExternalID = aws.String("x") })
	q := sqs.New(sess, &aws.Config{Credentials: creds})
	q.SendMessage(&sqs.SendMessageInput{QueueUrl: aws.String("https://sqs.us-east-1.amazonaws.com/999999999999/jobs")})

	asg := autoscaling.New(sess, aws.NewConfig().WithRegion("eu-west-1"))
	asg.DescribeAutoScalingGroupsPages(nil, func(o *autoscaling.DescribeAutoScalingGroupsOutput, last bool) bool { return true })
	r := rds.New(sess)
	r.CreateDBInstance(&rds.CreateDBInstanceInput{DBInstanceIdentifier: aws.String("db1")})
	r.Handlers.Send.PushFront(func(r *request.Request) {})
	del := s3manager.NewBatchDelete(sess)
	objects := []s3manager.BatchDeleteObject{{Object: &s3.DeleteObjectInput{Key: aws.String("key"), Bucket: aws.String("bat")}}}
	del.Delete(aws.BackgroundContext(), &s3manager.DeleteObjectsIterator{Objects: objects})
	dl := s3manager.NewDownloaderWithClient(s3.New(sess))
	f, _ := os.Create("x")
	dl.Download(f, &s3.GetObjectInput{Bucket: aws.String("dl"), Key: aws.String("d")})
}
