package main

import (
	"context"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"sort"
)

type Store struct{ c *s3.Client }

func NewStore() *Store { return &Store{c: s3.New(s3.Options{})} }

func (s *Store) Get() string {
	s.c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String("store"), Key: aws.String("sort_named_param")})
	return "x"
}

func (s *Store) Drop() {
	s.c.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String("store"), Key: aws.String("sort_named_param")})
}

type L []string
func (l L) Len() int { return len(l) }
func (l L) Swap(i, j int) { }
func (l L) Less(i, j int) bool { NewStore().Get(); return true }
func Run(xs []string) { sort.Sort(L(xs)) }
