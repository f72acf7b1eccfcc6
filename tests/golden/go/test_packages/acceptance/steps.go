package acceptance

import (
	"context"

	"example.com/shop/testkit"
)

func Clean(ctx context.Context) {
	testkit.Drop(ctx, "orders")
}
