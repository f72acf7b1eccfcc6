package main

import (
	"context"
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddbtypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

type kind string

const (
	app       = "shop"
	stage     = "prod"
	bucket    = app + "-" + stage
	orders kind = "orders"
)

const (
	low = iota
	high
)

func env(name, fallback string) string {
	if value, ok := os.LookupEnv(name); ok {
		return value
	}
	return fallback
}

func input(table string) *dynamodb.DeleteItemInput {
	in := new(dynamodb.DeleteItemInput)
	in.TableName = aws.String(table)
	return in
}

func load(ctx context.Context) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	return cfg
}

func main() {
	ctx := context.Background()
	cfg := load(ctx)
	client := s3.NewFromConfig(cfg)
	key := fmt.Sprintf("%s/%d/%v-%[1]s.json", "a", high, orders)
	client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
	in := &s3.PutObjectInput{}
	in.Bucket = aws.String(strings.ToLower("UPPER"))
	in.Key = aws.String(path.Join("x", "y", string(orders)))
	client.PutObject(ctx, in)
	for _, name := range []string{"one", "two"} {
		client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: &name})
	}
	for name, key := range map[string]string{"m": "k"} {
		client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(name), Key: aws.String(key), VersionId: aws.String("1")})
	}
	db := dynamodb.NewFromConfig(cfg)
	db.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: aws.String(os.Getenv("TABLE")),
		Key:       map[string]ddbtypes.AttributeValue{"id": &ddbtypes.AttributeValueMemberS{Value: "1"}},
	})
	db.DeleteItem(ctx, input("Sessions"))
	var table string
	switch os.Getenv("KIND") {
	case "a", "b":
		table = "TableA"
	case "c":
		fallthrough
	default:
		table = "TableB"
	}
	db.Scan(ctx, &dynamodb.ScanInput{TableName: &table})
	parameters := ssm.NewFromConfig(cfg)
	parameters.GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String("/" + app + "/" + env("STAGE", "dev"))})
}
