"""Programs in Go that grow in one direction; see ``programs`` for what each shape is about.

All of a program is package ``main``: what stands in which file makes no difference to anybody.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.invariants.programs.model import Builder, Program
from tests.invariants.programs.services import Call, chunks, own, shared

SDK = "github.com/aws/aws-sdk-go-v2"
CONTEXT, FMT, TIME = '"context"', '"fmt"', '"time"'
AWS, CONFIG = f'"{SDK}/aws"', f'"{SDK}/config"'
MODULE = {"go.mod": "module example.com/generated\n\ngo 1.22\n"}


def library(call: Call) -> str:
    return f'"{SDK}/service/{call.small}"'


def given(call: Call, value: str = '"one"') -> str:
    """The input of a request."""
    member = (call.required or "")[:1].upper() + (call.required or "")[1:]
    inside = f"{member}: aws.String({value})" if call.required else ""
    return f"&{call.small}.{call.operation}Input{{{inside}}}"


def request(client: str, call: Call, value: str = '"one"') -> str:
    return f"{client}.{call.operation}(ctx, {given(call, value)})"


def libraries(call: Call, *more: str) -> tuple[str, ...]:
    return (library(call), CONTEXT, *((AWS,) if call.required else ()), *more)


_LOAD = """
func load(ctx context.Context) aws.Config {
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		panic(err)
	}
	return cfg
}
"""


def _run(made: Builder, names: Sequence[str]) -> None:
    made.add("load", "load", _LOAD, (CONTEXT, AWS, CONFIG))
    body = "\n".join(f"\t{name}(ctx, cfg)" for name in names)
    made.add(
        "main", "main",
        f"func main() {{\n\tctx := context.Background()\n\tcfg := load(ctx)\n{body}\n}}",
        (CONTEXT,), (*names, "load"),
    )  # fmt: skip


# --- many functions behind one wrapper ---

_TIMED = """
func timed[I any, O any](name string, work func(context.Context, I) (O, error)) func(context.Context, I) (O, error) {
	return func(ctx context.Context, in I) (O, error) {
		started := time.Now()
		defer func() { fmt.Println(name, time.Since(started)) }()
		return work(ctx, in)
	}
}
"""


def decorated(n: int, seed: int, wrapped: bool = True) -> Program:
    """N synchronisations of four functions each: one requests, the others carry data."""
    shape = "decorated" if wrapped else "undecorated"
    made = Builder("go", shape, extra=MODULE)
    if wrapped:
        made.add("timing", "timed", _TIMED, (CONTEXT, FMT, TIME))
    needs = ("timed",) if wrapped else ()

    def function(module: str, name: str, takes: str, gives: str, body: str, more: Sequence[str] = (),
                 uses: Sequence[str] = ()) -> None:  # fmt: skip
        head = f"func{'' if wrapped else ' ' + name}(ctx context.Context, in {takes}) ({gives}, error) {{"
        inner = f"{head}\n{body}\n}}"
        text = f'var {name} = timed("{name}", {inner})' if wrapped else inner
        made.add(module, name, text, (CONTEXT, *more), uses, needs)

    made.add("data", "row", """
type row struct {
	Id     string
	Region string
	Parts  []row
	Values map[string]string
}

type graph interface {
	Merge(ctx context.Context, name string, rows []row) error
}

type printed struct{ tag string }

func (p printed) Merge(ctx context.Context, name string, rows []row) error {
	fmt.Println(p.tag, name, len(rows))
	return nil
}

type rowsFor struct {
	rows    []row
	account string
	graph   graph
}

type syncIn struct {
	cfg     aws.Config
	account string
	graph   graph
}
""", (CONTEXT, FMT, AWS))  # fmt: skip
    calls = own(n, random.Random(f"{shape}/{seed}"))
    for start, group in chunks(calls):
        module = f"sync_{start}"
        for index, call in enumerate(group, start):
            function(module, f"fetch{index}", "aws.Config", "[]row", f"""\
	client := {call.small}.NewFromConfig(in)
	answer, err := {request("client", call)}  {call.mark}
	if err != nil {{
		return nil, err
	}}
	return []row{{{{Id: fmt.Sprint(answer)}}}}, nil""", (library(call), AWS, FMT), ("row",))  # fmt: skip
            function(module, f"shape{index}", "rowsFor", "[]row", f"""\
	var found []row
	for _, one := range in.rows {{
		for _, part := range one.Parts {{
			found = append(found, row{{Id: part.Id, Values: map[string]string{{"k{index}": part.Values["A"]}}}})
		}}
	}}
	return found, nil""", uses=("row",))  # fmt: skip
            function(module, f"write{index}", "rowsFor", "int", f"""\
	return len(in.rows), in.graph.Merge(ctx, "node{index}", in.rows)""", uses=("row",))  # fmt: skip
            function(module, f"sync{index}", "syncIn", "int", f"""\
	total := 0
	for _, region := range []string{{"us-east-1", "eu-west-1"}} {{
		cfg := in.cfg.Copy()
		cfg.Region = region
		found, err := fetch{index}(ctx, cfg)
		if err != nil {{
			return 0, err
		}}
		rows, _ := shape{index}(ctx, rowsFor{{rows: found, account: in.account}})
		count, _ := write{index}(ctx, rowsFor{{rows: rows, graph: in.graph}})
		total += count
	}}
	return total, nil""", uses=("row", f"fetch{index}", f"shape{index}", f"write{index}"))  # fmt: skip
    names = [f"sync{index}" for index in range(n)]
    rows = "".join(f'\t"{name}": {name},\n' for name in names)
    made.add(
        "table", "syncs",
        f"var syncs = map[string]func(context.Context, syncIn) (int, error){{\n{rows}}}",
        (CONTEXT,), ("row",), names,
    )  # fmt: skip
    made.add("table", "syncAll", """
