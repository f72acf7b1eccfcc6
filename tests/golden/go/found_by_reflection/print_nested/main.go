package main

import (
	"context"
	"fmt"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Store struct{ c *s3.Client }

func NewStore() *Store { return &Store{c: s3.New(s3.Options{})} }

func (s *Store) Get() string {
	s.c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String("store"), Key: aws.String("print_nested")})
	return "x"
}

func (s *Store) Drop() {
	s.c.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String("store"), Key: aws.String("print_nested")})
}

type A struct{}
func (A) String() string { return NewStore().Get() }
type B struct { X A }
func Run() { fmt.Printf("%v", B{}) }
