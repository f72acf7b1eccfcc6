package main

import (
	"context"

	"example.com/orders/store"
)

func main() {
	store.Save(context.Background())
}
