package api

import (
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/dynamodb"
)

var table = dynamodb.New(session.Must(session.NewSession()))

type Book struct{ Title string }

func (Desk) Shelve(book *Book) error {
	_, err := table.PutItem(&dynamodb.PutItemInput{TableName: aws.String("books")})
	return err
}

func (Desk) Scrap(book *Book) error {
	_, err := table.DeleteItem(&dynamodb.DeleteItemInput{TableName: aws.String("books")})
	return err
}
