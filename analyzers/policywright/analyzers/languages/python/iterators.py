"""What Python's builtins and ``itertools`` make of sequences and iterators.

Source: the Python library reference (built-in functions, ``itertools``, ``heapq``, ``functools``).
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Known,
    Tup,
    Unknown,
    Value,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.python import protocols

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def listed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is not None:
        items = run.sequence(value)
        if items is not None:
            return Tup(items)
    obj = run.heap.new("list", pos, run.frame.module, run.frame.task.id)
    if value is not None:
        run.heap.put(obj, Unknown("index"), run.iterate(value))
    return obj


def bounded(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``deque(items, maxlen=n)``: which of them are left is not known."""
    if (args.get(1, "maxlen") or NONE) == NONE:
        return listed(run, args, pos)
    obj = run.heap.new("list", pos, run.frame.module, run.frame.task.id)
    run.heap.put(obj, Unknown("index"), run.iterate(args.get(0) or BOTTOM))
    return obj


def _one_of(at: int, *, function: int | None = None) -> Handler:
    """Any of the items of an argument; a function that is another one is asked for each."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        item = run.iterate(args.get(at) or BOTTOM)
        asked = None if function is None else args.get(function)
        if asked is not None and asked != NONE:
            run.call(asked, Args((item,)), pos)
        return Tup((item,), open=True)

    return handler


def _groups(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``itertools.groupby(items, key)``"""
    item, key = run.iterate(args.get(0) or BOTTOM), args.get(1, "key")
    named = item if key is None or key == NONE else run.call(key, Args((item,)), pos)
    return Tup((Tup((named, Tup((item,), open=True))),), open=True)


