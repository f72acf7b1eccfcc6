package store

import "context"

type Store interface {
	Remove(ctx context.Context, table string) error
}
