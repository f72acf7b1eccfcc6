package main

import (
	"context"

	"example.com/shop/storage"
)

func main() {
	storage.New(context.Background()).Save(context.Background(), "order")
}
