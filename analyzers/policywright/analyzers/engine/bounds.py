"""What a place holds instead of too much: one record for those of a shape, of very many what they share.

All of this is decided by what a place holds in the end. Names of the vocabulary, and functions, classes and
instances that may lead to a request, stay apart, however many there are: no request is lost to numbers. Of
what leads to none, very many are a crowd (``crowds``).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

from policywright.analyzers.engine.crowds import CROWD, Crowds, within
from policywright.analyzers.engine.handles import Data
from policywright.analyzers.engine.merging import ANY_DATA, in_common, is_data, likeness, merge
from policywright.analyzers.engine.values import (
    GAVE_UP,
    MANY,
    MAX_OPTIONS,
    NONE,
    NULL,
    Bound,
    ClassV,
    Ext,
    Fallback,
    FallbackText,
    FuncV,
    Handle,
    Known,
    Method,
    Null,
    Obj,
    Partial,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    join_all,
)

CONSTANTS = frozenset((Known, Fallback, Null, Text, FallbackText, Unknown))
"""The types of values that are, or may be, texts, numbers, switches and null."""
MAX_DATA = 8
"""Values from libraries, AWS apart, that a place keeps apart before they are one."""
MAX_ALIKE = 24
"""Records of one shape that a shared place keeps apart; of more, all are one whose parts are joined."""
MAX_KNOWN = 20_000
"""Unions whose bounds are remembered."""
MAX_NAMES = 8
"""Names of the vocabulary that a place keeps apart where anything passes through."""
NAMES = Unknown("names")
"""What is left of very many names where anything passes through: who names a service or an operation by one
asks which these are (``common.named``)."""
GIVEN_UP = ("names",)
"""The cell of all of them."""
MAX_LENGTHS = 8
"""Lengths of sequences that a place keeps apart when it holds very many."""


class Bounds:
    """The bounds of one analysis."""

    def __init__(self) -> None:
        self.vocabulary: Callable[[str], bool] = lambda _text: False
        """Whether a string may choose what is called: a name of the program's, of the SDK's."""
        self.pooled: Callable[[list[Obj], list[Value]], list[Obj]] = lambda objects, _dropped: objects
        """What a place holds instead of very many containers; those that may come back are ``dropped``."""
        self.dissolved: Callable[[tuple[Value, ...]], tuple[Value, ...]] = lambda found: found
        """What a place holds instead of very many alternatives that bear something."""
        self.given_up: Callable[[Value], None] = lambda _names: None
        """Called with names that a place holds no more."""
        self.crowds = Crowds(self._stays, self.changed)
        self._known: dict[Union, tuple[Value, list[Value]]] = {}
        """What unions are within bounds, with the crowds in them: the same few meet in many places."""
        self._stale = False

    def changed(self) -> None:
        """What a place holds instead of too much may be something else from now on."""
        self._stale = True

    def bounded(self, value: Union, place: Hashable) -> Value:
        """The value, or what a place holds instead of it."""
        if self._stale or len(self._known) > MAX_KNOWN:
            self._stale = False
            self._known.clear()
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = self._bounded(value)
        bounded, crowd = known
        if crowd:
            self.crowds.drop(crowd, place)
        return bounded

    def _bounded(self, value: Union) -> tuple[Value, list[Value]]:
        found = _as_one(value.options)
        crowd: list[Value] = []
        if (
            len(found) > MAX_DATA
            or MANY in found or ANY_DATA in found or self._passes(found)
        ):  # fmt: skip
            crowd = self.crowds.gathered(found)
            found = self._fewer(found, crowd)
        if found is value.options:
            return value, crowd
        return found[0] if len(found) == 1 else Union(found), crowd

    def _fewer(self, found: tuple[Value, ...], crowd: list[Value]) -> tuple[Value, ...]:
        if crowd:
            found = _instead(found, crowd, (CROWD,))
            rows = [one for one in found if type(one) is Tup]
            found = _instead(found, rows, _as_row(rows))
        constants: list[Value] = []
        objects: list[Obj] = []
        data: list[Ext | Data] = []
        records: list[Value] = []
        answers = self._answers(found)
        for one in found:
            kind = type(one)
            if kind in CONSTANTS:
                constants.append(one)
            elif type(one) is Obj:
                objects.append(one)
            elif type(one) is Ext or (isinstance(one, Data) and (answers or not one.tells())):
                data.append(one)
            elif kind is not FuncV and kind is not Bound and kind is not ClassV:
                records.append(one)
        found = _instead(found, constants, self._constants(constants, passing=self._passes(found)))
        found = _instead(found, data, _data(data, every=answers))
        found = _instead(found, objects, self.pooled(objects, crowd))
        return self.dissolved(_instead(found, records, _records(records)))

    def _answers(self, found: tuple[Value, ...]) -> bool:
        """Whether so many requests' answers come to where anything passes that none says anything."""
        if not self._passes(found):
            return False
        told = {one.alike() for one in found if isinstance(one, Data) and one.tells()}
        return bool(told) and (ANY_DATA in found or len(told) > MAX_DATA)

    def _passes(self, found: tuple[Value, ...]) -> bool:
        """Whether anything may come to a place."""
        return CROWD in found or not self.crowds.plain.isdisjoint(found)

    def _constants(self, constants: list[Value], *, passing: bool) -> list[Value]:
        names = [one for one in constants if self._is_name(one)] if passing or NAMES in constants else []
        if len(names) > MAX_NAMES or NAMES in constants:
            self.given_up(join_all(names))
            gone = set(names)
            constants = [*[one for one in constants if one not in gone], NAMES]
        many = MANY in constants
        if len(constants) <= MAX_OPTIONS and not many:
            return constants
        plain = {one for one in constants if not self._stays(one)}
        if len(plain) <= (1 if many else MAX_OPTIONS):
            return constants
        common = in_common([one for one in constants if one in plain])
        return [*(one for one in constants if one not in plain), *common]

    def names(self, value: Value) -> Value:
        """The names of the vocabulary that a value may be, or that are in its sequences and arguments."""
        return join_all(list(self._names(value)))

    def _names(self, value: Value) -> Iterator[Value]:
        for one in within(value):
            match one:
                case Known() if self._is_name(one):
                    yield one
                case Fallback(value=str(text)) if self.vocabulary(text):
                    yield Known(text)
                case Partial(args=args):
                    for item in args.values():
                        yield from self._names(item)

    def _is_name(self, value: Value) -> bool:
        return type(value) is Known and type(value.value) is str and self._stays(value)

    def _stays(self, value: Value) -> bool:
        if value in (NONE, NULL, GAVE_UP, NAMES):
            return True
        return isinstance(value, Known) and (
            isinstance(value.value, bool) or (isinstance(value.value, str) and self.vocabulary(value.value))
        )


