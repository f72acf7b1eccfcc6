package main

import (
	"context"
	"github.com/acme/conf"
	"github.com/alexflint/go-arg"
	"github.com/acme/x"
	"github.com/jessevdk/go-flags"
	"gopkg.in/ini.v1"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

var ctx = context.Background()
var cfg, _ = config.LoadDefaultConfig(ctx)
var s3c = s3.NewFromConfig(cfg)

func get(b, k string) {
	s3c.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(b), Key: aws.String(k)})
}

type C struct {
	B string
	N struct{ D string }
}
type H struct {
	Bucket string
	c      *s3.Client
}

func (h *H) Go() { get(h.Bucket, "handler") }

func main() {
	c1 := C{B: "d"}
	arg.MustParse(&c1)
	get(c1.B, "arg")
	c2 := &C{B: "d"}
	flags.Parse(c2)
	get(c2.B, "flags")
	c3 := C{B: "d"}
	conf.Load("x", &c3)
	get(c3.B, "conf")
	c4 := new(C)
	c4.B = "d"
	f, _ := ini.Load("x")
	f.MapTo(c4)
	get(c4.B, "ini")
	q := "d"
	conf.String(&q)
	get(q, "ptr")
	m := map[string]string{"b": "d"}
	conf.Fill(m)
	get(m["b"], "map")
	h := &H{Bucket: "hb", c: s3c}
	x.Register(h)
	h.Go()
}
