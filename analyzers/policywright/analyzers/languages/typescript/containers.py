"""Methods of strings, arrays, maps, sets and plain objects on abstract values."""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import order
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Ext,
    Handle,
    Known,
    ModuleV,
    Obj,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    change_text,
    concat_all,
    constant,
    join,
    join_all,
    make_text,
    make_tup,
    options,
)
from policywright.analyzers.languages.typescript import exported
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Value, Args, ir.Pos], Value]

MAX_ROUNDS = 32
"""Items of an array that a callback is called for one by one."""

MAX_NESTING = 2
"""Levels of sequences within sequences that are immutable values."""

_HOLE = Hole(kind="unknown")
_SAME_TEXT = frozenset(("toString", "valueOf", "normalize", "toWellFormed"))
_CHANGES = {
    "toLowerCase": "lower", "toLocaleLowerCase": "lower", "toUpperCase": "upper",
    "toLocaleUpperCase": "upper", "trim": "strip", "trimStart": "lstrip", "trimLeft": "lstrip",
    "trimEnd": "rstrip", "trimRight": "rstrip",
}  # fmt: skip
"""Methods that give another text (``knowledge.changes``)."""
_BOOLEAN = frozenset(
    (
        "startsWith",
        "endsWith",
        "includes",
        "indexOf",
        "lastIndexOf",
        "search",
        "localeCompare",
        "charCodeAt",
        "codePointAt",
        "test",
    )
)

STRING_METHODS = (
    _SAME_TEXT
    | _BOOLEAN
    | frozenset(_CHANGES)
    | frozenset(
        (
            "concat",
            "replace",
            "replaceAll",
            "split",
            "slice",
            "substring",
            "substr",
            "padStart",
            "padEnd",
            "at",
            "charAt",
            "repeat",
            "match",
            "matchAll",
        )
    )
)


# --- strings ---


def string_method(run: Interpreter, receiver: Known | Text, name: str, args: Args) -> Value:
    """A method of a string."""
    if name in _SAME_TEXT:
        return receiver
    if name in _CHANGES:
        return change_text(receiver, (_CHANGES[name],))
    match name:
        case "concat":
            return concat_all([receiver, *args.positional])
        case "replace" | "replaceAll":
            return _replace(receiver, args, everywhere=name == "replaceAll")
        case "split":
            blank = constant(args.get(0)) == " "
            return (order.words(run.heap, receiver) if blank else None) or _split(receiver, args)
        case "slice" | "substring" | "substr":
            return _slice(receiver, args, name)
        case "padStart" | "padEnd" | "at" | "charAt" | "repeat":
            return make_text((_HOLE,))
        case "match" | "matchAll":
            return Tup((make_text((_HOLE,)),), open=True)
        case _ if name in _BOOLEAN:
            return Unknown("computed")
    return make_text((_HOLE,))


def _replace(receiver: Value, args: Args, *, everywhere: bool) -> Value:
    old, new = constant(args.get(0)), constant(args.get(1))
    if old is None or new is None or (isinstance(new, str) and "$" in new):
        # ``$&`` in what takes the place is what was there.
        return make_text((_HOLE,))
    return change_text(receiver, ("replace" if everywhere else "replace-first", old, new))


def _split(receiver: Value, args: Args) -> Value:
    text, separator = constant(receiver), constant(args.get(0))
    if text is not None and separator:
        return Tup(tuple(Known(part) for part in text.split(separator)))
    return Tup((make_text((_HOLE,)),), open=True)


def _slice(receiver: Value, args: Args, name: str) -> Value:
    """``substr`` takes a length, the others an end; ``slice`` alone counts from the end."""
    numbers = [
        value.value for value in args.positional if isinstance(value, Known) and isinstance(value.value, int)
    ]
    negative = any(number < 0 for number in numbers)
    if len(numbers) < len(args.positional) or not 1 <= len(numbers) <= 2 or (negative and name != "slice"):
        return make_text((_HOLE,))
    start, *end = numbers
    if name == "substr" and end:
        end = [start + end[0]]
    if name == "substring" and end and end[0] < start:
        start, end = end[0], [start]
    return change_text(receiver, ("slice", str(start), *([str(end[0])] if end else [""])))


def text_of(value: Value | None) -> Value:
    """``String(value)``."""
    return concat_all([value]) if value is not None else Known("")


# --- arrays ---


def items_of(run: Interpreter, value: Value) -> Value:
    """The union of an iterable's items; of something unknown, an unknown."""
    if isinstance(value, Obj) and run.heap.shape(value).kind == "dict":
        return _entries_item(run, value)
    return run.iterate(value)


