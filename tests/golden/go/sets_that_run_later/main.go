// What is deferred or runs beside its caller sets nothing for what stands behind it.
package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

var cfg, _ = config.LoadDefaultConfig(context.TODO())
var client = s3.NewFromConfig(cfg)

func load() map[string]string {
	var read map[string]string
	json.Unmarshal([]byte(os.Getenv("SETTINGS")), &read)
	return read
}

func put(o map[string]string) { o["Bucket"] = "set-later" }

func look(o map[string]string, key string) {
	client.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String(o["Bucket"]), Key: aws.String(key)})
}

func Deferred() {
	o := load()
	defer put(o)
	look(o, "deferred")
}

func Beside() {
	o := load()
	go put(o)
	look(o, "beside")
}

func Straight() {
	o := load()
	put(o)
	client.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String(o["Bucket"]), Key: aws.String("straight")})
}
