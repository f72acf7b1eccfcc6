package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"example.com/pipelines"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

var records = aws.String(os.Getenv("RECORDS"))

type Step struct{ db *dynamodb.Client }

// Process is called by the library.
func (s *Step) Process(ctx context.Context) {
	s.db.PutItem(ctx, &dynamodb.PutItemInput{TableName: records})
}

type Transport struct{ db *dynamodb.Client }

func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.db.UpdateItem(r.Context(), &dynamodb.UpdateItemInput{TableName: records})
	return http.DefaultTransport.RoundTrip(r)
}

type Title struct{ db *dynamodb.Client }

func (t Title) String() string {
	t.db.GetItem(context.TODO(), &dynamodb.GetItemInput{TableName: records})
	return ""
}

// Wipe is not in any interface of the standard library.
func (t Title) Wipe() {
	t.db.DeleteTable(context.TODO(), &dynamodb.DeleteTableInput{TableName: records})
}

type Row struct{ db *dynamodb.Client }

func (r Row) MarshalJSON() ([]byte, error) {
	r.db.Query(context.TODO(), &dynamodb.QueryInput{TableName: records})
	return nil, nil
}

func handle(ctx context.Context) {
	cfg, _ := config.LoadDefaultConfig(ctx)
	db := dynamodb.NewFromConfig(cfg)
	pipelines.New().Add(&Step{db})
	client := &http.Client{Transport: Transport{db}}
	client.Get("https://example.org")
	fmt.Println(Title{db})
	json.Marshal(Row{db})
}

func main() { lambda.Start(handle) }
