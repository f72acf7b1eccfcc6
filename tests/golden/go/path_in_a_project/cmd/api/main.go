package main

import (
	"context"

	"example.com/shop/store"
)

func main() {
	store.Remove(context.Background())
}
