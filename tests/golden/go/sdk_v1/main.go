package main

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/credentials/stscreds"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go/service/dynamodb"
	"github.com/aws/aws-sdk-go/service/dynamodb/dynamodbattribute"
	"github.com/aws/aws-sdk-go/service/dynamodb/dynamodbiface"
	"github.com/aws/aws-sdk-go/service/elbv2"
	"github.com/aws/aws-sdk-go/service/s3"
	"github.com/aws/aws-sdk-go/service/s3/s3iface"
	"github.com/aws/aws-sdk-go/service/s3/s3manager"
	"github.com/aws/aws-sdk-go/service/sqs"
)

type fetcher struct {
	s3iface.S3API
	table dynamodbiface.DynamoDBAPI
}

// Never called, and nobody makes a fetcher: the types alone say what these do.
func (f *fetcher) Fetch(ctx context.Context, key string) {
	f.GetObjectWithContext(ctx, &s3.GetObjectInput{Bucket: aws.String("iface"), Key: aws.String(key)})
	f.table.BatchGetItem(&dynamodb.BatchGetItemInput{RequestItems: map[string]*dynamodb.KeysAndAttributes{"Many": {}}})
}

func main() {
	ctx := context.Background()
	sess := session.Must(session.NewSession(&aws.Config{Region: aws.String("eu-west-1")}))
	client := s3.New(sess)
	client.PutObjectWithContext(ctx, new(s3.PutObjectInput).SetBucket("set").SetKey("k"))
	req, _ := client.GetObjectRequest(&s3.GetObjectInput{Bucket: aws.String("req"), Key: aws.String("k")})
	req.Presign(15 * time.Minute)
	client.ListObjectsV2Pages(&s3.ListObjectsV2Input{Bucket: aws.String("pages")}, func(page *s3.ListObjectsV2Output, last bool) bool {
		for _, object := range page.Contents {
			client.DeleteObject(&s3.DeleteObjectInput{Bucket: aws.String("pages"), Key: object.Key})
		}
		return true
	})
	client.WaitUntilBucketExists(&s3.HeadBucketInput{Bucket: aws.String("waited")})

	s3manager.NewUploader(sess).Upload(&s3manager.UploadInput{Bucket: aws.String("up"), Key: aws.String("k")})
	s3manager.NewDownloaderWithClient(client).DownloadWithContext(ctx, nil, &s3.GetObjectInput{Bucket: aws.String("down"), Key: aws.String("k")})

	value, err := dynamodbattribute.MarshalMap(map[string]string{"id": "1"})
	if err != nil {
		panic(err)
	}
	db := dynamodb.New(sess, aws.NewConfig().WithMaxRetries(3))
	db.PutItem(&dynamodb.PutItemInput{TableName: aws.String("T"), Item: value})

	creds := stscreds.NewCredentials(sess, "arn:aws:iam::111122223333:role/sender")
	sqs.New(sess, &aws.Config{Credentials: creds}).SendMessage(&sqs.SendMessageInput{
		QueueUrl: aws.String("https://sqs.eu-west-1.amazonaws.com/111122223333/q"),
	})
	cloudwatchlogs.New(sess).CreateLogGroup(&cloudwatchlogs.CreateLogGroupInput{LogGroupName: aws.String("g")})
	elbv2.New(sess).DescribeLoadBalancers(nil)
}
