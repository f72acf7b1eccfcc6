"""Sequences, and what of Go's generic standard library gives back what it is given: ``maps``, ``slices``,
``iter``, ``errors``, ``sync/atomic``, ``weak``, ``unique``, ``container/heap``.

A table from path to handler, for ``runtime``. Source of the meanings: the packages' pages on
https://pkg.go.dev/std.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import keeping
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    Ext,
    FuncV,
    Known,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.go.handles import Holder, Pulled, Sequence, Yield

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_CALLABLES = FuncV | Bound | Partial
_HOLDERS = frozenset(("sync/atomic.Pointer", "weak.Pointer", "unique.Handle"))
"""Types whose values hold one of what they are given."""
_PUT = {"Store": 0, "Swap": 0, "CompareAndSwap": 1, "Put": 0}
"""Methods of these that put something in, and which argument that is."""
_GET = frozenset(("Load", "Swap", "Value", "Get"))


def entry(run: Interpreter, value: Value) -> tuple[Value, Value]:
    """What a round over a sequence, a list or a map binds: two values."""
    match value:
        case Sequence(first=first, second=second):
            return first, second
        case Obj() if run.heap.shape(value).kind == "dict":
            keys = [Known(key) for key in run.heap.keys(value)]  # type: ignore[arg-type]
            opened = [Unknown("key")] if run.heap.is_open(value) else []
            return join_all([*keys, *opened, run.heap.key_objects(value)]), run.heap.everything(value)
        case FuncV() | Bound():
            run.call(value, Args((Yield(value),)), (0, 0))
            cell = run.engine.read(("go-yield", value))
            return run.element(cell, 0) if cell is not BOTTOM else Unknown("item"), run.element(cell, 1)
    return Unknown("index"), run.iterate(value)


def _entry(run: Interpreter, args: Args, index: int = 0) -> tuple[Value, Value]:
    found = [entry(run, option) for option in options(args.get(index) or BOTTOM)]
    return join_all([first for first, _ in found]), join_all([second for _, second in found])


def _list(*items: Value) -> Tup:
    return Tup((join_all(items),), open=True)


def _told(run: Interpreter, args: Args, item: Value, pos: ir.Pos) -> None:
    """The functions among the arguments compare items or test them."""
    for value in args.told():
        for option in options(value):
            if isinstance(option, _CALLABLES):
                run.call(option, Args((item, item)), pos)


def _keys(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Sequence(_entry(run, args)[0], Unknown("none"))


def _values(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Sequence(_entry(run, args)[1], Unknown("none"))


def _pairs(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Sequence(*_entry(run, args))


def _chunks(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Sequence(_list(_entry(run, args)[1]), Unknown("none"))


def _collected(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A list of a sequence's items, in whatever order."""
    item = _entry(run, args)[0]
    _told(run, args.drop(1), item, pos)
    return _list(item)


