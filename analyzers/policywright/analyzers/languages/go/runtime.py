"""Go's predeclared functions, what values flow through in its standard library, and the ``$`` helpers.

A table from path to handler; a path without a row is an unmodelled library call. Source of the meanings:
the Go specification and the packages' documentation.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import keeping
from policywright.analyzers.engine.handles import ROOT_ARGS, Member
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Known,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    constant,
    function_value,
    is_open,
    is_text,
    join,
    join_all,
    make_text,
    options,
    or_default,
)
from policywright.analyzers.languages.go import filling, generics, interfaces, sequences, structs, texts
from policywright.analyzers.languages.go.aws import config, regions, sdk, signing
from policywright.analyzers.languages.go.facts import facts
from policywright.analyzers.languages.go.handles import Config
from policywright.analyzers.sdk.handles import Client, Parameter
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_HOLE = out.Hole(kind="unknown")


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


def _value_of(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``reflect.ValueOf(x)`` of an object of the program or a client; others have no methods that matter."""
    found = args.get(0) or BOTTOM
    own = [option for option in options(found) if isinstance(option, Obj | Client)]
    return join_all([Member(option, Unknown("name")) for option in own]) if own else None


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
        case Obj() if run.heap.shape(value).kind == "instance":
            return Unknown("key"), Unknown("item")
        case Known(value=int()):
            return Unknown("index"), Unknown("item")
        case Known() | Text():
            return Unknown("index"), Unknown("character")
    return sequences.entry(run, value)


