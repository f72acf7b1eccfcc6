"""JavaScript's globals and Node's modules, as far as values and callables flow through them.

A table from library path to handler; a path without a row is an unmodelled library call. Sources: the
ECMAScript specification and the Node.js API documentation. Names with ``%`` are operations that the front
end writes for syntax (``for``-``of``, ``super``, promise chains).
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    OWN_PLACE,
    Args,
    ClassV,
    Ext,
    Tup,
    Unknown,
    Value,
    constant,
    join_all,
    make_text,
    options,
)
from policywright.analyzers.languages.typescript import (
    collections,
    containers,
    loading,
    making,
    members,
    promises,
    reflection,
    texts,
)
from policywright.analyzers.languages.typescript.aws_sdk.requests import call_all
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_HOLE = Hole(kind="unknown")


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


def _number(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Unknown("number")


def _into_library(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``super(client)`` in a class that derives from a library's: that gets it."""
    run.call(Ext(constant(args.get(0)) or ""), args.drop(1), pos)
    return NONE


def _implements(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Interfaces of the program are bases; those of libraries say nothing about members."""
    found = [option for option in options(args.get(0) or BOTTOM) if isinstance(option, ClassV)]
    return join_all(found)


def _written(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``JSON.stringify(value, replacer)``"""
    call_all(run, args.drop(1), pos)
    return make_text((_HOLE,))


def _parsed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``JSON.parse(text, reviver)``"""
    call_all(run, args.drop(1), pos)
    node = run.call_running
    if node is not None and node.pos == pos and len(node.args) == 1:
        match node.args[0]:
            case ir.Call(fn=ir.Attr(obj=ir.Name(name="JSON"), name="stringify"), args=(data,)):
                # What is written and read back is a copy of the data.
                return run.copied(run.evaluate(data), pos)
    return Unknown("json")


TABLE: dict[str, Handler] = {
    "%into": _into_library,
    "%keys": lambda run, args, pos: containers.keys(run, args.get(0) or BOTTOM),
    "%implements": _implements,
    "%interop": _first,
    "tslib.__importStar": _first,
    "tslib.__importDefault": _first,
    "Object": _first,
    "Object.freeze": _first,
    "Object.seal": _first,
    "Object.keys": lambda run, args, pos: containers.keys(run, args.get(0) or BOTTOM),
    "Object.values": lambda run, args, pos: containers.values(run, args.get(0) or BOTTOM),
    "Object.entries": lambda run, args, pos: containers.entries(run, args.get(0) or BOTTOM),
    "Array": lambda run, args, pos: Tup(args.positional if len(args.positional) != 1 else (), True),
    "Array.of": lambda run, args, pos: Tup(args.positional, args.more is not None),
    "Array.isArray": _number,
    "Promise.resolve": _first,
    # Bluebird's (http://bluebirdjs.com/docs/api-reference.html).
    "Promise.promisifyAll": _first,
    "Promise.map": collections.iterated("map"),
    "Promise.mapSeries": collections.iterated("map"),
    "Promise.each": collections.iterated("forEach"),
    "Promise.filter": collections.iterated("filter"),
    # The packages' own pages, https://www.npmjs.com/package/p-map and so on.
    "p-map": collections.iterated("map"),
    "p-map-series": collections.iterated("map"),
    "p-each-series": collections.iterated("forEach"),
    "p-filter": collections.iterated("filter"),
    "react.useCallback": _first,
    "String": lambda run, args, pos: containers.text_of(args.get(0)),
    "Number": _number,
    "parseInt": _number,
    "parseFloat": _number,
    "Boolean": _number,
    "Symbol": _number,
    "RegExp": lambda run, args, pos: Ext("%regex"),
    "%regex.test": _number,
    "%regex.exec": lambda run, args, pos: Unknown("match"),
    "Date.now": _number,
    "JSON.stringify": _written,
    "JSON.parse": _parsed,
    "structuredClone": containers.copied,
    **promises.TABLE,
    **reflection.TABLE,
    **making.TABLE,
    **texts.TABLE,
    **loading.TABLE,
    **members.TABLE,
    "fetch": lambda run, args, pos: Ext("fetch()"),
    # It gives the handler that Lambda calls.
    "awslambda.streamifyResponse": _first,
    "awslambda.HttpResponseStream.from": _first,
    "process.cwd": lambda run, args, pos: OWN_PLACE,
    "memoizee": _first,
    "mem": _first,
    "p-memoize": _first,
    "memoize": _first,
}

_ALIASES = {"bluebird": "Promise", "lodash-es": "lodash", "lodash/fp": "lodash", "timers/promises": "timers"}


def lookup(path: str) -> Handler | None:
    """The row of a path; modules that are known under several names share theirs."""
    handler = TABLE.get(path)
    if handler is not None:
        return handler
    for prefix in ("globalThis.", "global.", "window.", "self."):
        if path.startswith(prefix):
            return TABLE.get(path.removeprefix(prefix))
    handler = collections.lookup(path)
    if handler is not None:
        return handler
    package, dot, rest = path.partition(".")
    if package in _ALIASES:
        return TABLE.get(f"{_ALIASES[package]}{dot}{rest}")
    if package.startswith("lodash") and not dot:
        return TABLE.get("lodash." + package.removeprefix("lodash").lstrip("/."))
    return None
