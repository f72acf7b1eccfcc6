"""What JavaScript, Node and libraries call of the program's own objects."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    ClassV,
)
from policywright.analyzers.languages.typescript.specifiers import BUILTIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

BUILT_IN = frozenset((
    "Array", "Buffer", "JSON", "Map", "Math", "Number", "Object", "Promise", "Reflect", "Set", "String",
    "Symbol", "assert", "console", "process", "util", "fs", "path", "url", "crypto", "structuredClone",
    "isNaN", "Boolean", "RegExp", "%regex",
))  # fmt: skip
_CALLING_NOTHING = frozenset((
    "AggregateError", "ArrayBuffer", "BigInt", "Blob", "Boolean", "Date", "Error", "EvalError", "File",
    "Intl", "Math", "Number", "RangeError", "ReferenceError", "RegExp", "String", "Symbol", "SyntaxError",
    "TextDecoder", "TextEncoder", "TypeError", "URIError", "atob", "btoa", "console", "isFinite", "isNaN",
    "parseFloat", "parseInt", "%regex",
))  # fmt: skip
"""Globals of which no member calls a function that it gets
(https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects)."""
_PROTOCOLS = frozenset((
    "<computed>", "next", "then", "toJSON", "toString", "valueOf", "_read", "_transform", "_write",
    "_flush",
))  # fmt: skip
"""What the language and Node call of an object that they get."""


_OF_BASES = frozenset((
    "addListener", "addRequest", "createConnection", "createSocket", "destroy", "emit", "end", "getName",
    "keepSocketAlive", "on", "once", "pause", "pipe", "push", "read", "removeListener", "resume",
    "reuseSocket", "write",
))  # fmt: skip
"""What Node calls of what derives from its types, beside methods that begin with ``_``."""


def _is_nodes(path: str) -> bool:
    return path.removeprefix("node:").partition(".")[0].removesuffix("()") in BUILTIN


def calls_nothing(path: str) -> bool:
    """Whether what is called by a path calls no function that it is passed."""
    return path.partition(".")[0].removesuffix("()") in _CALLING_NOTHING


def calls_back(run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool) -> bool:
    """See ``Semantics.calls_back``."""
    if function.name in _PROTOCOLS or function.name.startswith("[Symbol."):
        return True
    base = run.external_base(cls)
    if base is not None and path is not None and _is_nodes(base.path) and _is_nodes(path):
        return function.name.startswith("_") or function.name in _OF_BASES
    plain = base is None
    return not plain and path is not None and may_call_back(run, cls, function, path, loose)


def base_calls_back(run: Interpreter, cls: ClassV, function: ir.Function) -> bool:
    """See ``Semantics.base_calls_back``."""
    base = run.external_base(cls)
    name = base.path.removeprefix("node:").partition(".")[0] if base is not None else ""
    known = not name or name in BUILT_IN or name in BUILTIN
    return not known and may_call_back(run, cls, function, "", loose=True)


def may_call_back(run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool) -> bool:
    """See ``Semantics.may_call_back``."""
    known = not loose or path.partition(".")[0] in BUILT_IN
    return not known and not function.name.startswith(("_", "#", "constructor"))
