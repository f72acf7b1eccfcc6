"""What Python code waits for, or asks for items, where it stands."""

from __future__ import annotations

from policywright.analyzers import ir

_EXHAUSTING = frozenset((
    "all", "any", "dict", "frozenset", "list", "max", "min", "set", "sorted", "sum", "tuple",
))  # fmt: skip
"""Builtins that ask their first argument for all of its items at once:
https://docs.python.org/3/library/functions.html."""
_GOING_THROUGH = _EXHAUSTING | {"enumerate", "next"}
"""The same for one item (``enumerate`` where somebody asks it)."""
_EXHAUSTING_TOO = frozenset((
    "Counter", "OrderedDict", "deque", "extend", "extendleft", "fsum", "join", "prod", "update", "writelines",
))  # fmt: skip
"""Other functions and methods that ask for all items: collections, ``str.join``, math, ``writelines`` of
files."""
_HANDING_ON = frozenset(("wait_for", "shield", "create_task", "ensure_future"))
"""Functions of asyncio with which whoever waits for them waits for their first argument."""


def wait(value: ir.Expr, together: bool = False) -> ir.Expr:
    """An expression that is waited for: so is what its calls hand on."""
    if not isinstance(value, ir.Call):
        return value
    value.awaited, value.together = True, together
    function = value.fn
    if isinstance(function, ir.Attr) and isinstance(function.obj, ir.Name) and function.obj.name == "asyncio":
        if function.name in _HANDING_ON and value.args:
            wait(value.args[0], together)
        elif function.name == "gather" and not value.kwargs:
            # With ``return_exceptions`` it is over where one of them has failed, too.
            for one in value.args:
                wait(one, together=True)
    return value


def go_through(value: ir.Expr) -> ir.Expr:
    """An expression that is asked for its items at once, the first of them at least."""
    if isinstance(value, ir.Call):
        value.asked = True
        if isinstance(value.fn, ir.Name) and value.fn.name in _GOING_THROUGH and value.args:
            go_through(value.args[0])
    elif isinstance(value, ir.Comprehension):
        go_through(value.clauses[0].iterable)
    return value


def is_exhausting(name: str) -> bool:
    """Whether a function or method of a name asks what it gets for all of its items."""
    return name in _EXHAUSTING or name in _EXHAUSTING_TOO


def is_going_through(function: ir.Expr) -> bool:
    """Whether a call of a function asks its first argument for an item at once."""
    return isinstance(function, ir.Name) and function.name in _GOING_THROUGH and function.name != "enumerate"
