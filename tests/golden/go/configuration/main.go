package main

import (
	"context"
	"flag"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	ebtypes "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/kelseyhightower/envconfig"
	"github.com/spf13/viper"
)

type Config struct {
	Table   string `envconfig:"TABLE_NAME" required:"true"`
	Bus     string `envconfig:"BUS_NAME" default:"main"`
	Machine string `envconfig:"STATE_MACHINE_ARN"`
}

func load() (*Config, error) {
	var c Config
	if err := envconfig.Process("app", &c); err != nil {
		return nil, err
	}
	return &c, nil
}

func mustEnv(key string) string {
	v := os.Getenv(key)
	if v == "" {
		log.Fatalf("missing %s", key)
	}
	return v
}

var fn = flag.String("function", "resize", "function name")

func main() {
	flag.Parse()
	ctx := context.TODO()
	c, err := load()
	if err != nil {
		log.Fatal(err)
	}
	cfg, _ := config.LoadDefaultConfig(ctx)
	db := dynamodb.NewFromConfig(cfg, func(o *dynamodb.Options) { o.RetryMaxAttempts = 5 })
	db.UpdateItem(ctx, &dynamodb.UpdateItemInput{TableName: aws.String(c.Table)})
	eb := eventbridge.NewFromConfig(cfg)
	eb.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: []ebtypes.PutEventsRequestEntry{{EventBusName: aws.String("orders"), Source: aws.String("a")}}})
	sf := sfn.NewFromConfig(cfg)
	sf.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: aws.String(c.Machine)})
	viper.SetDefault("table", "x")
	db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: aws.String("t-" + viper.GetString("table"))})
	l := lambda.NewFromConfig(cfg)
	l.Invoke(ctx, &lambda.InvokeInput{FunctionName: fn})
	l.Invoke(ctx, &lambda.InvokeInput{FunctionName: aws.String(mustEnv("WORKER") + "-worker")})
}
