"""Libraries of curried functions, data last: ``R.map(f)(items)``, ``curry(f)(a)(b)``, ``pipe(f, g)``.

A call with fewer arguments than it takes is ``Curried``. Sources: the
documentation of Ramda and of ``lodash/fp`` (fp guide, "Curried", "Fixed Arity", "Rearranged Arguments").
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Bound,
    Ext,
    FuncV,
    Known,
    Partial,
    Tup,
    Unknown,
    Value,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.typescript import collections, containers
from policywright.analyzers.languages.typescript.handles import Composed, Curried

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

    Handler: TypeAlias = Callable[[Interpreter, Args, ir.Pos], Value]

PACKAGES = frozenset(("ramda", "rambda", "lodash/fp"))
MAX_ARITY = 6
"""Arguments that a curried function waits for at most."""


def call(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A call of a function of these libraries; None for those without a row."""
    package, _, name = path.rpartition(".")
    known = _FUNCTIONS.get(name) if package in PACKAGES else None
    if known is None:
        return None
    arity, handler = known
    lacking = arity - len(args.positional)
    if lacking > 0:
        if args.more is None:
            return Curried(Ext(path), args)
        # Of so many any may be any of those that it waits for.
        args = Args((*args.positional, *(args.more,) * lacking), args.keywords, args.more)
    return handler(run, args, pos)


def apply(run: Interpreter, handle: Curried | Composed, args: Args, pos: ir.Pos) -> Value:
    """A call of what ``curry`` or ``pipe`` gave, or of a function that still waits for arguments."""
    if isinstance(handle, Composed):
        steps = handle.steps
        value = run.call(steps[0], args, pos) if steps else args.get(0) or NONE
        for step in steps[1:]:
            value = run.call(step, Args((value,)), pos)
        return value
    function, before = handle.function, handle.args
    given = before.then(args)
    if isinstance(function, Ext):
        return run.call(function, given, pos)
    if len(given.positional) < _arity(function) and given.more is None:
        return Curried(function, given)
    return run.call(function, given, pos)


def _arity(function: Value) -> int:
    """How many arguments a function takes, those with a default and rest parameters apart."""
    found = 0
    for option in options(function):
        inner, fixed = option, 0
        while isinstance(inner, Bound | Partial):
            fixed += len(inner.args.positional) if isinstance(inner, Partial) else 0
            inner = inner.function
        if isinstance(inner, FuncV):
            plain = [one for one in inner.function.params if one.default is None and one.kind != "rest"]
            found = max(found, len(plain) - fixed)
    return min(found, MAX_ARITY)


