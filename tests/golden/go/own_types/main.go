package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Client has methods named like operations and makes no request.
type Client struct{ data map[string]string }

type PutObjectInput struct{ Bucket, Key string }

func (c *Client) PutObject(ctx context.Context, in *PutObjectInput) error { return nil }
func (c *Client) DeleteItem(ctx context.Context, id string) error         { delete(c.data, id); return nil }
func (c *Client) SendMessage(text string)                                 {}

type Sender interface{ SendMessage(text string) }

func notify(s Sender) { s.SendMessage("hello") }

func load(ctx context.Context) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	return cfg
}

func main() {
	ctx := context.Background()
	c := &Client{data: map[string]string{}}
	c.PutObject(ctx, &PutObjectInput{Bucket: "b", Key: "k"})
	c.DeleteItem(ctx, "x")
	notify(c)
	s3.NewFromConfig(load(ctx)).ListBuckets(ctx, nil)
	var anything any
	_ = anything
}
