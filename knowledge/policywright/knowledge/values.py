"""Abstract values: what the analysis knows about an argument of an API call.

The engine in ``analyzers`` produces them, the authorization layer here consumes them, and neither
needs to know the other. A value is *known* (``Const``, ``Text``), *structured* (``Struct``,
``Items``), one of several (``OneOf``) or unknown with a reason (``Unknown``). All are frozen and
hashable, so they can key caches and be compared in tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Literal, TypeAlias

HoleKind: TypeAlias = (
    "Literal['env', 'parameter', 'account', 'region', 'partition', 'reference', 'null', 'unknown']"
)


class Frozen:
    """Base of immutable records that contain others: the hash is computed once, not once per level."""

    __slots__ = ("_hash",)
    __match_args__: ClassVar[tuple[str, ...]]
    _hash: int

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            cls = type(self)
            read = _READERS.get(cls) or _reader(cls)
            self._hash = found = hash((cls, read(self)))
            return found


_READERS: dict[type, Callable[[object], object]] = {}


def _reader(cls: type[Frozen]) -> Callable[[object], object]:
    """What reads the fields of a record: several as a tuple, a single one as it is."""
    found = _READERS.get(cls)
    if found is None:
        names = cls.__match_args__
        found = _READERS[cls] = attrgetter(*names) if names else type
    return found


def parts(record: Frozen) -> tuple[Any, ...]:
    """What a record consists of, in order."""
    cls = type(record)
    if not cls.__match_args__:
        return ()
    found: Any = _reader(cls)(record)
    return found if len(cls.__match_args__) > 1 else (found,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A part of a string that is not known: ``name`` is what a person would call it (``TABLE``)."""

    kind: HoleKind
    name: str | None = None
    fallback: str | None = None
    """What the program takes when the environment variable ``name`` is not set."""
    made: tuple[str | Hole, ...] = ()
    """What it takes then, where that is a text with holes of its own."""
    asked: bool = False
    """The program asks whether it is set: it can do without what it takes from there."""
    blank: bool = False
    """It takes that where the variable is set to the empty text, too."""
    changes: tuple[tuple[str, ...], ...] = ()
    """What the program does to the variable's value (``changes``), one after the other."""

    def plain(self) -> Hole:
        """The same without what stands for it where it is not set."""
        return Hole(kind=self.kind, name=self.name, changes=self.changes)


HERE = Hole(kind="unknown", name="here")
"""Where the code itself is: the beginning of a path to what is beside it."""


@dataclass(frozen=True, slots=True)
class Const:
    """A known scalar: text, number, boolean or null. 0 and False are two."""

    value: str | int | float | bool | None

    def __eq__(self, other: object) -> bool:
        return self is other or (
            type(other) is Const and type(self.value) is type(other.value) and self.value == other.value
        )

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True)
class Text(Frozen):
    """A string with at least one hole; literal parts and holes alternate freely, in order."""

    __hash__ = Frozen.__hash__

    parts: tuple[str | Hole, ...]


@dataclass(frozen=True, slots=True)
class Struct(Frozen):
    """A mapping with known keys. ``open`` says that more keys, unknown to us, may be present.

    A key in ``maybe`` is set on some paths only. ``computed`` are strings with holes that further keys are
    (``{os.environ["TABLE"]: ...}``); when there are some, no others may be present.
    """

    __hash__ = Frozen.__hash__

    fields: tuple[tuple[str, Value], ...]
    open: bool = False
    maybe: frozenset[str] = frozenset()
    computed: tuple[Value, ...] = ()

    def get(self, name: str) -> Value | None:
        for key, value in self.fields:
            if key == name:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Items(Frozen):
    """A sequence; ``open`` says that it may hold further items that are not known."""

    __hash__ = Frozen.__hash__

    values: tuple[Value, ...]
    open: bool = False

    @property
    def all(self) -> tuple[Value, ...]:
        """The items; what more there may be is one unknown."""
        return (*self.values, Unknown("items")) if self.open else self.values


@dataclass(frozen=True, slots=True)
class OneOf(Frozen):
    """Any one of two or more alternatives."""

    __hash__ = Frozen.__hash__

    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known; ``reason`` is a member of the analyzers' closed enum, as text."""

    reason: str = "unknown"


class Later(Frozen):
    """A value that is told once nothing changes any more: the engine's own, which nobody else ever sees."""

    __slots__ = ()


Value: TypeAlias = Const | Text | Struct | Items | OneOf | Unknown | Later


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One API call as the authorization layer sees it.

    ``service`` is botocore's name (``s3``), ``operation`` the API name (``GetObject``),
    ``parameters`` the request members that are (``open``: may be) passed.
    """

    service: str
    operation: str
    parameters: Struct = Struct(())


def listed(value: Value) -> tuple[Value, ...]:
    """The items of a list (see ``Items.all``), or a value alone."""
    return value.all if isinstance(value, Items) else (value,)


def alternatives(value: Value) -> Iterator[Value]:
    """The value itself, or each alternative of a ``OneOf``, nested ones included."""
    if isinstance(value, OneOf):
        for option in value.options:
            yield from alternatives(option)
    else:
        yield value


def one_of(values: Iterable[Value]) -> Value:
    """Alternatives as one value, each once."""
    found = tuple(dict.fromkeys(values))
    return found[0] if len(found) == 1 else OneOf(found)
