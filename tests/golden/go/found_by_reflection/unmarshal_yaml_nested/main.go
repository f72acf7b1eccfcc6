package main

import (
	"context"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"gopkg.in/yaml.v3"
)

type Store struct{ c *s3.Client }

func NewStore() *Store { return &Store{c: s3.New(s3.Options{})} }

func (s *Store) Get() string {
	s.c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String("store"), Key: aws.String("unmarshal_yaml_nested")})
	return "x"
}

func (s *Store) Drop() {
	s.c.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String("store"), Key: aws.String("unmarshal_yaml_nested")})
}

type A struct{ X string }
func (a *A) UnmarshalYAML(n *yaml.Node) error { NewStore().Get(); return nil }
type B struct { A A `yaml:"a"` }
func Run(b []byte) { var x B; yaml.Unmarshal(b, &x) }
