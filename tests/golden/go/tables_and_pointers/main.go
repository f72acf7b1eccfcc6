package main

import (
	"context"

	"github.com/alecthomas/kong"
)

type event struct{ Kind string }

var handlers = map[string]func(context.Context, event){
	"found": func(ctx context.Context, _ event) { open("by-a-field").Find(ctx) },
}

type router struct{ routes map[string]func(event) }

var state struct {
	current *Repository
	reads   func(ctx context.Context)
}

type server struct {
	stores struct{ orders *Repository }
}

func fill(target **Repository)        { *target = open("through-a-pointer") }
func add(all *[]*Repository)          { *all = append(*all, open("appended-through-a-pointer")) }
func (r *router) do(one event)        { r.routes[one.Kind](one) }
func remember(reads *func(string))    { *reads = func(table string) { open(table).Find(context.Background()) } }
func nobody(context.Context)          { open("nobody").Drop(context.Background()) }

type findCmd struct{ Table string }

// Run is called by the library.
func (c *findCmd) Run() error {
	ctx, one := context.Background(), event{Kind: "found"}
	handlers[one.Kind](ctx, one)
	r := &router{routes: map[string]func(event){"found": func(event) { open("of-a-router").Find(ctx) }}}
	r.do(one)
	state.current = open("of-a-variable-without-a-type")
	state.reads = func(ctx context.Context) { open("of-its-function").Find(ctx) }
	state.current.Find(ctx)
	state.reads(ctx)
	s := &server{}
	s.stores.orders = open("of-a-field-without-a-type")
	s.stores.orders.Find(ctx)
	var single *Repository
	fill(&single)
	single.Find(ctx)
	var several []*Repository
	add(&several)
	several[0].Find(ctx)
	var reads func(string)
	remember(&reads)
	reads("of-a-function-through-a-pointer")
	return nil
}

var cli struct {
	Find findCmd `cmd:""`
}

func main() {
	kong.Parse(&cli).Run()
}