def _rows(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Short rows of the items of one argument: ``pairwise``, ``batched``, ``permutations``."""
    item = run.iterate(args.get(0) or BOTTOM)
    return Tup((Tup((item,), open=True),), open=True)


def _product(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup(
        (Tup(tuple(map(run.iterate, args.positional)), args.keyword("repeat") is not None),), open=True
    )


def _zip_longest(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    fill = args.keyword("fillvalue") or NONE
    return Tup((Tup(tuple(join(run.iterate(value), fill) for value in args.positional)),), open=True)


def _merged(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((join_all([run.iterate(value) for value in args.positional]),), open=True)


def _both(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0) or BOTTOM
    return Tup((value, value))


def _iter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``iter(function, last)`` calls the function."""
    value = args.get(0)
    return Tup((run.call(value or BOTTOM, NO_ARGS, pos),), open=True) if len(args.positional) > 1 else value


def _reversed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    own = [run.call_special(one, "__reversed__", NO_ARGS, pos) for one in options(args.get(0) or BOTTOM)]
    found = join_all(own)
    if found is not BOTTOM:
        return found
    items = run.sequence(args.get(0) or BOTTOM)
    return Tup(items[::-1]) if items is not None else Tup((run.iterate(args.get(0) or BOTTOM),), open=True)


def _zip(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    sequences = [run.sequence(value) for value in args.positional]
    known = [items for items in sequences if items is not None]
    if len(known) == len(sequences) and known:
        return Tup(tuple(Tup(items) for items in zip(*known, strict=False)))
    return Tup((Tup(tuple(run.iterate(value) for value in args.positional)),), open=True)


def _enumerate(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is None:
        return None
    items = run.sequence(value)
    first = args.get(1, "start") or Known(0)
    start = first.value if isinstance(first, Known) else None
    if items is not None and isinstance(start, int):
        return Tup(tuple(Tup((Known(index), item)) for index, item in enumerate(items, start)))
    return Tup((Tup((Unknown("index"), run.iterate(value))),), open=True)


def mapped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``map(f, xs)``, ``pool.map(f, xs)``, ``executor.map(f, xs)``."""
    if not args.positional:
        return None
    function, *iterables = args.positional
    sequences = [run.sequence(value) for value in iterables]
    known = [items for items in sequences if items is not None]
    if iterables and len(known) == len(sequences):
        rows = zip(*known, strict=False)
        return Tup(tuple(run.call(function, Args(tuple(row)), pos) for row in rows))
    result = run.call(function, Args(tuple(run.iterate(value) for value in iterables)), pos)
    return Tup((result,), open=True)


def star_mapped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function, rows = args.get(0), args.get(1)
    if function is None or rows is None:
        return None
    found: list[Value] = []
    for row in run.sequence(rows) or (run.iterate(rows),):
        found.append(run.call(function, run.spread(row), pos))
    return Tup(tuple(found), open=True)


def _filter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function, items = args.get(0), args.get(1)
    if items is None:
        return None
    item = run.iterate(items)
    if function is not None and function != NONE:
        run.call(function, Args((item,)), pos)
    return Tup((item,), open=True)


def _pushed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    into = args.get(0) or BOTTOM
    run.call(run.attribute(into, "append"), Args((args.get(1) or BOTTOM,)), pos)
    return run.iterate(into)


def _taken(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.iterate(args.get(0) or BOTTOM)


def _some_of(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((run.iterate(args.get(1) or BOTTOM),), open=True)


def _sorted(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0, "iterable")
    if value is None:
        return None
    item = run.iterate(value)
    key = args.keyword("key")
    if key is not None:
        run.call(key, Args((item,)), pos)
    return Tup((item,), open=True)


def _next(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    protocols.stopped(run, value or NONE)
    return join(run.iterate(value), args.get(1) or BOTTOM) if value is not None else None


def _choice(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """One of the items: ``max``, ``min``, ``random.choice``, ``next(iter(x))``."""
    if len(args.positional) > 1:
        return join_all(args.positional)
    value = args.get(0)
    return join(run.iterate(value), args.keyword("default") or BOTTOM) if value is not None else None


def _reduce(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function, items = args.get(0), args.get(1)
    if function is None or items is None:
        return None
    known = run.sequence(items)
    rounds = list(known) if known is not None else [run.iterate(items)]
    so_far = args.get(2) or (rounds[0] if rounds else NONE)
    for item in rounds[1:] if args.get(2) is None and len(rounds) > 1 else rounds:
        so_far = join(so_far, run.call(function, Args((so_far, item)), pos))
    return so_far


TABLE: dict[str, Handler] = {
    "builtins.reversed": _reversed,
    "builtins.iter": _iter,
    "builtins.zip": _zip,
    "builtins.enumerate": _enumerate,
    "builtins.map": mapped,
    "builtins.filter": _filter,
    "builtins.sorted": _sorted,
    "builtins.next": _next,
    "builtins.anext": _next,
    "builtins.max": _choice,
    "builtins.min": _choice,
    "heapq.heappush": _pushed,
    "heapq.heappushpop": _pushed,
    "heapq.heapreplace": _pushed,
    "heapq.heappop": _taken,
    "heapq.nlargest": _some_of,
    "heapq.nsmallest": _some_of,
    "heapq.merge": _merged,
    "random.sample": _one_of(0),
    "random.choices": _one_of(0),
    "bisect.insort": _pushed,
    "bisect.insort_left": _pushed,
    "bisect.insort_right": _pushed,
    "itertools.starmap": star_mapped,
    "itertools.product": _product,
    "itertools.zip_longest": _zip_longest,
    "itertools.groupby": _groups,
    "itertools.tee": _both,
    "itertools.compress": _one_of(0),
    **{f"itertools.{name}": _one_of(1, function=0) for name in ("takewhile", "dropwhile", "filterfalse")},
    **{
        f"itertools.{name}": _rows
        for name in ("batched", "combinations", "combinations_with_replacement", "pairwise", "permutations")
    },
    "functools.reduce": _reduce,
    "random.choice": _choice,
    "asyncio.wait": _both,
    "concurrent.futures.wait": _both,
}
