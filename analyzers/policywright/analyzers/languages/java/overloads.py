"""Which overloads of a method a call means, by the number of arguments and the parameters' declared types.

Only what is certain rules one out: a string for a number, an object for a class that it is none of.
Boxing and widening (JLS 15.12.2) make no difference here.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.names import untold
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    ClassV,
    FuncV,
    Handle,
    Known,
    Obj,
    Text,
    Unknown,
    Value,
    Wrapped,
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


def applicable(run: Interpreter, alternatives: tuple[Value, ...], args: Args) -> tuple[Value, ...]:
    """Of the overloads of one method, those that take arguments of this number and these types."""
    if args.more is not None:
        return alternatives
    functions = [code_of(option) for option in alternatives]
    if any(function is None for function in functions) or len({f.name for f in functions if f}) != 1:
        return alternatives
    count = len(args.positional)
    fitting = [
        option for option, function in zip(alternatives, functions, strict=True)
        if function is not None and len(function.params) == count
        and not any(param.kind == "rest" for param in function.params)
    ] or [
        option for option, function in zip(alternatives, functions, strict=True)
        if function is not None and function.params and function.params[-1].kind == "rest"
        and count >= len(function.params) - 1
    ]  # fmt: skip
    if len(fitting) > 1:
        typed = [
            option
            for option in fitting
            if all(
                accepts(run, param, value)
                for param, value in zip(code_of(option).params, args.positional, strict=False)  # type: ignore[union-attr]
            )
        ]
        fitting = typed or fitting
    return tuple(fitting) if fitting else alternatives


def code_of(value: Value) -> ir.Function | None:
    """The function that something which is called stands for."""
    match value:
        case FuncV(function=function):
            return function
        case Bound(function=FuncV(function=function)):
            return function
        case Wrapped(function=FuncV(function=function)):
            return function
    return None
