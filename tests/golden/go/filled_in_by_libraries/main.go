package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/gin-gonic/gin"
	"github.com/kelseyhightower/envconfig"
	"github.com/spf13/cobra"
	"github.com/urfave/cli/v2"
	"gopkg.in/yaml.v3"
)

type Nested struct{ Bucket string }

type Config struct {
	Table  string `json:"table"`
	Bucket string
	Nested Nested
	client *s3.Client
}

type Options struct{ bucket, unset string }

type Task = ecs.RegisterTaskDefinitionInput

func decode(data []byte, target interface{}) error {
	return json.Unmarshal(data, target)
}

func loaded(data []byte) (*Config, error) {
	var c Config
	if err := decode(data, &c); err != nil {
		return nil, err
	}
	if c.Table == "" {
		c.Table = "default-table"
	}
	return &c, nil
}

func overlaid(data []byte, client *s3.Client) *Config {
	c := &Config{Bucket: "default", Nested: Nested{Bucket: "nested-default"}, client: client}
	yaml.Unmarshal(data, c)
	return c
}

func bound(c *gin.Context, client *s3.Client) {
	request := Config{Bucket: "bound-default"}
	c.ShouldBindJSON(&request)
	client.DeleteObject(c, &s3.DeleteObjectInput{Bucket: &request.Bucket, Key: aws.String("bound")})
}

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	client := s3.NewFromConfig(cfg)
	data, _ := os.ReadFile(os.Args[1])

	own, _ := loaded(data)
	dynamodb.NewFromConfig(cfg).DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: &own.Table})

	over := overlaid(data, client)
	over.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &over.Bucket, Key: aws.String("overlaid")})
	client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &over.Nested.Bucket, Key: aws.String("nested")})
	bound(&gin.Context{}, client)

	env := Config{Bucket: "env-default"}
	envconfig.Process("app", &env)
	client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &env.Bucket, Key: aws.String("env")})

	var task Task
	decode(data, &task)
	if task.Family == nil {
		task.Family = aws.String("own")
	}
	ecs.NewFromConfig(cfg).RegisterTaskDefinition(ctx, &task)

	o := &Options{}
	command := &cobra.Command{Use: "run"}
	command.Flags().StringVar(&o.bucket, "bucket", "", "")
	if o.bucket == "" {
		o.bucket = "flag-default"
	}
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: &o.bucket, Key: aws.String("flag")})
	name := "variable-default"
	flag.StringVar(&name, "name", name, "")
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: &name, Key: aws.String("variable")})

	chosen := Config{Bucket: "destination-default"}
	app := &cli.App{
		Flags: []cli.Flag{&cli.StringFlag{Name: "bucket", Destination: &chosen.Bucket}},
		Action: func(c *cli.Context) error {
			_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: &chosen.Bucket, Key: aws.String("destination")})
			return err
		},
	}
	app.Run(os.Args)

	// What is only read stays what it is.
	known := &Config{Bucket: "known"}
	fmt.Println(json.Marshal(known))
	client.PutObject(ctx, &s3.PutObjectInput{Bucket: &known.Bucket, Key: aws.String("k")})
}
