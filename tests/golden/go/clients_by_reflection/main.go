package main

import (
	"context"
	"os"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func main() {
	cfg, _ := config.LoadDefaultConfig(context.Background())
	client := reflect.ValueOf(s3.NewFromConfig(cfg))
	client.MethodByName("ListBuckets").Call(nil)
	client.MethodByName(os.Args[1]).Call(nil)
}
