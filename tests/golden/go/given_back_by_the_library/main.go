package main

import (
	"context"
	"maps"
	"slices"

	"github.com/aws/aws-lambda-go/lambda"
)

func find(ctx context.Context, table string) { open(table).Find(ctx) }

var operations = map[string]func(*Repository){
	"find": func(r *Repository) { r.Find(context.Background()) },
}

func sequences(ctx context.Context) {
	for one := range maps.Values(map[string]*Repository{"a": open("values-of-a-map")}) {
		one.Find(ctx)
	}
	for _, one := range maps.All(map[string]*Repository{"a": open("all-of-a-map")}) {
		one.Find(ctx)
	}
	for _, table := range slices.Sorted(maps.Keys(map[string]bool{"keys-of-a-map": true})) {
		find(ctx, table)
	}
	for _, one := range slices.Backward([]*Repository{open("backward")}) {
		one.Find(ctx)
	}
	for chunk := range slices.Chunk([]*Repository{open("chunk")}, 2) {
		chunk[0].Find(ctx)
	}
	slices.Collect(slices.Values([]*Repository{open("collected")}))[0].Find(ctx)
	slices.Insert([]*Repository{}, 0, open("inserted"))[0].Find(ctx)
	slices.MaxFunc([]*Repository{open("greatest")}, func(a, b *Repository) int { return 0 }).Find(ctx)
	maps.Collect(slices.All([]*Repository{open("collected-into-a-map")}))[0].Find(ctx)
}

func handle(ctx context.Context, operation string) error {
	sequences(ctx)
	held(ctx)
	failing(ctx)
	ordered()
	operations[operation](open("of-a-table-of-functions"))
	return nil
}

func main() { lambda.Start(handle) }
