// What the program calls of one value says nothing of another one of the type, which a library gets.
package main

import (
	"context"
	"fmt"

	"example.com/some/lib"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

var client *dynamodb.Client

type Table struct{ Name string }

func (t *Table) Load(ctx context.Context) error {
	_, err := client.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(t.Name)})
	return err
}

type Plain struct{ Name string }

func (p *Plain) Drop(ctx context.Context) error {
	_, err := client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: aws.String(p.Name)})
	return err
}

func sweep(name string) {
	client.Scan(context.Background(), &dynamodb.ScanInput{TableName: aws.String(name)})
}

func Handle(ctx context.Context) {
	called := &Table{Name: "called"}
	called.Load(ctx)
	lib.Run(&Table{Name: "itself"})
	lib.Run([]*Table{{Name: "in_slice"}}, map[string]*Table{"table": {Name: "in_map"}})
	lib.Run(lib.Options{Table: &Table{Name: "in_struct"}})
}

func InContainer() {
	sweep("known")
	lib.Run(map[string]any{"sweep": sweep})
}

func NotedDown(ctx context.Context) {
	used, unused := &Plain{Name: "used"}, &Plain{Name: "unused"}
	used.Drop(ctx)
	fmt.Println(unused)
	lib.Logger().Infof("made %v", unused)
}
