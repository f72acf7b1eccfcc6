package retry

import "context"

func With[C, I, O, F any](ctx context.Context, client C, op func(C, context.Context, I, ...F) (O, error), in I) (O, error) {
	for {
		if out, err := op(client, ctx, in); err == nil {
			return out, nil
		}
	}
}
