"""Getters of ``operator``: what takes a member, an item or a method out of what it is called with."""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Ext,
    Partial,
    Tup,
    Unknown,
    Value,
    constant,
    join_all,
    options,
)
from policywright.analyzers.languages.python.handles import (
    AttrGetter,
    ItemGetter,
    MethodCaller,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def _each(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What several getters give of one thing."""
    *getters, target = args.positional or (BOTTOM,)
    return Tup(tuple(run.call(getter, Args((target,)), pos) for getter in getters))


def _several(single: Handler) -> Handler:
    """A getter of several names gives a tuple."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        if len(args.positional) < 2:
            return single(run, args, pos)
        made = [single(run, Args((one,)), pos) or BOTTOM for one in args.positional]
        return Partial(Ext("python.$each"), Args(tuple(made)))

    return handler


def _attrgetter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    named = options(args.get(0) or Unknown("argument"))
    return join_all([AttrGetter(constant(option), (run.frame.module, pos)) for option in named])


def _methodcaller(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    named = options(args.get(0) or Unknown("argument"))
    rest, at = args.drop(1), (run.frame.module, pos)
    return join_all([MethodCaller(constant(option), rest, at) for option in named])


def _itemgetter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return ItemGetter(args.get(0) or Unknown("key"))


TABLE: dict[str, Handler] = {
    "python.$each": _each,
    "operator.attrgetter": _several(_attrgetter),
    "operator.methodcaller": _methodcaller,
    "operator.itemgetter": _several(_itemgetter),
}