func syncAll(ctx context.Context, cfg aws.Config) {
	for name, run := range syncs {
		count, err := run(ctx, syncIn{cfg: cfg, account: "one", graph: printed{tag: name}})
		fmt.Println(name, count, err)
	}
}
""", (CONTEXT, FMT, AWS), ("syncs", "row"))  # fmt: skip
    _run(made, ["syncAll"])
    return made.program()


def undecorated(n: int, seed: int) -> Program:
    return decorated(n, seed, False)


# --- a type that stores how a service's client is made ---

_OPENER = """
type opener[C any] struct {
	cfg   aws.Config
	build func(aws.Config) C
}

func newOpener[C any](cfg aws.Config, build func(aws.Config) C) *opener[C] {
	return &opener[C]{cfg: cfg, build: build}
}

func (o *opener[C]) open() C {
	return o.build(o.cfg)
}

func (o *opener[C]) regional(regions []string) map[string]C {
	found := map[string]C{}
	for _, region := range regions {
		cfg := o.cfg.Copy()
		cfg.Region = region
		found[region] = o.build(cfg)
	}
	return found
}
"""


def _builder(call: Call, result: str = "") -> str:
    gives = result or f"*{call.small}.Client"
    return f"func(cfg aws.Config) {gives} {{ return {call.small}.NewFromConfig(cfg) }}"


def sessions(n: int, seed: int) -> Program:
    """N services through one type that makes clients in two methods."""
    made = Builder("go", "sessions", extra=MODULE)
    made.add("opener", "newOpener", _OPENER, (AWS,))
    calls = own(n, random.Random(f"sessions/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            made.add(f"users_{start}", f"use{index}", f"""
func use{index}(ctx context.Context, cfg aws.Config) {{
	made := newOpener(cfg, {_builder(call)})
	for _, client := range made.regional([]string{{"us-east-1", "eu-west-1"}}) {{
		{request("client", call)}  {call.mark}
	}}
	{request("made.open()", call)}  {call.mark}
}}
""", libraries(call, AWS), ("newOpener",))  # fmt: skip
    _run(made, [f"use{index}" for index in range(n)])
    return made.program()


# --- a generic resource type ---

_RESOURCE = """
type kind interface {
	setUp(cfg aws.Config)
	tags(ctx context.Context, name string) error
}

type resource[C any] struct {
	build  func(aws.Config) C
	client C
	lister func(context.Context, C, string) error
}

func newKind[C any](build func(aws.Config) C, lister func(context.Context, C, string) error) kind {
	return &resource[C]{build: build, lister: lister}
}

func (r *resource[C]) setUp(cfg aws.Config) {
	r.client = r.build(cfg)
}

func (r *resource[C]) tags(ctx context.Context, name string) error {
	return r.lister(ctx, r.client, name)
}

type base[C any] struct {
	client C
}

func (b *base[C]) keep(client C) {
	b.client = client
}
"""


def generics(n: int, seed: int) -> Program:
    """N services behind one generic type, by an interface of each; every other one by an embedded generic struct."""
    made = Builder("go", "generics", extra=MODULE)
    made.add("resource", "newKind", _RESOURCE, (CONTEXT, AWS))
    calls = shared(n, random.Random(f"generics/{seed}"))
    for start, group in chunks(calls):
        module = f"kinds_{start}"
        for index, call in enumerate(group, start):
            if index % 2:
                made.add(module, f"kind{index}", f"""
type kind{index} struct {{
	base[*{call.small}.Client]
}}

func (k *kind{index}) setUp(cfg aws.Config) {{
	k.keep({call.small}.NewFromConfig(cfg))
}}

