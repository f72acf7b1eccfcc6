package main

import (
	"context"
	"reflect"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Mux struct {
	handlers map[reflect.Type]reflect.Value
}

func (m *Mux) Register(fns ...any) error {
	m.handlers = make(map[reflect.Type]reflect.Value)
	for _, f := range fns {
		m.handlers[reflect.TypeOf(f)] = reflect.ValueOf(f)
	}
	return nil
}

func (m *Mux) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	for _, one := range m.handlers {
		one.Call([]reflect.Value{reflect.ValueOf(ctx)})
	}
	return nil, nil
}

type Handler struct{ client *s3.Client }

func (h *Handler) Handle(ctx context.Context, event string) (string, error) {
	bucket := "data"
	_, err := h.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: &event})
	return "", err
}

type Program struct{ Entry lambda.Handler }

func New(ctx context.Context) (*Program, error) {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, err
	}
	h := &Handler{client: s3.NewFromConfig(cfg)}
	mux := &Mux{}
	if err := mux.Register(h.Handle); err != nil {
		return nil, err
	}
	return &Program{Entry: mux}, nil
}

var program *Program

func init() {
	var err error
	program, err = New(context.Background())
	if err != nil {
		panic(err)
	}
}

func main() {
	lambda.StartWithOptions(program.Entry)
}
