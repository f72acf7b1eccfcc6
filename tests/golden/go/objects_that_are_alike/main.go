// Many structs of a type are one, but for what they are told, and what is put into them later.
package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type store struct {
	client *s3.Client
	bucket string
}

func (s *store) connect(ctx context.Context) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	s.client = s3.NewFromConfig(cfg)
}

func (s *store) read(ctx context.Context) {
	s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(s.bucket), Key: aws.String("day")})
}

func (s *store) write(ctx context.Context) {
	s.client.PutObject(ctx, &s3.PutObjectInput{Bucket: aws.String(s.bucket), Key: aws.String("day")})
}

func step0(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "read"
	one.read(ctx)
	return fmt.Errorf("step 0")
}

func step1(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "written"
	one.write(ctx)
	return fmt.Errorf("step 1")
}

func step2(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "read"
	one.read(ctx)
	return fmt.Errorf("step 2")
}

func step3(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "read"
	one.read(ctx)
	return fmt.Errorf("step 3")
}

func step4(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "read"
	one.read(ctx)
	return fmt.Errorf("step 4")
}

func step5(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "read"
	one.read(ctx)
	return fmt.Errorf("step 5")
}

func step6(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "read"
	one.read(ctx)
	return fmt.Errorf("step 6")
}

func step7(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "read"
	one.read(ctx)
	return fmt.Errorf("step 7")
}

func step8(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "read"
	one.read(ctx)
	return fmt.Errorf("step 8")
}

func step9(ctx context.Context) error {
	one := &store{}
	one.connect(ctx)
	one.bucket = "read"
	one.read(ctx)
	return fmt.Errorf("step 9")
}

func main() {
	ctx := context.Background()
	step0(ctx)
	step1(ctx)
	step2(ctx)
	step3(ctx)
	step4(ctx)
	step5(ctx)
	step6(ctx)
	step7(ctx)
	step8(ctx)
	step9(ctx)
}
