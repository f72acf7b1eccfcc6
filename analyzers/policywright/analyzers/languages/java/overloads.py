"""Which overload of a method an argument fits, by the declared type of the parameter.

Only what is certain rules one out: a string for a number, an object for a class that it is none of.
Boxing and widening (JLS 15.12.2) make no difference here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policywright.analyzers import ir
from policywright.analyzers.engine.values import NONE, Ext, Handle, Known, Obj, Text, Value, options

if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_TEXTS = frozenset(("String", "CharSequence", "Comparable", "Serializable", "Object", "Constable"))
_BOOLEANS = frozenset(("boolean", "Boolean", "Object", "Comparable", "Serializable"))
_NUMBERS = frozenset((
    "byte", "short", "int", "long", "float", "double", "char", "Byte", "Short", "Integer", "Long", "Float",
    "Double", "Character", "Number", "BigDecimal", "BigInteger", "Object", "Comparable", "Serializable",
))  # fmt: skip


def accepts(run: Interpreter, annotation: ir.Expr | None, value: Value) -> bool:
    """Whether a parameter of this type may take one of the alternatives of an argument."""
    if not isinstance(annotation, ir.Name | ir.Attr):
        return True
    return any(_takes(run, annotation.name, option) for option in options(value)) or not options(value)


def _takes(run: Interpreter, name: str, value: Value) -> bool:
    match value:
        case Known(value=bool()):
            return name in _BOOLEANS
        case Known(value=str()) | Text():
            return name in _TEXTS
        case Known(value=int() | float()):
            return name in _NUMBERS
        case Obj() if run.heap.shape(value).kind == "instance":
            return _is_a(run, name, value)
        case Handle():
            return name not in _TEXTS - {"Object"} and name not in _NUMBERS - {"Object"}
    return value != NONE or not name[:1].islower()


def _is_a(run: Interpreter, name: str, obj: Obj) -> bool:
    cls = run.heap.shape(obj).cls
    if cls is None or name == "Object":
        return True
    known = {one.cls.name for one in run.mro(cls)}
    base = run.external_base(cls)
    if isinstance(base, Ext):
        known.add(base.path.rpartition(".")[2])
    # What a library's interface extends is not known.
    return name in known or (base is not None and name not in _TEXTS | _NUMBERS)
