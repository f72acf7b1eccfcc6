package util

import "context"

type Step func(ctx context.Context) error

func Logged(step Step) Step {
	return func(ctx context.Context) error {
		return step(ctx)
	}
}
