package main

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

var known = map[string]string{"a": "x"}

func put(key string) {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		panic(err)
	}
	client := s3.NewFromConfig(cfg)
	client.PutObject(context.Background(), &s3.PutObjectInput{Bucket: aws.String("answers"), Key: aws.String(key)})
}

func checked(raw string) map[string]string {
	if raw == "" {
		return map[string]string{"error": "no body"}
	}
	return map[string]string{"payload": raw}
}

func noted(raw string) map[string]string {
	found := map[string]string{}
	if raw == "" {
		found["error"] = "no body"
	}
	return found
}

func either() {
	problem := checked(os.Getenv("BODY"))["error"]
	if problem != "" {
		return
	}
	put("either")
}

func onSomePaths() {
	problem := noted(os.Getenv("BODY"))["error"]
	if problem != "" {
		return
	}
	put("on-some-paths")
}

func lookedUp() {
	value := known[os.Getenv("KIND")]
	if value != "" {
		return
	}
	put("looked-up")
}

var versions = map[string]int{"a": 1}

var counts = map[string]int{}

var switches = map[string]bool{"a": true}

type setting struct{ retries int }

func counted(kind string) {
	if versions[kind] == 0 {
		put("counted")
	}
	put(fmt.Sprintf("v%d", versions[kind]))
	if counts[kind] == 0 {
		put("never-counted")
	}
	if !switches[kind] {
		put("switched-off")
	}
	var one setting
	if kind == "retried" {
		one.retries = 3
	}
	if one.retries == 0 {
		put("not-retried")
	}
	var other setting
	if other.retries == 0 {
		put("never-retried")
	}
}

func main() {
	either()
	onSomePaths()
	lookedUp()
	counted(os.Getenv("KIND"))
}
