"""Named tuples, data classes and their kin: what makes such classes, their fields, copies and dicts.

Source: the Python library reference (``collections``, ``dataclasses``) and the documentation of attrs.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.making import FACTORY
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    ClassV,
    Obj,
    Tup,
    Unknown,
    Value,
    Wrapped,
    is_text,
    join_all,
    options,
    strings,
)
from policywright.analyzers.languages.python import classes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def _changed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``replace(record, field=value)``: told apart from the record by nothing but its fields."""
    changed = list(args.keywords)
    updated = args.keyword("update")
    for one in options(updated) if updated is not None else ():
        if isinstance(one, Obj):
            changed.extend((str(key), run.heap.load(one, key)) for key in run.heap.keys(one))
    told = updated is None or not any(map(run.heap.has_any_keys, options(updated)))
    for option in options(args.get(0) or BOTTOM):
        if isinstance(option, Obj):
            for name, value in changed:
                run.heap.store(option, name, value)
            if args.open or not told:
                run.overlay(option)
    return args.get(0)


def _make(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Record._make(items)``"""
    return run.call(args.get(0) or BOTTOM, run.spread(args.get(1) or BOTTOM), pos)


def _fields(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``dataclasses.astuple(x)``"""
    held = [run.heap.everything(one) for one in options(args.get(0) or BOTTOM) if isinstance(one, Obj)]
    return Tup((join_all(held),), open=True)


def _record(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``make_dataclass("Name", ["a", ("b", int)])``"""
    return named_tuple(run, args, pos)


def named_tuple(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``namedtuple("Name", "a b")``, ``NamedTuple("Name", [("a", int)])``: one class for each place."""
    given = args.get(1, "field_names")
    if given is None:
        return None
    texts = [text for text in strings(given)]
    names: list[str] = " ".join(texts).replace(",", " ").split()
    for item in run.sequence(given) or ():
        names.extend(strings(item if is_text(item) else run.element(item, 0)))
    made: dict[tuple[str, ir.Pos], ClassV] = getattr(run.semantics, "records", {})
    key = (run.frame.module, pos)
    if key not in made:
        made[key] = classes.record(args.get(0), tuple(names), *key)
        classes.fill(run, made[key], args.keyword("bases"), args.keyword("namespace"))
    return made[key]


def _as_dict(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``dataclasses.asdict(x)``, ``attrs.asdict(x)``."""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.merge(obj, args.get(0) or Unknown("argument"))
    return obj


def _field(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``dataclasses.field``, ``attr.ib``, pydantic's ``Field``: the default value."""
    for name in ("converter", "validator", "on_setattr", "metadata"):
        value = args.keyword(name)
        if value is not None:
            escapes.note(run, value, "attrs.field", pos, loose=True)
    factory = args.keyword("default_factory") or args.keyword("factory")
    if factory is not None:
        # Called for each object that is not passed the field.
        return join_all([Wrapped(FACTORY, one) for one in options(factory)])
    return args.get(0, "default") or Unknown("field")


TABLE: dict[str, Handler] = {
    "dataclasses.field": _field,
    "dataclasses.replace": _changed,
    "copy.replace": _changed,
    "attr.evolve": _changed,
    "attrs.evolve": _changed,
    "python.$changed": _changed,
    "python.$make": _make,
    "dataclasses.astuple": _fields,
    "attr.astuple": _fields,
    "attrs.astuple": _fields,
    "dataclasses.make_dataclass": _record,
    "attr.ib": _field,
    "attr.field": _field,
    "attrs.field": _field,
    "pydantic.Field": _field,
    "pydantic.v1.Field": _field,
    "pydantic.PrivateAttr": _field,
    "collections.namedtuple": named_tuple,
    "typing.NamedTuple": named_tuple,
    "dataclasses.asdict": _as_dict,
    "attr.asdict": _as_dict,
    "attrs.asdict": _as_dict,
}

FIELDS = frozenset(path for path, handler in TABLE.items() if handler is _field)
"""What says all that is done with what it gets."""
