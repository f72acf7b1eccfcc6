package main

import (
	"context"

	"example.com/acme/tasks"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Worker struct{ tasks.Base }

type Queue struct {
	client *s3.Client
	task   *tasks.Task
}

func (q *Queue) put(bucket string) func() {
	return func() {
		q.client.PutObject(context.TODO(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String("k")})
	}
}

func (q *Queue) run() {
	q.task.Hook = q.put("hooked")
	q.task.Done <- q.put("sent")
	copy(q.task.Hooks, []any{q.put("copied")})
	tasks.Job{"name", q.put("unkeyed")}.Start()
	w := Worker{}
	w.Hook = q.put("promoted")
	w.Start()
	q.task.Storage = q.client
	q.task.Clients <- q.client
	tasks.Job{"name", q.client}.Start()
	w.Storage = q.client
	w.Start()
	tasks.Register(func() *s3.Client { return q.client })
}

func main() {
	lambda.Start(func(ctx context.Context) error {
		cfg, _ := config.LoadDefaultConfig(ctx)
		q := &Queue{client: s3.NewFromConfig(cfg), task: tasks.Get()}
		q.run()
		return nil
	})
}
