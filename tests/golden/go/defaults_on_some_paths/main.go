// Package main: a default is put on some paths: on the others, what was there before and is not known stays.
package main

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

var client *s3.Client

func get(bucket, key string) {
	client.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
}

func A(x map[string]string) {
	m := maps.Clone(x)
	if _, ok := m["op"]; !ok {
		m["op"] = "first"
	}
	get(m["op"], "a")
}

func B(x map[string]string) {
	m := map[string]string{}
	maps.Copy(m, x)
	if m["op"] == "" {
		m["op"] = "second"
	}
	get(m["op"], "b")
}

func C(data []byte, names []string) {
	m := map[string]string{}
	json.Unmarshal(data, &m)
	for range names {
		m["op"] = "third"
	}
	get(m["op"], "c")
}

func D(x map[string]string) {
	m := map[string]string{}
	for k, v := range x {
		m[k] = v
	}
	if _, ok := m["op"]; !ok {
		m["op"] = "fourth"
	}
	get(m["op"], "d")
}