def _appended(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return _list(_entry(run, args)[1], _entry(run, args, 1)[0])


def _mapped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``maps.Collect(seq)``"""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.put(obj, *_entry(run, args))
    return obj


def _inserted(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``maps.Insert(m, seq)``"""
    for option in options(args.get(0) or BOTTOM):
        if isinstance(option, Obj):
            run.heap.put(option, *_entry(run, args, 1))
        elif isinstance(option, Unknown | Ext):
            run.set_index(option, *_entry(run, args, 1))
    return NONE


def _with_more(position: int) -> Handler:
    """A list with more items, which are the arguments from a position on."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        more = [*args.positional[position:], *((args.more,) if args.more is not None else ())]
        return _list(_entry(run, args)[1], *more)

    return handler


def _one(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``slices.MaxFunc(list, compare)``"""
    item = _entry(run, args)[1]
    _told(run, args.drop(1), item, pos)
    return item


def _pull(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    first, second = _entry(run, args)
    return Tup((Pulled(Tup((first, second))), Pulled(NONE)))


def _pull_one(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((Pulled(_entry(run, args)[0]), Pulled(NONE)))


def pulled(handle: Pulled) -> Value:
    """A call of what ``iter.Pull`` gives."""
    given = handle.given
    if given == NONE:
        return NONE
    return Tup((*(given.items if isinstance(given, Tup) else (given,)), Unknown("boolean")))


def called(run: Interpreter, handle: Sequence, args: Args, pos: ir.Pos) -> Value:
    """``seq(func(item T) bool {...})``"""
    run.call(args.get(0) or NONE, Args((handle.first, handle.second)), pos)
    return NONE


# --- holders ---


def holder(path: str, site: object) -> Holder | None:
    """An empty value of a type that holds something."""
    return Holder((path, site)) if path in _HOLDERS else None


def _made(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``weak.Make(pointer)``, ``unique.Make(value)``"""
    made = Holder(("made", run.frame.module, pos, run.frame.task.id))
    run.engine.write(("go-held", made), args.get(0) or BOTTOM)
    return made


def _pool(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``sync.Pool{New: f}``"""
    made = Holder(("pool", run.frame.module, pos, run.frame.task.id))
    function = dict(args.keywords).get("New")
    if function is not None:
        run.engine.write(("go-held", made), run.call(function, Args(), pos))
    return made


def held(run: Interpreter, handle: Holder, name: str, args: Args) -> Value:
    """A method of what holds something."""
    position = _PUT.get(name)
    if position is not None:
        run.engine.write(("go-held", handle), args.get(position) or BOTTOM)
    if name not in _GET:
        return Unknown("boolean")
    found = run.engine.read(("go-held", handle))
    return join(found, NONE) if found is not BOTTOM else NONE


# --- contexts ---


def _with_value(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``context.WithValue(ctx, key, value)``; of what matters to a request, any may be meant by any key."""
    found = [one for one in options(args.get(2) or BOTTOM) if keeping.matters(run, one)]
    if found:
        run.engine.write(("go-context",), join_all(found))
    return args.get(0)


def of_context(run: Interpreter, name: str, args: Args) -> Value | None:
    """``ctx.Value(key)``"""
    if name != "Value" or len(args.positional) != 1:
        return None
    found = run.engine.read(("go-context",))
    return join(found, Unknown("item")) if found is not BOTTOM else None


# --- errors ---


def _as(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``errors.AsType[E](err)``: the error, or one in it."""
    return Tup((args.get(0) or BOTTOM, Unknown("boolean")))


def caught(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What ``errors.As(err, &target)`` puts into the variable."""
    found = [one for one in options(args.get(0) or BOTTOM) if isinstance(one, Obj)]
    return join_all([*found, Unknown("filled-in")])


def _joined(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return join_all([*args.told(), Unknown("error")])


def _unwrapped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return join(args.get(0) or BOTTOM, Unknown("error"))


def wrapped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``fmt.Errorf("...: %w", err)``: an error, and what is in it."""
    inner = [one for value in args.told() for one in options(value) if isinstance(one, Obj)]
    return join_all([Ext("fmt.Errorf()"), *inner])


# --- heaps ---


def _pushed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``heap.Push(h, x)`` calls the methods of ``h``."""
    _ordered(run, args, pos)
    item = args.get(1) or BOTTOM
    run.call(run.attribute(args.get(0) or BOTTOM, "Push"), Args((item,)), pos)
    for option in options(args.get(0) or BOTTOM):
        if isinstance(option, Obj) and run.heap.shape(option).kind == "list":
            # ``*h = append(*h, x)`` makes another list, to which the pointer leads.
            run.heap.append(option, item)
    return NONE


def _popped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    _ordered(run, args, pos)
    found = run.call(run.attribute(args.get(0) or BOTTOM, "Pop"), Args(), pos)
    return found if found is not BOTTOM else Unknown("item")


def _ordered(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``sort.Sort(x)``"""
    index = Unknown("index")
    for name, given in (("Len", ()), ("Less", (index, index)), ("Swap", (index, index))):
        run.call(run.attribute(args.get(0) or BOTTOM, name), Args(given), pos)
    return NONE


def _reversed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


TABLE: dict[str, Handler] = {
    "maps.Keys": _keys, "maps.Values": _values, "maps.All": _pairs, "maps.Collect": _mapped,
    "maps.Insert": _inserted, "slices.Values": _values, "slices.All": _pairs, "slices.Backward": _pairs,
    "slices.Chunk": _chunks, "slices.Collect": _collected, "slices.Sorted": _collected,
    "slices.SortedFunc": _collected, "slices.SortedStableFunc": _collected, "slices.AppendSeq": _appended,
    "slices.Insert": _with_more(2), "slices.Replace": _with_more(3), "slices.Max": _one,
    "slices.Min": _one, "slices.MaxFunc": _one, "slices.MinFunc": _one,
    "iter.Pull": _pull_one, "iter.Pull2": _pull,
    "context.WithValue": _with_value, "sync.Pool": _pool, "go.$caught": caught,
    "weak.Make": _made, "unique.Make": _made,
    "errors.AsType": _as, "errors.Join": _joined, "errors.Unwrap": _unwrapped, "fmt.Errorf": wrapped,
    "container/heap.Push": _pushed, "container/heap.Pop": _popped, "container/heap.Remove": _popped,
    "container/heap.Init": _ordered, "container/heap.Fix": _ordered, "sort.Sort": _ordered,
    "sort.Stable": _ordered, "sort.Reverse": _reversed, "sort.IsSorted": _ordered,
}  # fmt: skip
