"""Middleware of version 3's clients, and listeners of version 2's, in which code may change what is asked for
before it is sent.

Source: "Middleware Stack" in the README of https://github.com/aws/aws-sdk-js-v3, and ``@smithy/types``: a
function of the stack gets ``args.input``, and passes on what it likes. ``AWS.Service.customizeRequests`` and
``AWS.Request`` ("request.params", "request.httpRequest") in the API reference of version 2.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.names import walk
from policywright.analyzers.engine.values import NONE, Args, Bound, Ext, FuncV, Obj, Value, options
from policywright.analyzers.model import Identity
from policywright.analyzers.sdk.handles import Hooks

_ADDING = frozenset(("add", "addRelativeTo"))
_INPUT = frozenset(("input",))
_OF_REQUESTS = frozenset(("params", "httpRequest"))
_ASKING = "x-amz-"
"""How headers begin that say what is asked for: another object's copy, an access list, tags."""
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


def customise(run: Interpreter, service: str, _identity: Identity, args: Args, _pos: ir.Pos) -> Value:
    """Version 2's ``client.customizeRequests(function)``"""
    given = args.get(0)
    if any([_changes(one, _OF_REQUESTS) for one in options(given)] if given is not None else ()):
        run.alter(service)
    return NONE


def _changes(value: Value, names: frozenset[str] = _INPUT) -> bool:
    """Whether a function that sees requests may change what is asked for, under some names."""
    match value:
        case FuncV(function=function) | Bound(function=FuncV(function=function)):
            return _sets_input(function, names)
        case Ext(path=path):
            return not path.startswith(_HARMLESS)
    return True


def _sets_input(function: ir.Function, names: frozenset[str]) -> bool:
    """It sets ``args.input`` or something in it, passes on another one, or hands it to a function."""
    for statement in function.body:
        for node in walk(statement):
            match node:
                case ir.Function() if _sets_input(node, names):
                    return True
                case ir.Assign(targets=targets) if any([_mentions_input(one, names) for one in targets]):
                    return True
                case ir.AugAssign(target=target) if _mentions_input(target, names):
                    return True
                case ir.DictLit(items=items) if any(
                    [_is_input(key, names) for key, _ in items if key is not None]
                ):
                    return True
                case ir.Call(fn=ir.Name() | ir.Attr(name="assign"), args=args) if any(
                    [_is_input(one, names) for one in args]
                ):
                    return True
    return False


def _mentions_input(node: ir.Node, names: frozenset[str]) -> bool:
    if _is_of_sending(node):
        return False
    return any(isinstance(one, ir.Attr) and one.name in names for one in walk(node))


def _is_of_sending(node: ir.Node) -> bool:
    """A header of the request by its name, which only says how it is sent."""
    match node:
        case ir.Index(obj=ir.Attr(name="headers"), key=ir.Const(value=str(name))):
            return not name.lower().startswith(_ASKING)
        case ir.Attr(obj=ir.Attr(name="headers"), name=name):
            return not name.lower().startswith(_ASKING)
    return False


def _is_input(node: ir.Node, names: frozenset[str]) -> bool:
    if isinstance(node, ir.Const):
        return node.value in names
    return isinstance(node, ir.Attr) and node.name in names


__all__ = ["add", "customise"]