func (k *kind{index}) tags(ctx context.Context, name string) error {{
	_, err := {request("k.client", call, "name")}  {call.mark}
	return err
}}
""", libraries(call, AWS), ("newKind",))  # fmt: skip
                text = f"func make{index}() kind {{\n\treturn &kind{index}{{}}\n}}"
                made.add(module, f"make{index}", text, uses=(f"kind{index}", "newKind"))
            else:
                package, name = call.small, call.operation
                made.add(module, f"list{index}", f"""
type api{index} interface {{
	{name}(context.Context, *{package}.{name}Input, ...func(*{package}.Options)) (*{package}.{name}Output, error)
}}

func list{index}(ctx context.Context, client api{index}, name string) error {{
	_, err := {request("client", call, "name")}  {call.mark}
	return err
}}
""", libraries(call))  # fmt: skip
                build = _builder(call, f"api{index}")
                text = f"func make{index}() kind {{\n\treturn newKind({build}, list{index})\n}}"
                made.add(module, f"make{index}", text, (library(call), AWS), (f"list{index}", "newKind"))
    makers = [f"make{index}" for index in range(n)]
    made.add("all", "runAll", f"""
func runAll(ctx context.Context, cfg aws.Config) {{
	for _, one := range []kind{{{", ".join(f"{maker}()" for maker in makers)}}} {{
		one.setUp(cfg)
		if err := one.tags(ctx, "one"); err != nil {{
			fmt.Println(err)
		}}
	}}
}}
""", (CONTEXT, FMT, AWS), makers)  # fmt: skip
    _run(made, ["runAll"])
    return made.program()


# --- a factory with many callers ---


def factory(n: int, seed: int) -> Program:
    """N callers of two factories: one keeps what it made in a table."""
    made = Builder("go", "factory", extra=MODULE)
    made.add("clients", "made", "var made = map[string]any{}")
    made.add("clients", "clientOf", """
func clientOf[C any](cfg aws.Config, build func(aws.Config) C) C {
	cfg = cfg.Copy()
	cfg.Region = "eu-west-1"
	return build(cfg)
}
""", (AWS,))  # fmt: skip
    made.add("clients", "keptClient", """
func keptClient[C any](name string, cfg aws.Config, build func(aws.Config) C) C {
	if found, ok := made[name]; ok {
		return found.(C)
	}
	client := build(cfg)
	made[name] = client
	return client
}
""", (AWS,), ("made",))  # fmt: skip
    calls = shared(n, random.Random(f"factory/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            maker = "keptClient" if index % 2 else "clientOf"
            name = f'"{call.service}", ' if index % 2 else ""
            made.add(f"callers_{start}", f"call{index}", f"""
func call{index}(ctx context.Context, cfg aws.Config) {{
	client := {maker}({name}cfg, {_builder(call)})
	{request("client", call)}  {call.mark}
}}
""", libraries(call, AWS), (maker,))  # fmt: skip
    _run(made, [f"call{index}" for index in range(n)])
    return made.program()


# --- a registry filled in a loop ---


def registry(n: int, seed: int) -> Program:
    """N clients made in a loop over a table and looked up by name, and handlers that are registered."""
    made = Builder("go", "registry", extra=MODULE)
    calls = own(n, random.Random(f"registry/{seed}"))
    rows = "".join(f'\t"{call.service}": {_builder(call, "any")},\n' for call in calls)
    made.add("registry", "builders", f"var builders = map[string]func(aws.Config) any{{\n{rows}}}",
             (AWS, *(library(call) for call in calls)))  # fmt: skip
    made.add("registry", "clients", "var clients = map[string]any{}")
    made.add("registry", "fill", """
func fill(ctx context.Context, cfg aws.Config) {
	for name, build := range builders {
		clients[name] = build(cfg)
	}
}
""", (CONTEXT, AWS), ("builders", "clients"))  # fmt: skip
    made.add("handlers", "handlers", """
type handler func(ctx context.Context) error

var handlers = map[string]handler{}

func handles(kind string, one handler) {
	handlers[kind] = one
}
""", (CONTEXT,))  # fmt: skip
    names = []
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            names.append(made.add(f"events_{start}", f"on{index}", f"""
func on{index}(ctx context.Context) error {{
	client := clients["{call.service}"].(*{call.small}.Client)
	_, err := {request("client", call)}  {call.mark}
	return err
}}
""", libraries(call), ("clients",)))  # fmt: skip
    body = "".join(f'\thandles("k{index}", {name})\n' for index, name in enumerate(names))
    made.add("dispatch", "dispatch", f"""
