// Package board keeps the scores.
package board

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Board is the table of scores.
type Board struct {
	client *dynamodb.Client
	table  string
}

// New makes a board.
func New(client *dynamodb.Client, table string) *Board {
	return &Board{client: client, table: table}
}

// Add counts one for a player.
func (b *Board) Add(ctx context.Context, player string) error {
	_, err := b.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:        aws.String(b.table),
		Key:              map[string]types.AttributeValue{"player": &types.AttributeValueMemberS{Value: player}},
		UpdateExpression: aws.String("ADD score :one"),
	})
	return err
}
