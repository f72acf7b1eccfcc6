package main

import (
	"context"
	"time"

	"example.com/elsewhere/stores"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/newthing"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

type archive struct {
	store stores.Store
	other stores.Store
}

func (a archive) read(ctx context.Context) {
	a.store.GetBucketPolicy(ctx, stores.Input())
	a.store.GetBucketAcl(ctx, stores.Input())
	a.other.GetBucketPolicy(ctx, stores.Input())
}

func (a archive) write(ctx context.Context) {
	a.store.PutBucketPolicy(ctx, stores.Input())
}

func waits(ctx context.Context, cfg aws.Config) error {
	waiter := autoscaling.NewGroupNotExistsWaiter(autoscaling.NewFromConfig(cfg))
	return waiter.Wait(ctx, &autoscaling.DescribeAutoScalingGroupsInput{AutoScalingGroupNames: []string{"g"}}, time.Minute)
}

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	s3.NewFromConfig(cfg).ListBuckets(ctx, &s3.ListBucketsInput{})
	things := newthing.NewFromConfig(cfg)
	things.DoIt(ctx, &newthing.DoItInput{})
	things.UndoIt(ctx, &newthing.UndoItInput{})
	var a archive
	a.read(ctx)
	a.write(ctx)
	waits(ctx, cfg)
}
