package main

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type reader struct{ s3 *s3.Client }

func (r *reader) read(ctx context.Context, bucket, key string) {
	r.s3.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
}

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	r := &reader{s3.NewFromConfig(cfg)}
	width, _ := strconv.Atoi(os.Args[1])
	format := os.Getenv("FORMAT")
	r.read(ctx, "padded", "part-"+fmt.Sprintf("%0"+os.Args[2]+"d", 7)+".json")
	r.read(ctx, "twice", fmt.Sprintf(fmt.Sprintf("part-%%0%dd.json", width), 7))
	r.read(ctx, "inside", fmt.Sprintf("%s/%-"+format+"s/end", "a", "b"))
	r.read(ctx, "before", fmt.Sprintf("p/"+format+"/%s", "z"))
	r.read(ctx, "percent", fmt.Sprintf("100%%"+format, "z"))
}
