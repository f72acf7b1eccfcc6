"""What ``isinstance`` says about engine values.

Source: the built-in types and ``collections.abc`` pages of the Python library reference.
"""

from __future__ import annotations

from collections.abc import Container

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Obj,
    Text,
    Tup,
    Value,
)
from policywright.analyzers.languages.python import classes
from policywright.analyzers.languages.python.handles import Paginator, Resource
from policywright.analyzers.sdk.handles import Client, Session, Waiter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_SCALARS: dict[str, type] = {
    "builtins.str": str,
    "builtins.bytes": bytes,
    "builtins.int": int,
    "builtins.float": float,
    "builtins.bool": bool,
}
_PLAIN = frozenset(("str", "int", "float", "bool", "bytes"))
_HOMES = ("collections.abc", "typing")
_MAPPINGS = frozenset(
    ["builtins.dict", "typing.Dict"]
    + [f"{home}.{name}" for home in _HOMES for name in ("Mapping", "MutableMapping")]
)
_LISTS = frozenset(("builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset", "typing.List"))
_MANY = frozenset(
    f"{home}.{name}" for home in _HOMES
    for name in ("Sequence", "Iterable", "Collection", "Sized", "Container")
)  # fmt: skip
"""What strings, lists and (most of them) dicts are."""
_PLAIN_BASES = frozenset(("abc.ABC", "builtins.object", "typing.Generic"))
_SDK = Client | Resource | Session | Paginator | Waiter


def is_plain(annotation: ir.Expr, either: Container[str]) -> bool:
    """A type of plain data, or one of several (``str | None``); ``either`` are the names that say so."""
    match annotation:
        case ir.Name(name=name):
            return name in _PLAIN
        case ir.Const(value=value):
            return value is None or value in _PLAIN
        case ir.BinOp(op="|", left=left, right=right):
            return is_plain(left, either) and is_plain(right, either)
        case ir.Index(obj=ir.Name(name=name) | ir.Attr(name=name), key=key) if name in either:
            return all(
                is_plain(one, either) for one in (key.items if isinstance(key, ir.TupleLit) else (key,))
            )
    return False


def tested(
    run: Interpreter, test: ir.Call | ir.TypeTest
) -> tuple[ir.Expr, ir.Expr, tuple[Value, ...]] | None:
    """``case A():``, ``isinstance(x, A)``, ``isinstance(x, (A, B))``, ``isinstance(x, A | B)``."""
    if isinstance(test, ir.TypeTest):
        return test.value, ir.TupleLit(test.pos, test.types), _types(run, test.types)
    if not isinstance(test.fn, ir.Name) or test.fn.name != "isinstance" or len(test.args) != 2:
        return None
    if run.evaluate(test.fn) != Ext("builtins.isinstance"):
        return None
    return test.args[0], test.args[1], _types(run, test.args[1:])


def _types(run: Interpreter, nodes: tuple[ir.Expr, ...]) -> tuple[Value, ...]:
    types: list[Value] = []
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if isinstance(node, ir.BinOp) and node.op == "|":
            pending += [node.left, node.right]
            continue
        value = run.evaluate(node)
        types += value.items if isinstance(value, Tup) and not value.open else (value,)
    return tuple(types)


def has_type(run: Interpreter, option: Value, kind: Value, enums: Container[str]) -> bool | None:
    """Whether one alternative is an instance of a class; None when that is open.

    A member of an enum is its value here: ``enums`` has the strings that may be no strings.
    """
    if isinstance(kind, ClassV):
        return _is_own(run, option, kind)
    if not isinstance(kind, Ext):
        return None
    path = kind.path
    if path not in _SCALARS and path not in _MAPPINGS and path not in _LISTS and path not in _MANY:
        return None
    match option:
        case Known(value=None) | FuncV() | Bound() | ClassV():
            return False
        case Known(value=value):
            return None if value in enums else _is_scalar(value, path)
        case Text():
            return path == "builtins.str" or path in _MANY
        case Tup():
            # A list that a library gives may be modelled as one.
            return None if path in _LISTS else path in _MANY
        case Obj():
            return _is_object(run, option, path)
        case Handle() if isinstance(option, _SDK):
            return False
    return None


def _is_scalar(value: object, path: str) -> bool:
    if isinstance(value, str | bytes) and path in _MANY:
        return True
    kind = _SCALARS.get(path)
    return kind is not None and isinstance(value, kind)


def _is_object(run: Interpreter, option: Obj, path: str) -> bool | None:
    shape = run.heap.shape(option)
    if shape.kind == "instance":
        # What derives from a class of a library may well be a kind of dict or list.
        return None if shape.cls is None or any(classes.library_bases(run, shape.cls)) else False
    if path in _SCALARS:
        return False
    if shape.kind == "dict":
        return path in _MAPPINGS or (None if path in _MANY else False)
    return None if path in _LISTS else path in _MANY


def _is_own(run: Interpreter, option: Value, kind: ClassV) -> bool | None:
    """Against a class of the program."""
    match option:
        case Known(value=None):
            return False
        case Obj() if run.heap.shape(option).kind == "instance":
            cls = run.heap.shape(option).cls
            if cls is None:
                return None
            return True if kind in run.mro(cls) else _not_unless_open(run, kind)
        case Obj() | Tup() | Text() | Known() | FuncV() | Bound():
            return _not_unless_open(run, kind)
        case Handle() if isinstance(option, _SDK):
            return _not_unless_open(run, kind)
    return None


def _not_unless_open(run: Interpreter, kind: ClassV) -> bool | None:
    """A protocol, an enum or the subclass of a built-in has instances that don't derive from it here."""
    return False if set(classes.library_bases(run, kind)) <= _PLAIN_BASES else None
