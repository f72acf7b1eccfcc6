package main

import (
	"context"
	"encoding/json"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Store struct{ c *s3.Client }

func NewStore() *Store { return &Store{c: s3.New(s3.Options{})} }

func (s *Store) Get() string {
	s.c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String("store"), Key: aws.String("unmarshal_of_messages")})
	return "x"
}

func (s *Store) Drop() {
	s.c.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String("store"), Key: aws.String("unmarshal_of_messages")})
}

type A struct{ X string }
func (a *A) UnmarshalJSON(b []byte) error { NewStore().Get(); return nil }
func (a *A) Unmarshal(b []byte) error { NewStore().Drop(); return nil }
type B struct { A A `json:"a"` }
func Run(b []byte) { var x B; json.Unmarshal(b, &x) }
