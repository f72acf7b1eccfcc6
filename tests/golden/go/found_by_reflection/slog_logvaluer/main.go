package main

import (
	"context"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"log/slog"
)

type Store struct{ c *s3.Client }

func NewStore() *Store { return &Store{c: s3.New(s3.Options{})} }

func (s *Store) Get() string {
	s.c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String("store"), Key: aws.String("slog_logvaluer")})
	return "x"
}

func (s *Store) Drop() {
	s.c.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String("store"), Key: aws.String("slog_logvaluer")})
}

type A struct{}
func (A) LogValue() slog.Value { NewStore().Get(); return slog.Value{} }
func Run() { slog.Info("x", "a", A{}) }
