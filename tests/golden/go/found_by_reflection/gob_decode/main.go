package main

import (
	"context"
	"encoding/gob"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"io"
)

type Store struct{ c *s3.Client }

func NewStore() *Store { return &Store{c: s3.New(s3.Options{})} }

func (s *Store) Get() string {
	s.c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String("store"), Key: aws.String("gob_decode")})
	return "x"
}

func (s *Store) Drop() {
	s.c.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String("store"), Key: aws.String("gob_decode")})
}

type A struct{ X string }
func (a *A) GobDecode(b []byte) error { NewStore().Get(); return nil }
type B struct { A A }
func Run(r io.Reader) { var x B; gob.NewDecoder(r).Decode(&x) }
