"""Go's predeclared functions, what values flow through in its standard library, and the ``$`` helpers.

A table from path to handler; a path without a row is an unmodelled library call. Source of the meanings:
the Go specification and the packages' documentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    ClassV,
    FuncV,
    Handle,
    Known,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    concat_all,
    constant,
    join_all,
    make_text,
    options,
)
from policywright.analyzers.languages.go import interfaces, structs
from policywright.analyzers.languages.go.aws import config, signing
from policywright.analyzers.languages.go.facts import facts
from policywright.knowledge import values as out

if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

BUILTINS = frozenset((
    "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "max", "min", "panic",
    "print", "println", "real", "recover",
))  # fmt: skip
MAX_LISTS = 4
"""Lists that one ``append`` makes and that are kept apart by their context."""
_HOLE = out.Hole(kind="unknown")
_VERB = re.compile(r"%(?:\[(\d+)\])?[-+# 0-9.*]*(?:\[(\d+)\])?([a-zA-Z%])")


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


# --- the front end's own helpers ---


def _results(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """All results of a call, as arguments of another."""
    value = args.get(0) or BOTTOM
    found = options(value)
    tuples = [option for option in found if isinstance(option, Tup) and not option.open]
    if not tuples:
        return Tup((value,))
    width = max(len(option.items) for option in tuples)
    return Tup(tuple(join_all([run.element(option, index) for option in found]) for index in range(width)))


def _range(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What each round of ``for k, v := range x`` binds, as tuples."""
    value, single = args.positional
    only = single == Known(True)
    found: list[Value] = []
    for option in options(value):
        key, item = _entry(run, option)
        channel = isinstance(option, Obj) and option.id in facts(run).channels
        found.append(Tup((item if channel else key,)) if only else Tup((key, item)))
    return Tup(tuple(found), open=True)


def _entry(run: Interpreter, value: Value) -> tuple[Value, Value]:
    match value:
        case Obj() if run.heap.shape(value).kind == "dict":
            keys = [Known(key) for key in run.heap.keys(value)]  # type: ignore[arg-type]
            return join_all(
                [*keys, *([Unknown("key")] if run.heap.is_open(value) else [])]
            ), run.heap.everything(value)
        case Obj() if run.heap.shape(value).kind == "instance":
            return Unknown("key"), Unknown("item")
        case FuncV() | Bound():
            item = Handle("yield", (value,))
            run.call(value, Args((item,)), (0, 0))
            cell = run.engine.read(("go-yield", value))
            return run.element(cell, 0) if cell != BOTTOM else Unknown("item"), run.element(cell, 1)
        case Known(value=int()):
            return Unknown("index"), Unknown("item")
        case Known() | Text():
            return Unknown("index"), Unknown("character")
    return Unknown("index"), run.iterate(value)


