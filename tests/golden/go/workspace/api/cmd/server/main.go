package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"github.com/acme/api/internal/repo"
	"github.com/acme/shared/awsx"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type server struct {
	repo.Repository
	queue *sqs.Client
	topic func(ctx context.Context, params *sns.PublishInput, optFns ...func(*sns.Options)) (*sns.PublishOutput, error)
	routes map[string]http.HandlerFunc
}

func (s *server) create(w http.ResponseWriter, r *http.Request) {
	_ = s.Put(r.Context(), repo.Order{ID: r.FormValue("id")})
	_, _ = s.Get(r.Context(), r.FormValue("id"))
	_, _ = s.ByCustomer(r.Context(), "x")
	s.queue.SendMessage(r.Context(), &sqs.SendMessageInput{QueueUrl: aws.String(os.Getenv("QUEUE_URL")), MessageBody: aws.String("x")})
	s.topic(r.Context(), &sns.PublishInput{TopicArn: aws.String("arn:aws:sns:eu-west-1:123456789012:orders")})
}

func main() {
	ctx := context.Background()
	clients, err := awsx.MustLoad(ctx)
	if err != nil {
		log.Fatal(err)
	}
	s := &server{Repository: repo.New(clients, "prod"), queue: clients.Queue, topic: clients.Topics.Publish}
	s.routes = map[string]http.HandlerFunc{"/orders": s.create}
	for path, h := range s.routes {
		http.HandleFunc(path, h)
	}
	http.ListenAndServe(":8080", nil)
}
