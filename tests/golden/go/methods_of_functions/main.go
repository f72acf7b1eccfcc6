package main

import (
	"context"
	"net/http"

	"example.org/jobs"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

var cfg, _ = config.LoadDefaultConfig(context.TODO())
var client = sqs.NewFromConfig(cfg)

func send(queue string) {
	client.SendMessage(context.TODO(), &sqs.SendMessageInput{
		QueueUrl:    aws.String("https://sqs.eu-west-1.amazonaws.com/111122223333/" + queue),
		MessageBody: aws.String("x"),
	})
}

func passed(w http.ResponseWriter, r *http.Request) { send("passed") }
func field(w http.ResponseWriter, r *http.Request)  { send("field") }
func listed(w http.ResponseWriter, r *http.Request) { send("listed") }
func job()                                          { send("job") }
func value(w http.ResponseWriter, r *http.Request)  { send("value") }
func later()                                        { send("later") }

// What the standard library's type gets is what the function gets.
func assigned(w http.ResponseWriter, r *http.Request) { send(w.(*Writer).queue) }

type Writer struct {
	http.ResponseWriter
	queue string
}

// A program's own type says itself what its method does.
type Never func()

func (n Never) Run() {}

func never() { client.PurgeQueue(context.TODO(), &sqs.PurgeQueueInput{}) }

type Route struct{ next http.HandlerFunc }

func middleware(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) }
}

func start(one jobs.Job) { one.WithRetries(3) }

// The method is handed on as a value.
func handOn(next http.HandlerFunc, one jobs.Job) {
	http.HandleFunc("/value", next.ServeHTTP)
	jobs.Schedule(one.WithRetries)
}

// An operation of a client, of a type that the library has for such functions.
func operate(one jobs.Operation) { one.Attempt() }

func Run() {
	http.HandleFunc("/passed", middleware(passed))
	var direct http.HandlerFunc = assigned
	direct.ServeHTTP(&Writer{queue: "assigned"}, nil)
	route := Route{next: field}
	route.next.ServeHTTP(nil, nil)
	for _, one := range []http.HandlerFunc{listed} {
		one.ServeHTTP(nil, nil)
	}
	start(job)
	handOn(value, later)
	operate(client.TagQueue)
	Never(never).Run()
}
