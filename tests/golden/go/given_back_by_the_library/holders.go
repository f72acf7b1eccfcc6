package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"weak"
)

var current atomic.Pointer[Repository]

type server struct {
	current atomic.Pointer[Repository]
}

func all() iter.Seq[*Repository] {
	return func(yield func(*Repository) bool) { yield(open("pulled")) }
}

func held(ctx context.Context) {
	current.Store(open("stored"))
	current.Load().Find(ctx)
	s := &server{}
	s.current.Store(open("stored-in-a-field"))
	if one := s.current.Load(); one != nil {
		one.Find(ctx)
	}
	weak.Make(open("weak")).Value().Find(ctx)
	next, stop := iter.Pull(all())
	defer stop()
	if one, ok := next(); ok {
		one.Find(ctx)
	}
}

type refused struct{ audit *Repository }

func (r *refused) Error() string { return "refused" }

func refuse() error { return fmt.Errorf("no: %w", &refused{open("in-an-error")}) }

func failing(ctx context.Context) {
	var target *refused
	if errors.As(refuse(), &target) {
		target.audit.Find(ctx)
	}
}
