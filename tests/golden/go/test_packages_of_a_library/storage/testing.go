package storage

import (
	"context"
	"testing"
)

func NewForTest(t *testing.T) *Store {
	t.Helper()
	return New(context.Background())
}