func dispatch(ctx context.Context, cfg aws.Config) {{
	fill(ctx, cfg)
{body}	for kind, one := range handlers {{
		fmt.Println(kind, one(ctx))
	}}
}}
""", (CONTEXT, FMT, AWS), ("handlers", "fill", *names))  # fmt: skip
    _run(made, ["dispatch"])
    return made.program()


# --- a middleware around every handler ---


def middleware(n: int, seed: int) -> Program:
    """N handlers, each behind the same layers, put around it in a loop or by a chain of calls."""
    made = Builder("go", "middleware", extra=MODULE)
    made.add("layers", "handler", """
type handler func(ctx context.Context, cfg aws.Config) error

type layer func(handler) handler
""", (CONTEXT, AWS))  # fmt: skip
    made.add("layers", "logged", """
func logged(next handler) handler {
	return func(ctx context.Context, cfg aws.Config) error {
		fmt.Println("start", cfg.Region)
		return next(ctx, cfg)
	}
}
""", (CONTEXT, FMT, AWS), ("handler",))  # fmt: skip
    made.add("layers", "guarded", """
func guarded(next handler) handler {
	return func(ctx context.Context, cfg aws.Config) error {
		if err := next(ctx, cfg); err != nil {
			return fmt.Errorf("guarded: %w", err)
		}
		return nil
	}
}
""", (CONTEXT, FMT, AWS), ("handler",))  # fmt: skip
    made.add("layers", "wrapped", """
func wrapped(whole handler, layers ...layer) handler {
	for _, one := range layers {
		whole = one(whole)
	}
	return whole
}
""", uses=("handler",))  # fmt: skip
    calls = own(n, random.Random(f"middleware/{seed}"))
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            open_, close = ("wrapped(", ", logged, guarded)") if index % 2 else ("logged(guarded(", "))")
            made.add(f"handlers_{start}", f"handler{index}", f"""
var handler{index} = {open_}func(ctx context.Context, cfg aws.Config) error {{
	client := {call.small}.NewFromConfig(cfg)
	_, err := {request("client", call)}  {call.mark}
	return err
}}{close}
""", libraries(call, AWS), needs=("handler", "logged", "guarded", "wrapped"))  # fmt: skip
    names = [f"handler{index}" for index in range(n)]
    made.add("all", "serve", f"""
func serve(ctx context.Context, cfg aws.Config) {{
	for _, one := range []handler{{{", ".join(names)}}} {{
		fmt.Println(one(ctx, cfg))
	}}
}}
""", (CONTEXT, FMT, AWS), ("handler", *names))  # fmt: skip
    _run(made, ["serve"])
    return made.program()


# --- helpers that get methods ---

_HELPERS = {
    "attempted": ("""
func attempted(work func() error) error {
	var err error
	for attempt := 0; attempt < 3; attempt++ {
		if err = work(); err == nil {
			return nil
		}
	}
	return err
}
""", "attempted(func() error {{ _, err := {request}; return err }})", False),
    "applied": ("""
func applied[I any, O any, F any](ctx context.Context, method func(context.Context, *I, ...F) (*O, error), in *I) (*O, error) {
	return method(ctx, in)  {marks}
}
""", "applied(ctx, client.{operation}, {input})", True),
    "invoked": ("""
func invoked[C any, I any, O any, F any](ctx context.Context, method func(C, context.Context, *I, ...F) (*O, error), client C, in *I) (*O, error) {
	return method(client, ctx, in)  {marks}
}
""", "invoked(ctx, (*{small}.Client).{operation}, client, {input})", True),
    "later": ("""
func later[I any, O any, F any](method func(context.Context, *I, ...F) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		return method(ctx, in)  {marks}
	}
}
""", "later(client.{operation})(ctx, {input})", True),
}  # fmt: skip


def retry(n: int, seed: int) -> Program:
    """N methods that are handed to helpers: in a closure, as method values and as method expressions."""
    made = Builder("go", "retry", extra=MODULE)
    calls = own(n, random.Random(f"retry/{seed}"))
    helpers = list(_HELPERS)
    for number, helper in enumerate(helpers):
        text, _, inside = _HELPERS[helper]
        mine = [call.mark[2:] for call in calls[number :: len(helpers)]]
        marks = f"@@{','.join(mine)}" if mine and inside else ""
        made.add("helpers", helper, text.replace("{marks}", marks), (CONTEXT,) if inside else ())
    for start, group in chunks(calls):
        for index, call in enumerate(group, start):
            helper = helpers[index % len(helpers)]
            _, form, inside = _HELPERS[helper]
            use = form.format(
                request=request("client", call), operation=call.operation, input=given(call), small=call.small
            )
            made.add(f"users_{start}", f"use{index}", f"""
func use{index}(ctx context.Context, cfg aws.Config) {{
	client := {call.small}.NewFromConfig(cfg)
	{use}{"" if inside else "  " + call.mark}
}}
""", libraries(call, AWS), (helper,))  # fmt: skip
    _run(made, [f"use{index}" for index in range(n)])
    return made.program()
