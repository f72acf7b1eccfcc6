package main

import (
	"context"
	"os"

	"cirello.io/dynamolock/v2"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/guregu/dynamo/v2"
)

type order struct{ ID, Customer string }

type Store struct {
	db     *dynamo.DB
	orders dynamo.Table
}

func (s *Store) read(ctx context.Context, id string) (found []order, err error) {
	var one order
	err = s.orders.Get("ID", id).One(ctx, &one)
	err = s.orders.Get("Customer", one.Customer).Index("by-customer").Limit(10).All(ctx, &found)
	err = s.db.Table("archive").Scan().Filter("'ID' > ?", id).All(ctx, &found)
	_, err = s.orders.Batch("ID").Get(dynamo.Keys{id}).All(ctx, &found)
	return found, err
}

func (s *Store) write(ctx context.Context, one order) error {
	tx := s.db.WriteTx()
	tx.Put(s.orders.Put(one)).Update(s.db.Table("customers").Update("ID", one.Customer).Add("Orders", 1))
	return tx.Run(ctx)
}

// Nobody here makes one.
type Elsewhere struct{ table dynamo.Table }

func (e Elsewhere) clear(ctx context.Context, id string) error {
	return e.table.Delete("ID", id).Run(ctx)
}

func main() {
	lambda.Start(func(ctx context.Context, one order) error {
		cfg, _ := config.LoadDefaultConfig(ctx)
		db := dynamo.New(cfg)
		s := &Store{db: db, orders: db.Table("orders")}
		s.read(ctx, one.ID)
		locks, _ := dynamolock.New(dynamodb.NewFromConfig(cfg), os.Getenv("LOCKS"))
		lock, _ := locks.AcquireLock(one.ID)
		defer locks.ReleaseLock(lock)
		Elsewhere{}.clear(ctx, one.ID)
		return s.write(ctx, one)
	})
}
