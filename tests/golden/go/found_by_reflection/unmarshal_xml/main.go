package main

import (
	"context"
	"encoding/xml"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type Store struct{ c *s3.Client }

func NewStore() *Store { return &Store{c: s3.New(s3.Options{})} }

func (s *Store) Get() string {
	s.c.GetObject(context.TODO(), &s3.GetObjectInput{Bucket: aws.String("store"), Key: aws.String("unmarshal_xml")})
	return "x"
}

func (s *Store) Drop() {
	s.c.DeleteObject(context.TODO(), &s3.DeleteObjectInput{Bucket: aws.String("store"), Key: aws.String("unmarshal_xml")})
}

type A struct{ X string }
func (a *A) UnmarshalXML(d *xml.Decoder, s xml.StartElement) error { NewStore().Get(); return nil }
type B struct { A []A }
func Run(b []byte) { var x B; xml.Unmarshal(b, &x) }
