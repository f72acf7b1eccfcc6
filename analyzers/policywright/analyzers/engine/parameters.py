"""From engine values to the abstract values of the authorization layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Handle,
    Known,
    Obj,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
)
from policywright.knowledge import values as out

if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

MAX_DEPTH = 8
"""Nesting of containers that is still described; deeper values are unknown."""


def convert(run: Interpreter, value: Value, depth: int = 0) -> out.Value:
    """What is known of an argument."""
    match value:
        case Known(value=bytes(data)):
            return out.Const(data.decode("latin-1"))
        case Known(value=scalar):
            return out.Const(scalar)  # type: ignore[arg-type]
        case Text(parts=parts):
            return out.Text(parts)
        case Unknown(reason="parameter", name=str(name)):
            return out.Text((out.Hole(kind="parameter", name=name),))
        case Unknown(reason=reason):
            return out.Unknown(reason)
        case Union(options=options):
            return _alternatives(run, options, depth)
        case Handle():
            found = run.semantics_value(value)
            return found if found is not None else out.Unknown("sdk-value")
        case _ if depth >= MAX_DEPTH:
            return out.Unknown("depth")
        case Tup(items=items, open=opened):
            return out.Items(tuple(convert(run, item, depth + 1) for item in items), opened)
        case Obj():
            return _object(run, value, depth)
    return out.Unknown("value")


def _alternatives(run: Interpreter, options: tuple[Value, ...], depth: int) -> out.Value:
    found = dict.fromkeys(convert(run, option, depth) for option in options)
    if not found:
        return out.Unknown("no-value")
    return next(iter(found)) if len(found) == 1 else out.OneOf(tuple(found))


def _object(run: Interpreter, obj: Obj, depth: int) -> out.Value:
    shape = run.heap.shape(obj)
    keys = run.heap.keys(obj)
    if shape.kind == "list":
        items = [convert(run, run.heap.load(obj, key), depth + 1) for key in keys]
        rest = run.engine.read(("field", obj.id, ("any key",)))
        if rest != BOTTOM:
            items.append(convert(run, rest, depth + 1))
        # Appended items all share one description; that there may be none of them changes nothing.
        return out.Items(tuple(items), shape.open)
    if shape.kind == "dict":
        fields = tuple((str(key), convert(run, run.heap.load(obj, key), depth + 1)) for key in keys)
        maybe = frozenset(str(key) for key in shape.maybe if isinstance(key, str))
        return out.Struct(fields, run.heap.is_open(obj), maybe)
    return out.Unknown("object")


def keywords(run: Interpreter, args: Args) -> out.Struct:
    """Keyword arguments as request members."""
    fields = tuple((name, convert(run, value)) for name, value in args.keywords)
    return out.Struct(fields, args.open, args.maybe)