def _instead(found: tuple[Value, ...], group: Iterable[Value], fewer: Iterable[Value]) -> tuple[Value, ...]:
    """The alternatives with fewer ones instead of a group of them."""
    if fewer is group:
        return found
    gone = set(group).difference(fewer)
    return tuple(dict.fromkeys((*[one for one in found if one not in gone], *fewer)))


def _data(data: list[Ext | Data], *, every: bool) -> list[Ext | Data]:
    """What is left of very many; ``every`` kind of them may go."""
    if len(data) <= MAX_DATA and ANY_DATA not in data:
        return data
    most = every or len(data) > MAX_OPTIONS
    dropped = {one for one in data if (is_data(one.path, most=most) if type(one) is Ext else most)}
    if len(dropped) <= MAX_DATA and ANY_DATA not in dropped:
        return data
    return [*(one for one in data if one not in dropped), ANY_DATA]


def _records(records: list[Value]) -> list[Value]:
    if len(records) <= MAX_ALIKE:
        return records
    rows = [one for one in records if type(one) is Tup]
    if len({len(row.items) for row in rows}) > MAX_LENGTHS:
        # A sequence that a loop makes longer.
        records = [*[one for one in records if type(one) is not Tup], *_as_row(rows)]
    groups: dict[Hashable, list[Value]] = {}
    for one in records:
        alike = likeness(one)
        groups.setdefault(("one", one) if alike is None else ("many", alike), []).append(one)
    return [
        one for group in groups.values()
        for one in ([merge(group)] if len(group) > MAX_ALIKE else group)
    ]  # fmt: skip


def _as_row(rows: list[Tup]) -> list[Tup]:
    """One sequence for very many."""
    if len(rows) <= MAX_LENGTHS:
        return rows
    return [Tup((join_all([item for row in rows for item in row.items]),), open=True)]


def _as_one(found: tuple[Value, ...]) -> tuple[Value, ...]:
    """The alternatives, with one record for those of which a place holds one."""
    groups: dict[Hashable, list[Value]] = {}
    several = False
    for one in found:
        kind = type(one)
        if kind is Known or kind is Fallback or kind is Obj or kind is Unknown or kind is FuncV:
            continue
        alike = _alike(one)
        if alike is not None:
            group = groups.setdefault((kind, alike), [])
            group.append(one)
            several = several or len(group) > 1
    if not several:
        return found
    merged: dict[Value, Value | None] = {}
    for group in groups.values():
        if len(group) > 1:
            merged.update(dict.fromkeys(group))
            merged[group[0]] = merge(group)
    kept = [merged.get(one, one) for one in found]
    return tuple([one for one in kept if one is not None])


def one_of_each(value: Union) -> Value:
    """Very many alternatives with one record for those of which a place holds one: to compare each with each
    of the others, as versions are, takes minutes."""
    found = _as_one(value.options)
    if found is value.options:
        return value
    return found[0] if len(found) == 1 else Union(found)


def _alike(value: Value) -> Hashable:
    """What records have in common of which a place holds one, part by part the union; None for others."""
    match value:
        case Method(name=name):
            return name
        case Bound(function=function):
            return function
        case Handle():
            return value.alike()
    return None


__all__ = ["CONSTANTS", "GIVEN_UP", "NAMES", "Bounds", "one_of_each"]
