"""Middleware of version 3's clients, in which code may change what is asked for before it is sent.

Source: "Middleware Stack" in the README of https://github.com/aws/aws-sdk-js-v3, and ``@smithy/types``: a
function of the stack gets ``args.input``, and passes on what it likes.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.values import Args, Bound, Ext, FuncV, Obj, Value, options
from policywright.analyzers.sdk.handles import Hooks

_ADDING = frozenset(("add", "addRelativeTo"))
_INPUT = "input"
_HARMLESS = (
    "@aws-sdk/",
    "@smithy/",
    "@aws/",
    "aws-xray-sdk",
    "@opentelemetry/",
    "@aws-lambda-powertools/",
    "@sentry/",
)
"""Where middleware of libraries is from that observes or signs requests, and changes no member of them."""


def add(run: Interpreter, hooks: Hooks, name: str, args: Args, pos: ir.Pos) -> None:
    """``client.middlewareStack.add(function, options)``, ``client.middlewareStack.use(plugin)``"""
    given = args.get(0)
    for one in options(given) if given is not None else ():
        if name == "use" and isinstance(one, Obj):
            # What it adds is added to the same.
            run.call(run.attribute(one, "applyToStack"), Args((hooks,)), pos)
        elif (name == "use" or name in _ADDING) and _changes(one):
            run.alter(hooks.service)


def _changes(value: Value) -> bool:
    """Whether a function of a stack may change what is asked for."""
    match value:
        case FuncV(function=function) | Bound(function=FuncV(function=function)):
            return _sets_input(function)
        case Ext(path=path):
            return not path.startswith(_HARMLESS)
    return True


def _sets_input(function: ir.Function) -> bool:
    """It sets ``args.input`` or something in it, passes on another one, or hands it to a function."""
    for statement in function.body:
        for node in walk(statement):
            match node:
                case ir.Function() if _sets_input(node):
                    return True
                case ir.Assign(targets=targets) if any(map(_mentions_input, targets)):
                    return True
                case ir.AugAssign(target=target) if _mentions_input(target):
                    return True
                case ir.DictLit(items=items) if any(_is_input(key) for key, _ in items if key is not None):
                    return True
                case ir.Call(fn=ir.Name() | ir.Attr(name="assign"), args=args) if any(map(_is_input, args)):
                    return True
    return False


def _mentions_input(node: ir.Node) -> bool:
    return any(isinstance(one, ir.Attr) and one.name == _INPUT for one in walk(node))


def _is_input(node: ir.Node) -> bool:
    if isinstance(node, ir.Const):
        return node.value == _INPUT
    return isinstance(node, ir.Attr) and node.name == _INPUT


__all__ = ["add"]
