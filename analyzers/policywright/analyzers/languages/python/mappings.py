"""Dicts, namespaces and queues of Python's builtins and standard library, and what is put into them."""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.shapes import is_environment
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Known,
    Obj,
    Unknown,
    Value,
    join,
    options,
)
from policywright.analyzers.languages.python import containers, introspection
from policywright.analyzers.languages.python.annotations import is_typed_dict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def _set_item(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``operator.setitem(obj, key, value)``"""
    run.set_index(args.get(0) or BOTTOM, args.get(1) or Unknown("key"), args.get(2) or BOTTOM)
    return NONE


def _or_in_place(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``operator.ior(mapping, other)``"""
    found = args.get(0) or BOTTOM
    for one in options(found):
        if isinstance(one, Obj):
            containers.container_method(run, one, "update", args.drop(1), pos)
    return found


def _parse_into(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``parser.parse_args(argv, namespace=settings)``: what it had are defaults."""
    for option in options(args.get(1, "namespace") or BOTTOM):
        run.overlay(option)
    return None


def typed_dict(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A dict for ``CopySourceTypeDef(Bucket="b", Key="k")``, the stubs' types of members; None for others."""
    return made(run, args, pos) if is_typed_dict(path) else None


def made(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    for side, given in enumerate(args.positional):
        value = introspection.mapped(run, given, pos)
        if value != given or any(
            is_environment(option) or (isinstance(option, Obj) and run.heap.shape(option).kind == "dict")
            for option in options(value)
        ):
            run.heap.merge(obj, value, side, certain=True)
            continue
        if isinstance(value, Unknown):
            # What comes behind it counts, as in ``{**value, "key": x}``.
            run.heap.make_open(obj)
            continue
        for item in run.sequence(value) or (run.iterate(value),):
            run.heap.put(obj, run.element(item, 0), run.element(item, 1))
    if args.open:
        # ``dict(defaults, **settings)``
        run.heap.replace(obj, Unknown("argument"), lambda: list(run.heap.keys(obj)))
    run.heap.fill(obj, args.keywords, args.maybe, opened=args.open, others=args.others)
    # ``dict(x, **({"key": y} if z else {}))``
    run.heap.sets.pass_over(obj, args.maybe)
    run.heap.leave(obj, args.maybe)
    return obj


TYPED_DICTS = frozenset(("typing.TypedDict", "typing_extensions.TypedDict", "mypy_extensions.TypedDict"))


def _namespace(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """An object that has what it is told, and what is set on it later."""
    obj = run.heap.new("instance", pos, run.frame.module, run.frame.task.id)
    run.heap.fill(obj, args.keywords, args.maybe, opened=args.open, others=args.others)
    return obj


def _default_dict(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    factory = args.get(0)
    if factory is not None:
        run.heap.put(obj, Unknown("key"), run.call(factory, NO_ARGS, pos))
    for value in args.positional[1:]:
        containers.container_method(run, obj, "update", Args((value,)), pos)
    return obj


def _chain_map(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``ChainMap(first, second)``: what the first has counts, also where nobody knows what that is."""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    below: list[Value] = []
    for side, value in enumerate(reversed(args.positional)):
        run.heap.merge(obj, value, side, certain=True)
        run.heap.replace(obj, value, lambda: [key for one in below for key in run.heap.keys_of(one)])
        below.append(value)
    return obj


def _shuffled(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``random.shuffle(items)``: where they are is not known any more."""
    run.heap.moved(args.get(0) or BOTTOM)
    return NONE


_QUEUES = tuple(
    f"{module}.{name}"
    for module in ("queue", "asyncio", "multiprocessing", "janus")
    for name in ("Queue", "SimpleQueue", "LifoQueue", "PriorityQueue", "JoinableQueue")
)


def _from_keys(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    for key in run.sequence(args.get(0) or BOTTOM) or (run.iterate(args.get(0) or BOTTOM),):
        run.heap.put(obj, key, args.get(1) or NONE)
    return obj


def _update(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``update`` and ``setdefault`` of a mapping of the program, by its own ``__setitem__``."""
    for option in options(args.get(0) or BOTTOM):
        for key, value in args.keywords:
            run.call_special(option, "__setitem__", Args((Known(key), value)), pos)
        for value in args.positional[1:]:
            held = run.iterate(value) if len(args.positional) == 2 else value
            for one in options(value) if len(args.positional) == 2 else ():
                held = join(held, run.heap.everything(one) if isinstance(one, Obj) else BOTTOM)
            run.call_special(option, "__setitem__", Args((Unknown("key"), held)), pos)
    return args.get(2)


def _queue(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.heap.new("list", pos, run.frame.module, run.frame.task.id)


TABLE: dict[str, Handler] = {
    "operator.setitem": _set_item,
    "operator.ior": _or_in_place,
    "builtins.dict.fromkeys": _from_keys,
    "builtins.dict": made,
    "python.$update": _update,
    "collections.defaultdict": _default_dict,
    "collections.OrderedDict": made,
    "collections.ChainMap": _chain_map,
    **dict.fromkeys(("random.shuffle", "numpy.random.shuffle", "heapq.heapify"), _shuffled),
    **{path: _queue for path in _QUEUES},
    "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace,
    "argparse.ArgumentParser().parse_args": _parse_into,
    "argparse.ArgumentParser().parse_known_args": _parse_into,
}
