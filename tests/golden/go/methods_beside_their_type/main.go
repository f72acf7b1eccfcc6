package main

import (
	"context"
	"reflect"

	"github.com/aws/aws-lambda-go/lambda"

	"example.com/desk/api"
)

type router struct {
	routes reflect.Value
	known  map[string]reflect.Value
}

type event struct{ Route string }

var desk *router

func init() {
	routes := reflect.ValueOf(api.Desk{})
	desk = &router{routes: routes, known: make(map[string]reflect.Value)}
}

func (r *router) handle(ctx context.Context, in event) (interface{}, error) {
	method, ok := r.known[in.Route]
	if !ok {
		method = r.routes.MethodByName(in.Route)
		r.known[in.Route] = method
	}
	return method.Call([]reflect.Value{reflect.ValueOf(&api.Book{})})[0].Interface(), nil
}

func main() {
	lambda.Start(desk.handle)
}