def _curry(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return Curried(args.get(0) or Unknown("function"))


def _curry_n(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return Curried(args.get(1) or Unknown("function"))


def _pipe(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return Composed(args.positional)


def _compose(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return Composed(args.positional[::-1])


def _pipe_with(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    steps = run.sequence(args.get(1) or NONE)
    return Composed(steps or ())


def _collection(name: str) -> Handler:
    """A function over a collection that comes last."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
        *given, items = args.positional
        found = [
            containers.container_method(run, option, name, Args(tuple(given)), pos)
            for option in options(containers.collected(run, items))
        ]
        return join_all([value for value in found if value is not None])

    return handler


def _apply_last(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """``andThen(f, promise)``, ``when(test, f, value)``: the function's result."""
    *before, value = args.positional
    results = [run.call(function, Args((value,)), pos) for function in before]
    return join(results[-1], value) if len(results) > 1 else results[0]


def _tap(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    function, value = args.positional[:2]
    run.call(function, Args((value,)), pos)
    return value


def _last(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return args.positional[-1]


def _prop(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """``prop("a", object)``, ``path(["a", "b"], object)``, ``getOr(default, "a.b", object)``."""
    *default, key, value = args.positional
    return join_all([containers.at_path(run, value, key), *default])


def _data_last(name: str) -> Handler:
    """A function of lodash with its data last."""
    handler = collections.TABLE[name]

    def rearranged(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
        *given, data = args.positional
        return handler(run, Args((data, *given)), pos) or Unknown("call")

    return rearranged


def _invoker(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """``invoker(0, "get")``: with so many arguments, the object comes last."""
    count = args.positional[0]
    number = count.value if isinstance(count, Known) and isinstance(count.value, int) else 0
    return Curried(Ext("ramda.%invoke"), Args((Known(number), args.positional[1])))


def _invoke(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    _, name, *given = args.positional
    *before, receiver = given or [Unknown("object")]
    return collections.invoked(run, receiver, name, Args(tuple(before)), pos)


def _pluck(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return Tup(
        (run.index(run.iterate(containers.collected(run, args.positional[1])), args.positional[0]),),
        open=True,
    )


def _reduce(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    function, start, items = args.positional[:3]
    found = containers.container_method(
        run, containers.collected(run, items), "reduce", Args((function, start)), pos
    )
    return found if found is not None else start


def _items(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """Pieces of the collection that comes last, which are collections too."""
    return Tup((args.positional[-1],), open=True)


def _partial(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return Partial(args.positional[0], run.spread(args.positional[1]))


def _always(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    return Curried(Ext("ramda.identity"), Args((args.positional[0],)))


_COLLECTIONS = {
    "map": "map", "forEach": "forEach", "each": "forEach", "filter": "filter", "reject": "filter",
    "find": "find", "any": "some", "some": "some", "all": "every", "every": "every", "chain": "flatMap",
    "flatMap": "flatMap",
}  # fmt: skip
"""Functions over a collection, and the array method that calls its argument alike."""

_FUNCTIONS: dict[str, tuple[int, Handler]] = {
    "curry": (1, _curry),
    "curryN": (2, _curry_n),
    "pipe": (0, _pipe),
    "flow": (0, _pipe),
    "compose": (0, _compose),
    "flowRight": (0, _compose),
    "pipeWith": (2, _pipe_with),
    "pipeP": (0, _pipe),
    **{name: (2, _collection(method)) for name, method in _COLLECTIONS.items()},
    "reduce": (3, _reduce),
    "andThen": (2, _apply_last),
    "otherwise": (2, _tap),
    "when": (3, _apply_last),
    "unless": (3, _apply_last),
    "tap": (2, _tap),
    "identity": (1, lambda run, args, pos: args.positional[0]),
    "always": (1, _always),
    "prop": (2, _prop),
    "path": (2, _prop),
    "get": (2, _prop),
    **dict.fromkeys(("getOr", "propOr", "pathOr"), (3, _prop)),
    "invoker": (2, _invoker),
    "%invoke": (3, _invoke),
    "zipObj": (2, lambda run, args, pos: collections.TABLE["zipObject"](run, args, pos) or NONE),
    **{name: (2, _data_last(name)) for name in ("keyBy", "indexBy", "groupBy", "mapValues", "partition")},
    **{name: (1, _data_last(name)) for name in ("head", "last", "fromPairs")},
    "pluck": (2, _pluck),
    "partial": (2, _partial),
    "memoizeWith": (2, lambda run, args, pos: args.positional[1]),
    "once": (1, lambda run, args, pos: args.positional[0]),
    "splitEvery": (2, _items),
    "chunk": (2, _items),
    "toPairs": (1, lambda run, args, pos: containers.entries(run, args.positional[0])),
    "values": (1, lambda run, args, pos: containers.values(run, args.positional[0])),
    "keys": (1, lambda run, args, pos: containers.keys(run, args.positional[0])),
    **dict.fromkeys(("pick", "omit", "uniqBy", "sortBy", "take", "drop", "concat"), (2, _last)),
    **dict.fromkeys(("uniq", "flatten", "unnest"), (1, _last)),
    "isEmpty": (1, lambda run, args, pos: Unknown("boolean")),
}

__all__ = ["PACKAGES", "apply", "call"]
