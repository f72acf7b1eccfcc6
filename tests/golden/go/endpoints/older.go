package main

import (
	"os"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/s3"
	"github.com/aws/aws-sdk-go/service/sqs"
)

func olderVersion() {
	sess := session.Must(session.NewSession(&aws.Config{Endpoint: aws.String("http://localhost:4566")}))
	s3.New(sess).ListBuckets(nil)
	plain := session.Must(session.NewSession())
	s3.New(plain, aws.NewConfig().WithEndpoint("http://localhost:4566")).GetObject(&s3.GetObjectInput{Bucket: aws.String("older-local"), Key: aws.String("k")})
	cfg := &aws.Config{}
	if e := os.Getenv("E"); e != "" {
		cfg.Endpoint = aws.String(e)
	}
	s3.New(plain, cfg).GetObject(&s3.GetObjectInput{Bucket: aws.String("older-either"), Key: aws.String("k")})
	sqs.New(plain, &aws.Config{Endpoint: aws.String("https://sqs.eu-west-1.amazonaws.com")}).ListQueues(nil)
}
