package main

import (
	"context"
	"math/rand"
	"os"
	"slices"
	"sort"

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
func main() {
	s4 := []string{"d", os.Args[1]}
	sort.Strings(s4)
	get(s4[0], "sort")
	s5 := []string{"d", os.Args[1]}
	slices.Sort(s5)
	get(s5[0], "slices")
	s6 := []string{"d", "e"}
	slices.Reverse(s6)
	get(s6[0], "reverse")
	s7 := []string{"d", "e"}
	rand.Shuffle(2, func(i, j int) { s7[i], s7[j] = s7[j], s7[i] })
	get(s7[0], "shuffle")
	s8 := []string{"d", "e"}
	sort.Slice(s8, func(i, j int) bool { return s8[i] > s8[j] })
	get(s8[0], "slice")
	s9 := []string{"d", "e"}
	s9[0], s9[1] = s9[1], s9[0]
	get(s9[0], "swap")
	s10 := []string{"d", "e"}
	s10 = s10[1:]
	get(s10[0], "cut")
	s11 := slices.DeleteFunc([]string{"d", "e"}, func(s string) bool { return s == "d" })
	get(s11[0], "delete")
}
