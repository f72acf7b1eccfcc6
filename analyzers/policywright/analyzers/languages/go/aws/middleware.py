"""Middleware of version 2's clients in which code may change what is asked for before it is sent.

Source: https://docs.aws.amazon.com/sdk-for-go/v2/developer-guide/middleware.html: what is put into the step
``Initialize`` gets the input as ``Parameters``.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.values import NONE, Args, FuncV, Value, options

FUNCTION = "github.com/aws/smithy-go/middleware.InitializeMiddlewareFunc"
_INPUT = "Parameters"


def made(run: Interpreter, args: Args) -> None:
    """``middleware.InitializeMiddlewareFunc(name, function)``"""
    given = args.get(1)
    if any(_changes(one) for one in options(given if given is not None else NONE)):
        run.alter("")


def _changes(value: Value) -> bool:
    """Whether a function has the input of a request in its hands, and sets a member of something."""
    if not isinstance(value, FuncV):
        return value != NONE
    nodes = [node for statement in value.function.body for node in walk(statement)]
    return any(isinstance(one, ir.Attr) and one.name == _INPUT for one in nodes) and any(
        isinstance(target, ir.Attr) for one in nodes if isinstance(one, ir.Assign) for target in one.targets
    )


__all__ = ["FUNCTION", "made"]
