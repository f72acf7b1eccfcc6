package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type opts struct {
	bucket string
	prefix string
	client *s3.Client
}

func (o *opts) set(b string)      { o.bucket = b }
func (o opts) with(p string) opts { o.prefix = p; return o }

type user interface{ use(context.Context) }

func (o opts) use(ctx context.Context) {
	o.client.PutObject(ctx, &s3.PutObjectInput{Bucket: &o.bucket, Key: aws.String(o.prefix + "/k")})
}

func branch(ctx context.Context, c *s3.Client) {
	base := opts{bucket: "branch-base", client: c}
	v := base
	if os.Getenv("X") != "" {
		v.bucket = "branch-x"
	}
	v.client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String(v.bucket)})
}

func pointer(ctx context.Context, c *s3.Client) {
	base := opts{bucket: "ptr-base", client: c}
	v := base
	p := &v
	p.bucket = "ptr-p"
	v.client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: aws.String(v.bucket)})
	w := base
	w.set("ptr-set")
	w.client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String(w.bucket)})
}

func closure(ctx context.Context, o opts) {
	f := func() {
		o.client.GetBucketAcl(ctx, &s3.GetBucketAclInput{Bucket: aws.String(o.bucket)})
	}
	o.bucket = "closure-b"
	f()
}

func loop(ctx context.Context, c *s3.Client) {
	cur := opts{bucket: "loop-0", client: c}
	for _, b := range []string{"loop-1", "loop-2"} {
		next := cur
		next.bucket = b
		next.client.GetBucketTagging(ctx, &s3.GetBucketTaggingInput{Bucket: aws.String(next.bucket)})
		cur = next
	}
	cur.client.GetBucketPolicy(ctx, &s3.GetBucketPolicyInput{Bucket: aws.String(cur.bucket)})
}

func chain(ctx context.Context, c *s3.Client) {
	o := opts{bucket: "iface", client: c}
	for i := 0; i < 3; i++ {
		o = o.with("p")
	}
	var u user = o
	u.use(ctx)
}

func returned(c *s3.Client) (r opts) {
	r.bucket = "named"
	r.client = c
	return
}

func ranged(ctx context.Context, all []opts) {
	for _, o := range all {
		o.client.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: aws.String(o.bucket)})
	}
}

func main() {
	ctx := context.Background()
	c := s3.New(s3.Options{})
	branch(ctx, c)
	pointer(ctx, c)
	closure(ctx, opts{bucket: "closure-a", client: c})
	loop(ctx, c)
	chain(ctx, c)
	r := returned(c)
	r.client.GetBucketLocation(ctx, &s3.GetBucketLocationInput{Bucket: aws.String(r.bucket)})
	a := opts{bucket: "range-a", client: c}
	b := a
	b.bucket = "range-b"
	ranged(ctx, []opts{a, b})
}
