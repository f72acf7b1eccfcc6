package secrets

import "context"

type Secrets struct {
	client Client
}

func (s *Secrets) Several(ctx context.Context, in any) (any, error) {
	return s.client.BatchGetSecretValue(ctx, in)
}

func (s *Secrets) User(ctx context.Context, in any) (any, error) {
	return s.client.GetUser(ctx, in)
}