def _rounds(run: Interpreter, receiver: Value) -> tuple[tuple[Value, ...], bool]:
    """Items to call a callback with, and whether those are all, each once."""
    known = run.sequence(receiver)
    if known is not None and len(known) <= MAX_ROUNDS:
        return known, True
    if isinstance(receiver, Obj) and run.heap.shape(receiver).kind == "dict":
        return (run.heap.everything(receiver),), False
    item = run.iterate(receiver)
    return ((item if item is not BOTTOM else Unknown("item"),), False)


def _each(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> list[Value]:
    callback = args.get(0)
    if callback is None:
        return []
    items, _ = _rounds(run, receiver)
    return [run.call(callback, Args((item, Unknown("index"), receiver)), pos) for item in items]


def _map(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _, exact = _rounds(run, receiver)
    results = _each(run, receiver, args, pos)
    if max(map(_nesting, results), default=0) < MAX_NESTING:
        return Tup(tuple(results)) if exact else Tup((join_all(results),), open=True)
    # On the heap: a recursive function that returns what it maps would nest values without end.
    obj = run.heap.new("list", "map", pos, run.frame.module, run.frame.task.id)
    run.heap.put(obj, Unknown("index"), join_all(results))
    return obj


def _nesting(value: Value) -> int:
    """How deep sequences are nested in a value."""
    if isinstance(value, Union):
        return max(map(_nesting, value.options), default=0)
    return 1 + max(map(_nesting, value.items), default=0) if isinstance(value, Tup) else 0


def _for_each(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _each(run, receiver, args, pos)
    return NONE


def _filter(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _each(run, receiver, args, pos)
    return Tup((items_of(run, receiver),), open=True)


def _find(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _each(run, receiver, args, pos)
    return items_of(run, receiver)


def _test(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _each(run, receiver, args, pos)
    return Unknown("boolean")


def _flat_map(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    results = join_all(_each(run, receiver, args, pos))
    return Tup((join_all([run.iterate(results)]),), open=True)


def _flat(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    item = items_of(run, receiver)
    return Tup((run.iterate(item),), open=True)


def _reduce(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    callback = args.get(0)
    if callback is None:
        return Unknown("reduced")
    items, _ = _rounds(run, receiver)
    result = args.get(1) if args.get(1) is not None else items[0] if items else BOTTOM
    for item in items:
        step = run.call(callback, Args((result or BOTTOM, item, Unknown("index"), receiver)), pos)
        result = join(result or BOTTOM, step)
    return result or BOTTOM


def _sort(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    callback = args.get(0)
    if callback is not None:
        item = items_of(run, receiver)
        run.call(callback, Args((item, item)), pos)
    return receiver


def _itself(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    return receiver


def _item(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    return items_of(run, receiver)


def _push(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    if isinstance(receiver, Obj):
        run.heap.extend(receiver, Tup(args.positional), join_all(list(args.positional)))
        if args.more is not None:
            run.heap.append(receiver, args.more)
    return receiver


def _splice(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _push(run, receiver, args.drop(2), pos)
    return Tup((items_of(run, receiver),), open=True)


def _slice_items(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    known = run.sequence(receiver)
    first = args.get(0) or Known(0)
    if (
        known is not None
        and len(args.positional) < 2
        and isinstance(first, Known)
        and isinstance(first.value, int)
    ):
        return Tup(known[first.value :])
    return Tup((items_of(run, receiver),), open=True)


def _concat(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    parts = [
        (value,) if isinstance(value, Known | Text) else run.sequence(value)
        for value in (receiver, *args.positional)
    ]
    if all(part is not None for part in parts) and not args.more:
        return make_tup(tuple(item for part in parts for item in part or ()))
    items = [items_of(run, value) for value in (receiver, *args.positional)]
    if args.more or not order.matters(run.heap):
        return Tup((join_all(items),), open=True)
    made = run.heap.new("list", pos, run.frame.module, run.frame.task.id)
    for side, value in enumerate((receiver, *args.positional)):
        run.heap.extend(made, value, items[side], side, new=True)
    return made


def _join(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    known = run.sequence(receiver)
    if known is None:
        return make_text((_HOLE,))
    separator = args.get(0) or Known(",")
    parts: list[Value] = []
    for position, item in enumerate(known):
        parts.extend([separator, item] if position else [item])
    return concat_all(parts)


def _number(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    return Unknown("number")


# --- objects, maps and sets ---


def _entries_item(run: Interpreter, obj: Value) -> Value:
    pairs = entries(run, obj)
    return run.iterate(pairs)


def entries(run: Interpreter, value: Value) -> Value:
    """``Object.entries(value)``, ``map.entries()``."""
    found: list[Value] = []
    opened = False
    for option in options(value):
        if isinstance(option, ModuleV):
            found.extend(
                Tup((Known(name), run.module_attribute(option.name, name)))
                for name in exported.names(run, option.name)
            )
            continue
        if not isinstance(option, Obj):
            if isinstance(option, Tup):
                found.extend(Tup((Unknown("index"), item)) for item in option.items)
            opened = True
            found.append(Tup((Unknown("key"), run.derived(option))))
            continue
        if run.heap.shape(option).kind == "list":
            found.extend(Tup((Unknown("index"), run.heap.load(option, key))) for key in run.heap.keys(option))
            opened = True
            continue
        found.extend(Tup((Known(key), run.heap.load(option, key))) for key in run.heap.keys(option))  # type: ignore[arg-type]
        if run.heap.is_open(option):
            opened = True
            rest = run.heap.load(option, ("any key",))
            found.append(Tup((Unknown("key"), join(rest, Unknown("item")))))
    return Tup(tuple(found), opened)


def values(run: Interpreter, value: Value) -> Value:
    """``Object.values(value)``, ``map.values()``."""
    found: list[Value] = []
    for option in options(value):
        if not isinstance(option, Obj):
            return Tup((items_of(run, value),), open=True)
        if run.heap.is_open(option):
            return Tup((join(run.heap.everything(option), Unknown("item")),), open=True)
        found.extend(run.heap.load(option, key) for key in run.heap.keys(option))
    return Tup(tuple(found))


def keys(run: Interpreter, value: Value) -> Value:
    """``Object.keys(value)``, ``for (key in value)``."""
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, ModuleV):
            found.extend(Known(name) for name in exported.names(run, option.name))
            continue
        if not isinstance(option, Obj) or run.heap.is_open(option):
            return Tup((*found, Unknown("key")), open=True)
        found.extend(Known(key) for key in run.heap.keys(option))  # type: ignore[arg-type]
    return Tup(tuple(found))


def _get(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    if not isinstance(receiver, Obj):
        return Unknown("item")
    found = run.index_container(receiver, args.get(0) or Unknown("key"))
    return found if found is not BOTTOM else NONE


def _set(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    key, value = args.get(0), args.get(1)
    if isinstance(receiver, Obj) and key is not None and value is not None:
        run.heap.put(receiver, key, value)
    return receiver


def _add(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _push(run, receiver, args, pos)
    return receiver


METHODS: dict[str, Handler] = {
    "map": _map,
    "forEach": _for_each,
    "filter": _filter,
    "find": _find,
    "findLast": _find,
    "some": _test,
    "every": _test,
    "findIndex": _test,
    "findLastIndex": _test,
    "flatMap": _flat_map,
    "flat": _flat,
    "reduce": _reduce,
    "reduceRight": _reduce,
    "sort": _sort,
    "toSorted": _sort,
    "reverse": _itself,
    "toReversed": _itself,
    "fill": _itself,
    "values": lambda run, receiver, args, pos: values(run, receiver),
    "keys": lambda run, receiver, args, pos: keys(run, receiver),
    "entries": lambda run, receiver, args, pos: entries(run, receiver),
    "pop": _item,
    "shift": _item,
    "at": _item,
    "push": _push,
    "unshift": _push,
    "splice": _splice,
    "slice": _slice_items,
    "concat": _concat,
    "join": _join,
    "includes": _number,
    "indexOf": _number,
    "lastIndexOf": _number,
    "has": _number,
    "delete": _number,
    "hasOwnProperty": _number,
    "next": _item,
    "get": _get,
    "set": _set,
    "add": _add,
    "clear": _number,
    "toArray": _itself,
    "with": _itself,
}

CALLING = frozenset(
    (
        "map",
        "forEach",
        "filter",
        "find",
        "findLast",
        "some",
        "every",
        "findIndex",
        "flatMap",
        "reduce",
        "sort",
        "reduceRight",
    )
)
"""Methods that call their argument with the items, whatever the receiver is."""


def container_method(run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of an array, map, set or plain object; None when there is none of that name."""
    handler = METHODS.get(name)
    return handler(run, receiver, args, pos) if handler is not None else None


__all__ = ["CALLING", "METHODS", "Ext", "Handle", "container_method", "string_method", "text_of"]
