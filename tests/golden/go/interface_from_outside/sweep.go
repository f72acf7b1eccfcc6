package sweeper

import "context"

type Resource interface {
	List(ctx context.Context) error
}

func Sweep(r Resource) error { return r.List(context.Background()) }
