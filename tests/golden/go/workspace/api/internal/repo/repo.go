package repo

import (
	"context"
	"fmt"

	"github.com/acme/shared/awsx"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/expression"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

type Order struct{ ID string }

type Repository interface {
	Get(ctx context.Context, id string) (*Order, error)
	Put(ctx context.Context, o Order) error
	ByCustomer(ctx context.Context, c string) ([]Order, error)
}

type dynamoRepo struct {
	db    *dynamodb.Client
	table string
}

var _ Repository = (*dynamoRepo)(nil)

func New(c *awsx.Clients, stage string) Repository {
	return &dynamoRepo{db: c.Dynamo, table: fmt.Sprintf("%s%s", awsx.TablePrefix, stage)}
}

func (r *dynamoRepo) Get(ctx context.Context, id string) (*Order, error) {
	key, _ := attributevalue.MarshalMap(map[string]string{"id": id})
	out, err := r.db.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(r.table), Key: key})
	if err != nil {
		return nil, err
	}
	var o Order
	err = attributevalue.UnmarshalMap(out.Item, &o)
	return &o, err
}

func (r *dynamoRepo) Put(ctx context.Context, o Order) error {
	item, err := attributevalue.MarshalMap(o)
	if err != nil {
		return err
	}
	_, err = r.db.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: &r.table, Item: item, ConditionExpression: aws.String("attribute_not_exists(id)"),
	})
	return err
}

func (r *dynamoRepo) ByCustomer(ctx context.Context, c string) ([]Order, error) {
	expr, err := expression.NewBuilder().WithKeyCondition(expression.Key("customer").Equal(expression.Value(c))).Build()
	if err != nil {
		return nil, err
	}
	in := dynamodb.QueryInput{
		TableName:                 aws.String(r.table),
		IndexName:                 aws.String("byCustomer"),
		KeyConditionExpression:    expr.KeyCondition(),
		ExpressionAttributeNames:  expr.Names(),
		ExpressionAttributeValues: expr.Values(),
	}
	p := dynamodb.NewQueryPaginator(r.db, &in)
	var found []Order
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		var some []Order
		_ = attributevalue.UnmarshalListOfMaps(page.Items, &some)
		found = append(found, some...)
	}
	_ = types.AttributeValueMemberS{}
	return found, nil
}
