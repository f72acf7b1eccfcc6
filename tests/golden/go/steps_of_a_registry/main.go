package main

import (
	"context"
	"os"

	"example.com/app/util"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

func listQueues(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	_, err := sqs.NewFromConfig(cfg).ListQueues(ctx, &sqs.ListQueuesInput{})
	return err
}

func listTopics(ctx context.Context) error {
	cfg, _ := config.LoadDefaultConfig(ctx)
	_, err := sns.NewFromConfig(cfg).ListTopics(ctx, &sns.ListTopicsInput{})
	return err
}

func nothing0(ctx context.Context) error {
	println(0)
	return nil
}

func nothing1(ctx context.Context) error {
	println(1)
	return nil
}

func nothing2(ctx context.Context) error {
	println(2)
	return nil
}

func nothing3(ctx context.Context) error {
	println(3)
	return nil
}

func nothing4(ctx context.Context) error {
	println(4)
	return nil
}

func nothing5(ctx context.Context) error {
	println(5)
	return nil
}

func nothing6(ctx context.Context) error {
	println(6)
	return nil
}

func nothing7(ctx context.Context) error {
	println(7)
	return nil
}

func nothing8(ctx context.Context) error {
	println(8)
	return nil
}

func nothing9(ctx context.Context) error {
	println(9)
	return nil
}

func nothing10(ctx context.Context) error {
	println(10)
	return nil
}

func nothing11(ctx context.Context) error {
	println(11)
	return nil
}

func nothing12(ctx context.Context) error {
	println(12)
	return nil
}

func nothing13(ctx context.Context) error {
	println(13)
	return nil
}

func nothing14(ctx context.Context) error {
	println(14)
	return nil
}

func nothing15(ctx context.Context) error {
	println(15)
	return nil
}

func nothing16(ctx context.Context) error {
	println(16)
	return nil
}

func nothing17(ctx context.Context) error {
	println(17)
	return nil
}

func nothing18(ctx context.Context) error {
	println(18)
	return nil
}

func nothing19(ctx context.Context) error {
	println(19)
	return nil
}

func main() {
	steps := map[string]util.Step{
		"queues": util.Logged(listQueues),
		"topics": util.Logged(listTopics),
		"n0": nothing0,
		"n1": nothing1,
		"n2": nothing2,
		"n3": nothing3,
		"n4": nothing4,
		"n5": nothing5,
		"n6": nothing6,
		"n7": nothing7,
		"n8": nothing8,
		"n9": nothing9,
		"n10": nothing10,
		"n11": nothing11,
		"n12": nothing12,
		"n13": nothing13,
		"n14": nothing14,
		"n15": nothing15,
		"n16": nothing16,
		"n17": nothing17,
		"n18": nothing18,
		"n19": nothing19,
	}
	_ = steps[os.Args[1]](context.Background())
}