def _instantiated(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``F[T]`` of a generic function or type, and ``table[key]``, which looks like it."""
    callee, *keys = args.positional
    if len(keys) > 1:
        return join_all([generics.with_types(run, option, join_all(keys), pos) for option in options(callee)])
    return join_all([
        run.index(option, keys[0]) if isinstance(option, Obj | Tup)
        else generics.with_types(run, option, keys[0], pos)
        for option in options(callee)
    ])  # fmt: skip


def _send(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    channel, value = args.positional
    for option in options(channel):
        if isinstance(option, Obj):
            run.heap.put(option, Unknown("index"), value)
        elif isinstance(option, Unknown | Ext) and any(keeping.matters(run, one) for one in options(value)):
            # Who receives it is not told.
            run.call(option, Args((value,)), pos)
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
        found.append(make_text((_HOLE,)) if text else _part(option, args))
        if args.get(1) not in (None, NONE, Known(None), Known(0)):
            run.heap.moved(option)
    return join_all(found)


def _moved(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``sort.Slice(list, less)``, ``slices.DeleteFunc(list, test)``"""
    run.heap.moved(args.get(0) or BOTTOM)
    for value in args.positional[1:]:
        for option in options(value):
            if isinstance(option, FuncV | Bound):
                run.call(option, Args(more=run.iterate(args.get(0) or BOTTOM)), pos)
    return args.get(0)


def _part(value: Value, args: Args) -> Value:
    """The part of a list; of one that may be written to it stays the list."""
    bounds = [bound.value for bound in args.positional[1:] if isinstance(bound, Known)]
    told = [bound for bound in bounds if bound is None or isinstance(bound, int)]
    if not isinstance(value, Tup) or value.open or len(told) < 2:
        return value
    return Tup(value.items[told[0] : told[1]])


def _unset(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return BOTTOM


def _filled(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """An empty variable that a library fills in: what its type says of it."""
    value, typed, *callee = args.positional
    if any(isinstance(one, FuncV | Bound) for one in (options(callee[0]) if callee else ())):
        return value
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, Unknown):
            found.append(typed)
            continue
        found.append(option)
        if isinstance(option, Obj) and run.heap.shape(option).kind != "instance":
            for inner in options(typed):
                item = run.heap.everything(inner) if isinstance(inner, Obj) else BOTTOM
                if item is not BOTTOM:
                    run.heap.put(option, Unknown("key"), item)
    return join_all(found)


def _variable(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A package variable without a value: what the program assigns, or by its type when it never does."""
    name, zero = args.positional
    if zero is not BOTTOM:
        return zero
    return BOTTOM if constant(name) in run.program.assigned_attributes else Unknown("zero")


def _assigned(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``*p = value``: what the caller's variable holds then, or what the struct or list is."""
    name, pointer, value = args.positional
    function = run.frame.function
    if function is not None:
        run.engine.write(("go-pointed", function.function, constant(name)), value)
    for option in options(pointer):
        if isinstance(option, Obj) and option not in options(value):
            if run.heap.shape(option).kind == "list":
                run.heap.extend(option, value, run.iterate(value))
            else:
                run.heap.merge(option, value)
    return NONE


def _written_through(run: Interpreter, index: Value, callee: Value) -> Value:
    """What functions of the program write through a pointer that they get as an argument."""
    found: list[Value] = []
    position = index.value if isinstance(index, Known) else None
    for option in options(callee):
        inner = option.function if isinstance(option, Bound) else option
        if isinstance(inner, FuncV) and isinstance(position, int):
            # The first parameter of a method is its receiver.
            params = inner.function.params[1:] if isinstance(option, Bound) else inner.function.params
            if position < len(params):
                found.append(run.engine.read(("go-pointed", inner.function, params[position].name)))
    return join_all(found)


def _lent(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A variable whose address a call gets: an empty one is there to be filled.

    So is any constant, where what is called is there to do that.
    """
    value, writes, *called = args.positional
    given = _written_through(run, *called) if called else BOTTOM
    if given is not BOTTOM:
        return join(value, given)
    plain = [option for option in options(value) if isinstance(option, Known | Text)]
    if all(isinstance(option, Known) and not option.value for option in options(value)):
        return Unknown("filled-in")
    callees = options(called[1]) if called else ()
    unmodelled = any(isinstance(one, Ext) and filling.may_fill(one.path) for one in callees)
    return join(value, Unknown("filled-in")) if plain and (unmodelled or writes == Known(True)) else value


def _lent_part(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A field or item whose address such a call gets, or a function of the program that writes through it."""
    owner, key, value, writes, *called = args.positional
    given = _written_through(run, *called) if called else BOTTOM
    if writes == Known(True) and all(isinstance(option, Known | Text | Unknown) for option in options(value)):
        label = constant(key)
        given = join(given, Unknown("attribute", label if isinstance(label, str) else None))
    for option in options(owner) if given is not BOTTOM else ():
        if isinstance(option, Obj):
            run.heap.put(option, key, given)
    return value


def _maybe(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return join(args.positional[0], NONE)


def _with(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``x.Credentials = value`` as a new value of ``x``; ``always`` is false under conditions.

    What is ``shared`` is a pointer that the caller has: what it points at changes as well, or does not.
    """
    owner, name, value, always, shared = args.positional
    text = constant(name) or ""
    found: list[Value] = []
    for option in options(owner):
        if isinstance(option, Config):
            found.append(config.changed(run, option, text, value))
            if shared == Known(True) and text == "Credentials":
                run.set_attribute(option, text, _maybe(run, Args((value,)), pos) or value)
        else:
            run.set_attribute(option, text, value)
            if always == Known(False):
                run.set_attribute(option, text, regions.unsure(text) or NONE)
            found.append(option)
    return join_all(found)


def _method(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Attaches a method to its type."""
    types, name, function = args.positional
    for cls in options(types):
        if isinstance(cls, ClassV) and isinstance(function, FuncV):
            owner = None if cls.cls.underlying else cls
            code = function.function
            named = function_value(run.program, code, function.module, function.closure, owner)
            run.engine.created[code] = {named: None}
            run.set_attribute(cls, constant(name) or "", named)
    return NONE


def _defined(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Notes a defined type, whose methods its plain values have too."""
    types = interfaces.types_of(run.program)
    for one in options(args.positional[0]):
        for name in types.declared(run.program, one) if isinstance(one, ClassV) else ():
            run.engine.write(("go-defined", name), one)
    return NONE


def _env_field(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    name = constant(args.get(0))
    return Parameter(out.Text((out.Hole(kind="env", name=name, fallback=constant(args.get(1))),)))


def _any_of(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return join_all(args.told())


def _first_set(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``cmp.Or``: the first that is not the zero value."""
    given = [*args.positional]
    if args.more is not None:
        given.append(args.more)
    found: Value = BOTTOM
    for value in given[::-1]:
        there = join_all(filter(_is_not_empty, options(value)))
        found = or_default(value, _is_not_empty, found, blank=True) if found is not BOTTOM else there
    return found


def _is_not_empty(option: Value) -> bool:
    return not isinstance(option, Known) or option.value != ""


# --- predeclared functions ---


def _append(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A list of everything; what this ``append`` has made grows, or a loop would make ever more lists."""
    here = (run.frame.module, pos)
    first = options(args.positional[0]) if args.positional else ()
    grown = [
        option for option in first if isinstance(option, Obj) and facts(run).appended.get(option.id) == here
    ]
    obj = min(grown, key=lambda one: one.id) if grown else _appended(run, here)
    for option in first:
        if isinstance(option, Obj | Tup):
            if option != obj:
                run.heap.extend(obj, option, run.iterate(option), new=not grown)
        elif not isinstance(option, Known):
            run.heap.make_open(obj)
    given = args.positional[1:]
    run.heap.extend(obj, Tup(given), join_all(list(given)), 1, new=not grown)
    if args.more is not None:
        run.heap.append(obj, args.more)
    return obj


def _appended(run: Interpreter, here: tuple[str, ir.Pos]) -> Obj:
    """The list that an ``append`` makes in the running instance."""
    module, pos = here
    obj = run.heap.new("list", "append", pos, module, run.frame.task.id)
    facts(run).appended[obj.id] = here
    return obj


def _copy(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    for option in options(args.get(0) or BOTTOM):
        if isinstance(option, Obj):
            run.heap.put(option, Unknown("index"), run.iterate(args.get(1) or BOTTOM))
        elif isinstance(option, Unknown | Ext):
            run.set_index(option, Unknown("index"), run.iterate(args.get(1) or BOTTOM))
    return Unknown("number")


def _laid_over(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``maps.Copy(target, source)``"""
    for option in options(args.get(0) or BOTTOM):
        if isinstance(option, Obj):
            run.heap.merge(option, args.get(1) or BOTTOM)
            if any(map(is_open, options(args.get(1) or BOTTOM))):
                run.heap.put(option, Unknown("key"), Unknown("item"))
    return NONE


def _number(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Unknown("number")


def _once(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``sync.OnceValue(f)`` is f."""
    return args.get(0)


def _delete(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``delete(m, key)``: there is the zero value then."""
    _without(run, args.get(0) or BOTTOM, args.get(1) or Unknown("key"))
    return NONE


def _cleared(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``clear(m)``"""
    _without(run, args.get(0) or BOTTOM, Unknown("key"))
    return NONE


def _deleted(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``maps.DeleteFunc(m, test)``"""
    given = args.get(0) or BOTTOM
    for option in options(args.get(1) or BOTTOM):
        if isinstance(option, FuncV | Bound):
            run.call(option, Args((run.iterate(given), run.index(given, Unknown("key")))), pos)
    _without(run, given, Unknown("key"))
    return NONE


def _without(run: Interpreter, given: Value, key: Value) -> None:
    for option in options(given):
        if isinstance(option, Obj):
            texts = any(map(is_text, options(run.index(option, key))))
            run.heap.remove(option, key, Known("") if texts else BOTTOM)


def _must(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0) or BOTTOM
    return run.element(value, 0) if isinstance(value, Tup) else value


def _commands(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``kong.Parse(&cli)``: the structs in it are commands, of which one is run (README of kong, "Attach a
    Run() method to each command")."""
    # What the code has set before is a default.
    filling.filled(run, Args(args.positional[:1]))
    pending = [(option, 0) for option in options(args.get(0) or BOTTOM)]
    while pending:
        option, depth = pending.pop()
        cls = run.heap.shape(option).cls if isinstance(option, Obj) else None
        if cls is None or depth > MAX_COMMANDS:
            continue
        for name in ("Run", "BeforeApply", "AfterApply", "Validate", "Execute"):
            member = run.find(cls, name)
            if member is not None:
                run.call(run.bind_member(member, option, cls), ROOT_ARGS, pos)
        for _, annotation in cls.cls.annotations:
            for kind in options(run.in_module(cls, partial(run.evaluate, annotation))):
                if isinstance(kind, ClassV) and not kind.cls.abstract and not kind.cls.underlying:
                    pending.extend((one, depth + 1) for one in options(run.typed_instance(kind)))
    return None


MAX_COMMANDS = 6
"""Commands of commands that are looked for."""

TABLE: dict[str, Handler] = {
    "github.com/alecthomas/kong.Parse": _commands, "github.com/alecthomas/kong.New": _commands,
    "github.com/alecthomas/kong.Must": _commands, "github.com/jessevdk/go-flags.Parse": _commands,
    "github.com/jessevdk/go-flags.NewParser": _commands, "github.com/alexflint/go-arg.MustParse": _commands,
    "reflect.ValueOf": _value_of,
    "go.$results": _results, "go.$range": _range, "go.$send": _send, "go.$receive": _receive,
    "go.$channel": _channel, "go.$slice": _slice, "go.$instantiated": _instantiated,
    "go.$unset": _unset, "go.$filled": _filled, "go.$parameter": generics.parameter,
    "go.$unknown": lambda run, args, pos: Unknown("filled-in"),
    "go.$variable": _variable,
    "go.$lent": _lent, "go.$assigned": _assigned, "go.$lent_part": _lent_part,
    "go.$maybe": _maybe, "go.$with": _with,
    "go.$method": _method, "go.$defined": _defined,
    "go.$copy": structs.copied, "go.$set": structs.changed,
    "go.$first": _first, "go.$zero": structs.zero, "go.$literal": structs.literal,
    "go.$signature": interfaces.signature, "go.$env": _env_field,
    "go.append": _append, "go.copy": _copy, "go.delete": _delete, "go.len": _number, "go.cap": _number,
    "go.clear": _cleared,
    **texts.TABLE, **sequences.TABLE,
    "maps.Clone": _first, "slices.Clip": _first, "slices.Clone": _first, "slices.Compact": _moved,
    "slices.CompactFunc": _moved, "slices.Concat": _any_of, "slices.Delete": _moved,
    "slices.DeleteFunc": _moved, "slices.Reverse": _moved, "slices.Sort": _moved,
    "slices.SortFunc": _moved, "slices.SortStableFunc": _moved, "sort.Strings": _moved, "sort.Slice": _moved,
    "sort.SliceStable": _moved, "sort.Ints": _moved, "slices.Grow": _first, "slices.Repeat": _first,
    "maps.Copy": _laid_over, "maps.DeleteFunc": _deleted,
    "sync.OnceValue": _once, "sync.OnceValues": _once, "sync.OnceFunc": _once,
    "net/http.NewRequest": signing.request,
    "net/http.NewRequestWithContext": signing.request_with_context,
    "cmp.Or": _first_set,
    "html/template.Must": _must, "text/template.Must": _must,
}  # fmt: skip

TRANSPARENT = frozenset(
    ("ToPtr", "Ptr", "String", "StringPtr", "FromPtr", "Must", "Must1", "Pointer", "To", "Of")
)
"""Last names of library helpers around a value (``lo.ToPtr``, ``pointer.String``, ``lo.Must``)."""


_SETTINGS = regex(r"\bconf(?:ig)?\b|\benv|settings|flag|kingpin")
"""In packages that read settings."""


def transparent(path: str, args: Args) -> Value | None:
    """What a well-known pointer helper of any library returns."""
    package, _, name = path.rpartition(".")
    if name not in TRANSPARENT or len(args.positional) not in (1, 2) or "/" not in path:
        return None
    if "(" in package or _SETTINGS.search("/".join(package.rsplit("/", 2)[-2:])):
        # ``k.String("bucket")`` of settings gives what they have under the name.
        return None
    value = args.positional[0]
    return sdk.pointer(value) if name in ("String", "StringPtr") else value
