package main

import (
	"context"
	"example.com/lib"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Store struct{ c *s3.Client }

func NewStore() *Store { return &Store{c: s3.New(s3.Options{})} }

func (s *Store) Get() string {
	s.c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String("store"), Key: aws.String("lib_generic_result")})
	return "x"
}

func (s *Store) Drop() {
	s.c.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String("store"), Key: aws.String("lib_generic_result")})
}

type Row struct{ K string }
func (r *Row) Do() { NewStore().Get() }
func Run() { r, _ := lib.Load[Row](); r.Do() }
