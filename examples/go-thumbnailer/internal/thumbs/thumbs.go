// Package thumbs reads images and writes thumbnails.
package thumbs

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Maker makes thumbnails.
type Maker struct {
	client *s3.Client
	target string
	width  int
}

// Option changes how thumbnails are made.
type Option func(*Maker)

// WithTarget names the bucket that thumbnails go to.
func WithTarget(bucket string) Option { return func(m *Maker) { m.target = bucket } }

// New makes a Maker.
func New(client *s3.Client, opts ...Option) *Maker {
	m := &Maker{client: client, width: 200}
	for _, opt := range opts {
		opt(m)
	}
	return m
}

// Make writes the thumbnail of an image and returns its key.
func (m *Maker) Make(ctx context.Context, bucket, key string) (string, error) {
	object, err := m.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", key, err)
	}
	defer object.Body.Close()
	picture, _, err := image.Decode(object.Body)
	if err != nil {
		return "", fmt.Errorf("decoding %s: %w", key, err)
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, shrink(picture, m.width), nil); err != nil {
		return "", err
	}
	name := fmt.Sprintf("thumbnails/%s.jpg", key)
	uploader := manager.NewUploader(m.client)
	_, err = uploader.Upload(ctx, &s3.PutObjectInput{
		Bucket:      aws.String(m.target),
		Key:         aws.String(name),
		Body:        &data,
		ContentType: aws.String("image/jpeg"),
	})
	return name, err
}

func shrink(picture image.Image, width int) image.Image {
	bounds := picture.Bounds()
	if bounds.Dx() <= width {
		return picture
	}
	height := bounds.Dy() * width / bounds.Dx()
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := 0; y < height; y++ {
		for x := 0; x < width; x++ {
			small.Set(x, y, picture.At(bounds.Min.X+x*bounds.Dx()/width, bounds.Min.Y+y*bounds.Dy()/height))
		}
	}
	return small
}
