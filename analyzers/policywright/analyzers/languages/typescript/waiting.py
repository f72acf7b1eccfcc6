"""What JavaScript waits for, or asks for items, where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers import ir


def wait(value: ir.Expr, together: bool = False) -> ir.Expr:
    """An expression that is waited for: so is what its calls hand on.

    Whoever waits for ``p.catch()`` or ``p.finally()`` comes out of it where ``p`` has failed, too.
    """
    if isinstance(value, ir.Cast):
        wait(value.value, together)
    if not isinstance(value, ir.Call):
        return value
    value.awaited, value.together = True, together
    function, args = value.fn, value.args
    if not args:
        return value
    if isinstance(function, ir.Name) and function.name == "%then" and len(args) == 2:
        # What else the arguments do is done before that is over.
        if isinstance(args[1], ir.FunctionExpr | ir.Name | ir.Attr):
            wait(args[0], together)
    elif (
        isinstance(function, ir.Attr)
        and function.name == "all"
        and isinstance(function.obj, ir.Name)
        and function.obj.name == "Promise"
        and isinstance(args[0], ir.ListLit)
    ):
        for one in args[0].items:
            wait(one, together=True)
    return value


def wait_for_returned(body: Iterable[ir.Stmt]) -> None:
    """Waits for what an async function gives back: whoever waits for it waits for that.

    What is given back in a ``try`` is not done when its ``finally`` is.
    """
    for statement in body:
        match statement:
            case ir.Return(value=value) if value is not None:
                wait(value)
            case ir.If():
                wait_for_returned(statement.body)
                wait_for_returned(statement.orelse)
            case ir.For() | ir.While() | ir.Block():
                wait_for_returned(statement.body)


def go_through(value: ir.Expr) -> ir.Expr:
    """An expression that is asked for its items at once, the first of them at least."""
    if isinstance(value, ir.Call):
        value.asked = True
    return value
