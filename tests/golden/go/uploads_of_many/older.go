package main

import (
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/s3/s3manager"
)

func older() {
	sess := session.Must(session.NewSession())
	up := s3manager.NewUploader(sess)
	objects := []s3manager.BatchUploadObject{{Object: &s3manager.UploadInput{Bucket: aws.String("b1"), Key: aws.String("k"), Tagging: aws.String("a=b")}}}
	up.UploadWithIterator(aws.BackgroundContext(), &s3manager.UploadObjectsIterator{Objects: objects})
	up.UploadWithContext(aws.BackgroundContext(), &s3manager.UploadInput{Bucket: aws.String("b3"), Key: aws.String("k"), Tagging: aws.String("a=b")})
	down := s3manager.NewDownloader(sess)
	down.DownloadWithIterator(aws.BackgroundContext(), &s3manager.DownloadObjectsIterator{Objects: nil})
}
