"""What an expression computes to, with the nodes it came from, and where expressions are evaluated.

The input of the readers of policies and functions. A value may be a whole resource, an instance of a block in
an instance of a module, which remembers the values of its names: so all of it is here. ``plain`` gives the
abstract value of ``policywright.knowledge.values``.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from typing import Any, TypeAlias

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.modules import Module
from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Const, Hole, HoleKind, Items, OneOf, Struct, Text, Unknown, Value

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
    told: frozenset[str] = frozenset()
    """Of an open one, the keys that have the value that is said, if they are there at all."""
    always: frozenset[str] = frozenset()
    """Of an open one, those that are there in any case."""

    def is_told(self, key: str) -> bool:
        return not self.open or key in self.told

    def is_always(self, key: str) -> bool:
        return not self.open or key in self.always


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A tuple, list or set; ``open`` when it may have more items. ``node`` only when it is one literal."""

    items: tuple[Traced, ...] = ()
    open: bool = False
    node: s.Expr | None = None
    size: int = 0
    end: s.Expr | None = None
    """Of a list that is put together of several, the literal to which an item can be added."""
    always: frozenset[int] = frozenset()
    """Of an open one that is put together so, the items that are there in any case."""


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


class Any_:
    """The key of an instance that stands for all of a block whose keys are not known."""

    def __repr__(self) -> str:
        return "ANY"


ANY = Any_()
Key = str | int | None | Any_


@dataclass(slots=True, eq=False)
class Instance:
    """A module as called from one place. ``address`` is empty for a root, else ``module.x`` and so on."""

    module: Module
    address: str = ""
    root: str = ""
    """The directory of the root module."""
    parent: Env | None = None
    inputs: dict[str, s.Expr] = field(default_factory=dict)
    """Arguments, evaluated in ``parent``."""
    values: dict[str, s.Expr] = field(default_factory=dict)
    """A root's values of variables, from ``.tfvars`` files."""
    usual: dict[str, s.Expr] = field(default_factory=dict)
    """What is as good as a default of a root's variable: a text that such a file sets. See ``usual_in``."""
    many: bool = False
    memo: dict[tuple[str, str, bool], Traced] = field(default_factory=dict)
    children: dict[str, tuple[tuple[Key, Instance], ...]] = field(default_factory=dict)
    keys: dict[tuple[int, bool], tuple[Key, ...]] = field(default_factory=dict)
    each: dict[int, dict[str, Traced]] = field(default_factory=dict)
    busy: set[tuple[str, str, bool]] = field(default_factory=set)

    def prefix(self, name: str) -> str:
        return f"{self.address}.{name}" if self.address else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Env:
    """Where an expression is evaluated.

    ``names`` are variables of ``for``, iterators of dynamic blocks, ``each.key``, ``each.value`` and
    ``count.index``; with ``only_names`` there is nothing else (a template file). ``defaults``: variables
    without a value have their default.
    """

    instance: Instance
    names: Dict[str, Traced] = field(default_factory=dict)
    defaults: bool = False
    only_names: bool = False

    def bound(self, names: Dict[str, Traced]) -> Env:
        return replace(self, names={**self.names, **names})

    def with_defaults(self, defaults: bool = True) -> Env:
        return self if defaults == self.defaults else replace(self, defaults=defaults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """One instance of a resource (``mode`` managed), data source, ephemeral one, action or module call."""

    instance: Instance
    block: s.Block
    key: Key = None
    mode: str = "managed"

    @property
    def type(self) -> str:
        return self.block.labels[0]

    @property
    def many(self) -> bool:
        return self.key is ANY or self.instance.many

    @property
    def address(self) -> str:
        kind = "" if self.mode == "managed" else f"{self.mode}."
        return self.instance.prefix(kind + ".".join(self.block.labels)) + spelled(self.key)


def spelled(key: Key) -> str:
    """The index of an address: ``["eu"]``, ``[0]`` or nothing."""
    if isinstance(key, str):
        escaped = key.replace("\\", "\\\\").replace('"', '\\"')
        return f'["{escaped}"]'
    return f"[{key}]" if isinstance(key, int) else ""


MAX_TEXT = 1_000_000
"""Characters of one string: CloudFormation takes no larger template, IAM no policy of a hundredth of that."""
LONG = f"a string of more than {MAX_TEXT:,} characters"


class TooLargeError(Exception):
    """A value is larger than a limit; the text says which."""


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
    length = 0
    for piece in pieces:
        several = ((piece,),) if isinstance(piece, str) else spellings(piece)
        if len(results) * len(several) > MAX_ALTERNATIVES:
            several = ((Hole(kind="unknown"),),)
        length += max(sum(len(part) if isinstance(part, str) else 1 for part in one) for one in several)
        if length > MAX_TEXT:
            raise TooLargeError(LONG)
        if len(results) == len(several) == 1:
            results[0].extend(several[0])
        else:
            results = [[*result, *one] for result in results for one in several]
    return choice(Scalar(value=text_of(result), node=node) for result in results)
