"""Which overload of a method an argument fits, by the declared type of the parameter.

Only what is certain rules one out: a string for a number, an object for a class that it is none of.
Boxing and widening (JLS 15.12.2) make no difference here.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.names import untold
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    ClassV,
    Handle,
    Known,
    Obj,
    Text,
    Unknown,
    Value,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_TEXTS = frozenset(("String", "CharSequence", "Comparable", "Serializable", "Object", "Constable"))
_BOOLEANS = frozenset(("boolean", "Boolean", "Object", "Comparable", "Serializable"))
_NUMBERS = frozenset((
    "byte", "short", "int", "long", "float", "double", "char", "Byte", "Short", "Integer", "Long", "Float",
    "Double", "Character", "Number", "BigDecimal", "BigInteger", "Object", "Comparable", "Serializable",
))  # fmt: skip


_PLAIN = frozenset(("Object", "Comparable", "Serializable", "Constable"))
_CHARACTERS = frozenset(("char", "Character"))


def accepts(run: Interpreter, param: ir.Param, value: Value) -> bool:
    """Whether a parameter may take one of the alternatives of an argument."""
    name = param.declared
    return not name or any(_takes(run, name, param, option) for option in options(value)) or value is BOTTOM


def _takes(run: Interpreter, name: str, param: ir.Param, value: Value) -> bool:
    match value:
        case Known(value=bool()) | Unknown(reason="boolean"):
            return name in _BOOLEANS
        case Known(value=str() as text) if len(text) == 1 and name in _CHARACTERS:
            return True
        case Known(value=str()) | Text():
            if name in (_NUMBERS | _BOOLEANS) - _PLAIN:
                return False
            # Builders, paths and addresses are texts here too; of the program's own types none is.
            return name in _TEXTS or not _own(run, param)
        case Known(value=int() | float()) | Unknown(reason="number"):
            return name in _NUMBERS
        case Obj() if run.heap.shape(value).kind == "instance":
            return _is_a(run, name, value)
        case Handle():
            return name not in (_TEXTS | _NUMBERS) - _PLAIN
    return value != NONE or not name[:1].islower()


def _own(run: Interpreter, param: ir.Param) -> bool:
    """Whether a parameter's type is a class of the program."""
    kind = untold(param.annotation) if param.annotation is not None else None
    if not isinstance(kind, ir.Name | ir.Attr):
        return False
    return any(isinstance(one, ClassV) for one in options(run.evaluate(kind)))


def _is_a(run: Interpreter, name: str, obj: Obj) -> bool:
    cls = run.heap.shape(obj).cls
    if cls is None or name == "Object":
        return True
    known = {one.cls.name for one in run.mro(cls)}
    bases = run.library_bases(cls)
    known.update([base.path.rpartition(".")[2] for base in bases])
    # What a library's interface extends is not known.
    return name in known or (bool(bases) and name not in _TEXTS | _NUMBERS)
