// Command thumbnailer is a Lambda function that makes thumbnails of the images put into a bucket.
package main

import (
	"context"
	"log"
	"net/url"
	"os"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"example.com/thumbnailer/internal/catalogue"
	"example.com/thumbnailer/internal/thumbs"
)

type app struct {
	maker   *thumbs.Maker
	entries catalogue.Catalogue
}

func (a *app) handle(ctx context.Context, event events.S3Event) error {
	for _, record := range event.Records {
		key, err := url.QueryUnescape(record.S3.Object.Key)
		if err != nil {
			return err
		}
		thumb, err := a.maker.Make(ctx, record.S3.Bucket.Name, key)
		if err != nil {
			return err
		}
		if err := a.entries.Add(ctx, catalogue.Entry{Image: key, Thumbnail: thumb}); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	a := &app{
		maker:   thumbs.New(s3.NewFromConfig(cfg), thumbs.WithTarget(os.Getenv("THUMBNAIL_BUCKET"))),
		entries: catalogue.New(dynamodb.NewFromConfig(cfg), sns.NewFromConfig(cfg), os.Getenv("TABLE")),
	}
	lambda.Start(a.handle)
}
