"""What an expression computes to, with the nodes it came from: the input of the readers of policies and
functions.

``plain`` gives the abstract value of ``policywright.knowledge.values`` for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.values import Const, Hole, HoleKind, Items, OneOf, Struct, Text, Unknown, Value

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.terraform.instances import Handle

UNKNOWN = "unknown-template-value"
MISSING = "no-such-template-value"
"""Reason of an ``Unknown`` that Terraform would call an error: ``try`` goes on to its next argument."""
MAX_ALTERNATIVES = 16
"""Alternatives of one string; more become a hole."""

Parts: TypeAlias = tuple[str | Hole, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A string, number, boolean, null or something unknown.

    ``document`` is what the string says when it is known to be JSON: a data structure, or the data block of a
    policy document.
    """

    value: Value
    node: s.Expr | None = None
    document: Traced | Handle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """An object or map; ``open`` when it may have more keys."""

    fields: dict[str, Traced] = field(default_factory=dict)
    open: bool = False
    node: s.Expr | None = None
    size: int = 0
    """See ``size_of``, which sets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A tuple, list or set; ``open`` when it may have more items. ``node`` only when it is one literal."""

    items: tuple[Traced, ...] = ()
    open: bool = False
    node: s.Expr | None = None
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several."""

    options: tuple[Traced, ...]
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A resource, data source or module as a whole; several instances when it is not indexed."""

    handles: tuple[Handle, ...]
    keyed: bool = False
    """By ``count`` or ``for_each``: the instances are reached by an index."""


Traced: TypeAlias = Scalar | Mapping | Listing | Choice | Whole


def size_of(value: Traced) -> int:
    """How much it takes to write a value out, roughly in scalars; what is shared counts every time.

    A few lines can make a value that doubles with each of them: whoever computes one checks its size.
    """
    match value:
        case Scalar(value=found, document=document):
            inner = size_of(document) if isinstance(document, Mapping | Listing | Choice) else 0
            if isinstance(found, Text):
                return (
                    len(found.parts) + sum(len(p) for p in found.parts if isinstance(p, str)) // 100 + inner
                )
            return 1 + inner + (len(str(found.value)) // 100 if isinstance(found, Const) else 0)
        case Whole(handles=handles):
            return 1 + len(handles)
    if not value.size:
        match value:
            case Mapping(fields=fields):
                inside: Iterable[Traced] = fields.values()
            case Listing(items=items):
                inside = items
            case Choice(options=several):
                inside = several
        object.__setattr__(value, "size", 1 + sum(size_of(one) for one in inside))
    return value.size


def const(value: str | int | float | bool | None, node: s.Expr | None = None) -> Scalar:
    return Scalar(value=Const(value), node=node)


def hole(kind: HoleKind, name: str | None = None, node: s.Expr | None = None) -> Scalar:
    return Scalar(value=Text((Hole(kind=kind, name=name),)), node=node)


def unknown(reason: str = UNKNOWN, node: s.Expr | None = None) -> Scalar:
    return Scalar(value=Unknown(reason), node=node)


def is_missing(value: Traced) -> bool:
    return isinstance(value, Scalar) and value.value == Unknown(MISSING)


def is_null(value: Traced) -> bool:
    return isinstance(value, Scalar) and value.value == Const(None)


def choice(options: Iterable[Traced]) -> Traced:
    """One of the options, those that are the same value merged; unknown when there are none."""
    found: list[Traced] = []
    for option in options:
        for one in option.options if isinstance(option, Choice) else (option,):
            if not any(_same(one, other) for other in found):
                found.append(one)
    if len(found) == 1:
        return found[0]
    return Choice(options=tuple(found)) if found else unknown()


def _same(one: Traced, other: Traced) -> bool:
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return one.value == other.value and one.document is other.document
    return one is other


def options(value: Traced) -> tuple[Traced, ...]:
    return value.options if isinstance(value, Choice) else (value,)


def scalar(value: Traced) -> Any:
    """The Python scalar of a constant; None for null and for anything else."""
    return value.value.value if isinstance(value, Scalar) and isinstance(value.value, Const) else None


def string(value: Traced) -> str | None:
    """A known string (numbers and booleans as Terraform converts them)."""
    found = scalar(value)
    return None if found is None else as_text(found)


def truth(value: Traced) -> bool | None:
    """A known boolean; None when it can't be told."""
    found = scalar(value)
    if isinstance(found, bool):
        return found
    return {"true": True, "false": False}.get(found) if isinstance(found, str) else None


def as_text(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def plain(value: Traced) -> Value:
    """The value without its origin."""
    match value:
        case Scalar(value=found):
            return found
        case Mapping(fields=fields, open=more):
            return Struct(tuple((key, plain(one)) for key, one in fields.items()), open=more)
        case Listing(items=items, open=more):
            return Items(tuple(plain(one) for one in items), open=more)
        case Choice(options=several):
            values = tuple(dict.fromkeys(plain(one) for one in several))
            return values[0] if len(values) == 1 else OneOf(values)
        case Whole(handles=handles):
            if len(handles) == 1:
                return Text((Hole(kind="reference", name=handles[0].address),))
            return Unknown(UNKNOWN)


def from_value(value: Value, node: s.Expr | None = None) -> Traced:
    match value:
        case Struct(fields=fields, open=more):
            return Mapping(fields={key: from_value(one, node) for key, one in fields}, open=more, node=node)
        case Items(values=values, open=more):
            return Listing(items=tuple(from_value(one, node) for one in values), open=more, node=node)
        case OneOf(options=several):
            return choice(from_value(one, node) for one in several)
    return Scalar(value=value, node=node)


def spellings(value: Traced) -> tuple[Parts, ...]:
    """The strings that a value can be, as literal parts and holes."""
    match value:
        case Scalar(value=Const(value=None)):
            return (("",),)
        case Scalar(value=Const(value=found)) if found is not None:
            return ((as_text(found),),)
        case Scalar(value=Text(parts=parts)):
            return (parts,)
        case Choice(options=several):
            several = tuple(one for one in several if not is_null(one)) or several
            every = tuple(dict.fromkeys(one for option in several for one in spellings(option)))
            return every if len(every) <= MAX_ALTERNATIVES else ((Hole(kind="unknown"),),)
        case Whole(handles=(one,)):
            return ((Hole(kind="reference", name=one.address),),)
    return ((Hole(kind="unknown"),),)


def concatenated(pieces: Iterable[Traced | str], node: s.Expr | None = None) -> Traced:
    """The string of several parts; alternatives are multiplied out up to a limit."""
    results: list[list[str | Hole]] = [[]]
    for piece in pieces:
        several = ((piece,),) if isinstance(piece, str) else spellings(piece)
        if len(results) * len(several) > MAX_ALTERNATIVES:
            several = ((Hole(kind="unknown"),),)
        results = [[*result, *one] for result in results for one in several]
    return choice(Scalar(value=text_of(result), node=node) for result in results)
