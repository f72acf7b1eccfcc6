package main

import (
	"context"

	"example.com/shop/internal/clients"
	st "example.com/shop/internal/store"
	. "example.com/shop/names"
)

func main() {
	ctx := context.Background()
	store := st.New(clients.S3(ctx), Bucket)
	if err := store.Save(ctx, Prefix+"order.json"); err != nil {
		panic(err)
	}
}
