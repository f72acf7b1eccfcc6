// Package main: what is read before a name is set is what was there, so is what a helper's helper may not have set.
package main

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

var client *s3.Client

type Place struct{ Bucket string }

func get(bucket, key string) {
	client.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
}

func put(m map[string]string)     { m["op"] = "nested" }
func byWayOf(m map[string]string) { put(m) }

func Straight(data []byte) {
	m := map[string]string{}
	json.Unmarshal(data, &m)
	get(m["op"], "straight")
	m["op"] = "behind-straight"
}

func Nested(data []byte, y bool) {
	m := map[string]string{}
	json.Unmarshal(data, &m)
	if y {
		byWayOf(m)
	}
	get(m["op"], "nested")
}

func Whole(data []byte) {
	in := &s3.DeleteObjectInput{Key: aws.String("whole")}
	json.Unmarshal(data, in)
	client.DeleteObject(context.TODO(), in)
	in.Bucket = aws.String("behind-whole")
}

func Held(data []byte) {
	p := Place{}
	json.Unmarshal(data, &p)
	get(p.Bucket, "held")
	p.Bucket = "behind-held"
}
