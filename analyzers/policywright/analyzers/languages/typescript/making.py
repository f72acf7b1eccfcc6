"""Containers that JavaScript's globals make."""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    Args,
    Obj,
    Tup,
    Unknown,
    Value,
    is_nothing,
    join_all,
    options,
)
from policywright.analyzers.languages.typescript import containers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def _items(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What ``for (x of value)`` goes over: a map gives its entries."""
    value = args.get(0)
    if value is None:
        return None
    found: list[Value] = []
    for option in options(value):
        is_map = isinstance(option, Obj) and run.heap.shape(option).kind == "dict"
        if is_map and containers.has_protocol(run, option):
            found.append(Tup((run.iterate(option),), open=True))
        else:
            found.append(containers.entries(run, option) if is_map else option)
    return join_all(found)


def _from_entries(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return _filled(run, run.heap.new("dict", pos, run.frame.module, run.frame.task.id), args)


def _filled(run: Interpreter, obj: Obj, args: Args) -> Obj:
    pairs = args.get(0)
    if pairs is not None and not is_nothing(pairs):
        known = run.sequence(pairs)
        for pair in known if known is not None else (run.iterate(pairs),):
            run.heap.put(obj, run.element(pair, 0), run.element(pair, 1))
    return obj


def _map(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new Map(pairs)``: what it holds are no members of it."""
    return _filled(run, run.heap.new("dict", containers.MAP, pos, run.frame.module, run.frame.task.id), args)


def _grouped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Object.groupBy(items, f)`` and ``Map.groupBy``"""
    items = args.get(0)
    return containers.grouped(run, items, args.get(1), pos) if items is not None else None


def _set(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("list", pos, run.frame.module, run.frame.task.id)
    value = args.get(0)
    if value is not None and not is_nothing(value):
        run.heap.put(obj, Unknown("index"), run.iterate(value))
    return obj


def _array_from(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is None:
        return None
    items = _items(run, Args((value,)), pos) or value
    if not all(
        isinstance(option, Tup) or (isinstance(option, Obj) and run.heap.shape(option).kind != "instance")
        for option in options(items)
    ):
        items = Tup((run.iterate(items),), open=True)
    if args.get(1) is not None:
        return containers.container_method(run, items, "map", args.drop(1), pos)
    return items


TABLE: dict[str, Handler] = {
    "%items": _items,
    "Object.fromEntries": _from_entries,
    "Object.groupBy": _grouped,
    "Map.groupBy": _grouped,
    "Map": _map,
    "WeakMap": _map,
    "Set": _set,
    "WeakSet": _set,
    "Array.from": _array_from,
    "Array.fromAsync": _array_from,
}
