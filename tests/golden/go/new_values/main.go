package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

func main() {
	cfg, _ := config.LoadDefaultConfig(context.TODO())
	c := s3.NewFromConfig(cfg)
	c.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: new("b-" + "one"), Key: new("k")})
	q := sqs.New(sqs.Options{Region: "eu-west-1"})
	p := new(sqs.SendMessageInput)
	p.QueueUrl = new("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs")
	q.SendMessage(context.TODO(), p)
}

const named = "named-const"

type cfg2 struct{ b string }

func more(c *s3.Client, param string) {
	local := "loc-" + param
	o := cfg2{b: "field"}
	c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: new(named), Key: new(local)})
	c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: new(o.b), Key: new(param)})
	r := new(cfg2)
	r.b = "ptr"
	c.HeadBucket(context.TODO(), &s3.HeadBucketInput{Bucket: new(r.b), ExpectedBucketOwner: new(string)})
	if *new(true) {
		c.PutObject(context.TODO(), &s3.PutObjectInput{Bucket: new("w"), Key: new(string([]byte{1}))})
	}
}

var tables = []string{"of-the-package"}

func chosen(c *s3.Client, rest []string) {
	all := struct{ keys []string }{keys: []string{"of-a-field"}}
	named := map[string]string{"a": "of-a-map"}
	list := []string{"of-a-list"}
	for i := range list {
		c.HeadObject(context.TODO(), &s3.HeadObjectInput{Bucket: new(list[i]), Key: new(all.keys[0])})
		c.HeadObject(context.TODO(), &s3.HeadObjectInput{Bucket: new(named["a"]), Key: new(all.keys[i])})
	}
}

type nested struct{ at cfg2 }

func deep(c *s3.Client, n *nested) {
	c.DeleteBucket(context.TODO(), &s3.DeleteBucketInput{Bucket: new(n.at.b)})
}

func Deeper(c *s3.Client) { deep(c, &nested{at: cfg2{b: "two-levels"}}) }