def _send(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    channel, value = args.positional
    for option in options(channel):
        if isinstance(option, Obj):
            run.heap.put(option, Unknown("index"), value)
    return NONE


def _receive(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.iterate(args.positional[0])


def _channel(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.positional[0]
    if isinstance(value, Obj):
        facts(run).channels.add(value.id)
    return value


def _slice(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found: list[Value] = []
    for option in options(args.positional[0]):
        text = isinstance(option, Text) or (isinstance(option, Known) and isinstance(option.value, str))
        found.append(make_text((_HOLE,)) if text else option)
    return join_all(found)


def _unset(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return BOTTOM


def _variable(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A package variable without a value: what the program assigns, or by its type when it never does."""
    name, zero = args.positional
    if zero != BOTTOM:
        return zero
    return BOTTOM if constant(name) in run.program.assigned_attributes else Unknown("zero")


def _lent(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A variable whose address a call gets: an empty one is there to be filled."""
    value = args.positional[0]
    empty = all(isinstance(option, Known) and not option.value for option in options(value))
    return Unknown("filled-in") if empty else value


def _with(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``x.Credentials = value`` as a new value of the variable ``x``."""
    owner, name, value = args.positional
    text = constant(name) or ""
    found: list[Value] = []
    for option in options(owner):
        if isinstance(option, Handle) and option.kind == "config":
            found.append(config.changed(run, option, text, value))
        else:
            run.set_attribute(option, text, value)
            found.append(option)
    return join_all(found)


def _method(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Attaches a method to its type."""
    owner, name, function = args.positional
    for cls in options(owner):
        if isinstance(cls, ClassV) and isinstance(function, FuncV):
            named = FuncV(
                function.function, function.module, function.closure, None if cls.cls.underlying else cls
            )
            run.engine.created[function.function] = {named: None}
            run.set_attribute(cls, constant(name) or "", named)
    return NONE


def _defined(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Notes a defined type, whose methods its plain values have too."""
    run.engine.write(("go-defined",), args.positional[0])
    return NONE


def _env_field(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    name = constant(args.get(0))
    return Handle("parameter", (out.Text((out.Hole(kind="env", name=name),)),))


# --- predeclared functions ---


def _append(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    tasks: set[int] = facts(run).appends.setdefault((run.frame.module, pos), set())
    task = run.frame.task.id
    if task not in tasks and len(tasks) >= MAX_LISTS:
        task = -1
    tasks.add(task)
    obj = run.heap.new("list", "append", pos, run.frame.module, task)
    for value in args.positional[:1]:
        for option in options(value):
            if isinstance(option, Obj | Tup):
                run.heap.put(obj, Unknown("index"), run.iterate(option))
            elif not isinstance(option, Known):
                run.heap.make_open(obj)
    for value in (*args.positional[1:], *([args.more] if args.more is not None else [])):
        run.heap.put(obj, Unknown("index"), value)
    return obj


def _copy(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    for option in options(args.get(0) or BOTTOM):
        if isinstance(option, Obj):
            run.heap.put(option, Unknown("index"), run.iterate(args.get(1) or BOTTOM))
    return Unknown("number")


def _number(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Unknown("number")


# --- fmt, strings, os ---


def _text(run: Interpreter, value: Value) -> Value:
    """A value as text; what an SDK value says about itself is kept."""
    found: list[Value] = []
    for option in options(value):
        known = run.semantics_value(option) if isinstance(option, Handle) else None
        if isinstance(known, out.Text):
            found.append(Text(known.parts))
        elif isinstance(known, out.Const):
            found.append(Known(known.value))
        else:
            found.append(option)
    return join_all(found)


def _format(run: Interpreter, template: Value, given: tuple[Value, ...]) -> Value:
    """Go's ``fmt`` verbs; a verb that pads or changes its operand becomes a hole."""
    parts: list[Value] = []
    pieces = (
        template.parts
        if isinstance(template, Text)
        else ((template.value,) if isinstance(template, Known) else (_HOLE,))
    )
    position = 0
    for piece in pieces:
        if not isinstance(piece, str):
            parts.append(make_text((piece if isinstance(piece, out.Hole) else _HOLE,)))
            continue
        last = 0
        for match in _VERB.finditer(piece):
            parts.append(Known(piece[last : match.start()]))
            last = match.end()
            if match.group(3) == "%":
                parts.append(Known("%"))
                continue
            index = match.group(1) or match.group(2)
            position = int(index) - 1 if index else position
            value = given[position] if position < len(given) else make_text((_HOLE,))
            position += 1
            plain = match.group(3) in "svd" and match.group(0)[1:-1].strip("[]+#0123456789") == "" and (
                index is not None or match.group(0) in ("%s", "%v", "%d", "%+v")
            )  # fmt: skip
            quoted = match.group(0) == "%q"
            shown = _text(run, value) if plain or quoted else make_text((_HOLE,))
            parts.append(concat_all([Known('"'), shown, Known('"')]) if quoted else shown)
        parts.append(Known(piece[last:]))
    return concat_all(parts)


def _given(run: Interpreter, args: Args, start: int) -> tuple[Value, ...]:
    return args.positional[start:]


def _sprintf(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    template = args.get(0) or Unknown("format")
    return join_all([_format(run, option, _given(run, args, 1)) for option in options(template)])


def _sprint(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return concat_all([_text(run, value) for value in args.positional])


def _getenv(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found: list[Value] = []
    for option in options(args.get(0) or Unknown("name")):
        name = constant(option)
        found.append(Text((out.Hole(kind="env", name=name),)))
    return join_all(found)


def _lookup_env(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((_getenv(run, args, pos) or BOTTOM, Unknown("boolean")))


def _join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    items = run.sequence(args.get(0) or BOTTOM)
    if items is None:
        return make_text((_HOLE,))
    parts: list[Value] = []
    for index, item in enumerate(items):
        parts.extend([args.get(1) or Known(""), _text(run, item)] if index else [_text(run, item)])
    return concat_all(parts)


def _path_join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    parts: list[Value] = []
    for value in args.positional:
        shown = _text(run, value)
        if shown == Known(""):
            continue
        parts.extend([Known("/"), shown] if parts else [shown])
    if args.more is not None:
        parts.append(make_text((_HOLE,)))
    return join_all([_clean(option) for option in options(concat_all(parts))])


def _clean(value: Value) -> Value:
    """``path.Clean`` as far as doubled slashes go."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return Known(re.sub("/{2,}", "/", value.value))
    if isinstance(value, Text):
        return make_text(
            re.sub("/{2,}", "/", part) if isinstance(part, str) else part for part in value.parts
        )
    return value


def _apply(function: Callable[..., str], count: int = 1, *, pieces: bool = False) -> Handler:
    """A function of strings, where its arguments are constants; ``pieces``: it may be applied to parts."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        rest = [constant(value) for value in args.positional[1:count]]
        found: list[Value] = []
        for option in options(_text(run, args.get(0) or BOTTOM)):
            if None in rest or len(rest) < count - 1:
                found.append(make_text((_HOLE,)))
            elif isinstance(option, Known) and isinstance(option.value, str):
                found.append(Known(function(option.value, *rest)))
            elif isinstance(option, Text) and pieces:
                found.append(
                    make_text(
                        function(part, *rest) if isinstance(part, str) else part for part in option.parts
                    )
                )
            elif isinstance(option, Text) and function in (_trim_prefix, _trim_suffix, _strip):
                found.append(_ends(option, function, rest))
            else:
                found.append(make_text((_HOLE,)))
        return join_all(found)

    return handler


def _ends(value: Text, function: Callable[..., str], rest: list[str | None]) -> Value:
    """Trimming touches the ends alone."""
    parts = list(value.parts)
    where = 0 if function is _trim_prefix else -1
    end = parts[where]
    if isinstance(end, str):
        parts[where] = function(end, *rest)
    return make_text(parts)


def _trim_prefix(text: str, prefix: str) -> str:
    return text.removeprefix(prefix)


def _trim_suffix(text: str, suffix: str) -> str:
    return text.removesuffix(suffix)


def _strip(text: str) -> str:
    return text.strip()


def _split(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    text, separator = constant(args.get(0)), constant(args.get(1))
    if text is not None and separator:
        return Tup(tuple(Known(part) for part in text.split(separator)))
    return Tup((make_text((_HOLE,)),), open=True)


def _once(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``sync.OnceValue(f)`` is f."""
    return args.get(0)


def _must(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0) or BOTTOM
    return run.element(value, 0) if isinstance(value, Tup) else value


TABLE: dict[str, Handler] = {
    "go.$results": _results, "go.$range": _range, "go.$send": _send, "go.$receive": _receive,
    "go.$channel": _channel, "go.$slice": _slice, "go.$unset": _unset, "go.$variable": _variable,
    "go.$lent": _lent, "go.$with": _with, "go.$method": _method, "go.$defined": _defined,
    "go.$first": _first, "go.$zero": structs.zero, "go.$literal": structs.literal,
    "go.$signature": interfaces.signature, "go.$env": _env_field,
    "go.append": _append, "go.copy": _copy, "go.len": _number, "go.cap": _number,
    "fmt.Sprintf": _sprintf, "fmt.Sprint": _sprint,
    "os.Getenv": _getenv, "syscall.Getenv": _lookup_env, "os.LookupEnv": _lookup_env,
    "strings.Join": _join, "path.Join": _path_join, "path/filepath.Join": _path_join,
    "strings.ToLower": _apply(str.lower, pieces=True), "strings.ToUpper": _apply(str.upper, pieces=True),
    "strings.TrimSpace": _apply(_strip), "strings.TrimPrefix": _apply(_trim_prefix, 2),
    "strings.TrimSuffix": _apply(_trim_suffix, 2),
    "strings.Trim": _apply(lambda text, cut: text.strip(cut), 2),
    "strings.TrimLeft": _apply(lambda text, cut: text.lstrip(cut), 2),
    "strings.TrimRight": _apply(lambda text, cut: text.rstrip(cut), 2),
    "strings.ReplaceAll": _apply(lambda text, old, new: text.replace(old, new), 3, pieces=True),
    "strings.Replace": _apply(lambda text, old, new: text.replace(old, new), 3, pieces=True),
    "strings.Split": _split, "strconv.Itoa": _sprint, "strconv.Quote": _sprint,
    "sync.OnceValue": _once, "sync.OnceValues": _once, "sync.OnceFunc": _once,
    "net/http.NewRequest": signing.request,
    "net/http.NewRequestWithContext": signing.request_with_context,
    "context.WithValue": _first, "html/template.Must": _must, "text/template.Must": _must,
}  # fmt: skip

TRANSPARENT = frozenset(
    ("ToPtr", "Ptr", "String", "StringPtr", "FromPtr", "Must", "Must1", "Pointer", "To", "Of")
)
"""Last names of library helpers around a value (``lo.ToPtr``, ``pointer.String``, ``lo.Must``)."""


def transparent(path: str, args: Args) -> Value | None:
    """What a well-known pointer helper of any library returns."""
    name = path.rpartition(".")[2]
    if name in TRANSPARENT and len(args.positional) in (1, 2) and "/" in path:
        return args.positional[0]
    return None
