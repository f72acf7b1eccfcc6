package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/credentials"
	"github.com/aws/aws-sdk-go/aws/credentials/stscreds"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/kinesis"
	"github.com/aws/aws-sdk-go/service/s3"
	"github.com/aws/aws-sdk-go/service/s3/s3manager"
	"github.com/aws/aws-sdk-go/service/sns"
	"github.com/aws/aws-sdk-go/service/sqs"
)

const role = "arn:aws:iam::111122223333:role/copy"

func chosen(sess *session.Session) *credentials.Credentials {
	if os.Getenv("CROSS_ACCOUNT") != "" {
		return stscreds.NewCredentials(sess, role)
	}
	if os.Getenv("KEY_ID") != "" {
		return credentials.NewStaticCredentials(os.Getenv("KEY_ID"), os.Getenv("KEY"), "")
	}
	return nil
}

func listed(sess *session.Session) {
	s3.New(sess, &aws.Config{Credentials: chosen(sess)}).ListBuckets(&s3.ListBucketsInput{})
}

func uploaded(sess *session.Session) {
	as := session.Must(session.NewSession(&aws.Config{Credentials: chosen(sess)}))
	s3manager.NewUploader(as).Upload(&s3manager.UploadInput{Bucket: aws.String("b"), Key: aws.String("k")})
}

func set(sess *session.Session, crossAccount bool) {
	conf := &aws.Config{}
	if crossAccount {
		conf.Credentials = stscreds.NewCredentials(sess, role)
	}
	sns.New(sess, conf).ListTopics(&sns.ListTopicsInput{})
}

func setter(sess *session.Session, crossAccount bool) {
	conf := aws.NewConfig()
	if crossAccount {
		conf = conf.WithCredentials(stscreds.NewCredentials(sess, role))
	}
	sqs.New(sess, conf).ListQueues(&sqs.ListQueuesInput{})
}

func always(sess *session.Session, verbose bool) {
	if verbose {
		conf := &aws.Config{}
		conf.Credentials = stscreds.NewCredentials(sess, role)
		kinesis.New(sess, conf).ListStreams(&kinesis.ListStreamsInput{})
	}
}

func waited(ctx context.Context, crossAccount bool) {
	conf, _ := config.LoadDefaultConfig(ctx)
	client := ec2.NewFromConfig(conf, func(o *ec2.Options) {
		if crossAccount {
			o.Credentials = other(ctx)
		}
	})
	ec2.NewInstanceRunningWaiter(client).Wait(ctx, &ec2.DescribeInstancesInput{}, 0)
}

func main() {
	sess := session.Must(session.NewSession())
	listed(sess)
	uploaded(sess)
	set(sess, len(os.Args) > 1)
	setter(sess, len(os.Args) > 1)
	always(sess, len(os.Args) > 1)
	waited(context.Background(), len(os.Args) > 1)
}
