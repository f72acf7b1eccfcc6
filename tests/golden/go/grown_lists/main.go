package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

const max = 25

type Reg struct {
	api   *dynamodb.Client
	table string
}

func (r *Reg) insert(s []types.BatchStatementRequest, k string) []types.BatchStatementRequest {
	return append(s, types.BatchStatementRequest{
		Statement:  aws.String(fmt.Sprintf("INSERT INTO %q VALUE {'k':?}", r.table)),
		Parameters: []types.AttributeValue{&types.AttributeValueMemberS{Value: k}},
	})
}

func (r *Reg) remove(s []types.BatchStatementRequest, k string) []types.BatchStatementRequest {
	if k == "" {
		return s
	}
	return append(s, types.BatchStatementRequest{Statement: aws.String(fmt.Sprintf("DELETE FROM %q WHERE \"k\"=?", r.table))})
}

func (r *Reg) Apply(ctx context.Context, keys []string) error {
	statements := make([]types.BatchStatementRequest, 0, len(keys))
	for _, k := range keys {
		if k == "x" {
			statements = r.insert(statements, k)
		} else {
			statements = r.remove(statements, k)
		}
	}
	if err := r.execute(ctx, statements, func(q types.BatchStatementRequest) error { return nil }); err != nil {
		return err
	}
	statements = make([]types.BatchStatementRequest, 0, len(keys))
	for _, k := range keys {
		statements = r.remove(statements, k)
	}
	return r.execute(ctx, statements, func(q types.BatchStatementRequest) error { return nil })
}

func (r *Reg) execute(ctx context.Context, statements []types.BatchStatementRequest, f func(types.BatchStatementRequest) error) error {
	for len(statements) > 0 {
		var chunk []types.BatchStatementRequest
		if len(statements) > max {
			chunk = statements[:max]
			statements = statements[max:]
		} else {
			chunk = statements
			statements = nil
		}
		out, err := r.api.BatchExecuteStatement(ctx, &dynamodb.BatchExecuteStatementInput{Statements: chunk})
		if err != nil {
			return err
		}
		for i := range out.Responses {
			_ = f(chunk[i])
		}
	}
	return nil
}

func New(api *dynamodb.Client, table string) *Reg { return &Reg{api: api, table: table} }

func main() {
	New(dynamodb.New(dynamodb.Options{}), "own").Apply(context.Background(), []string{"a", "x"})
}
