"""What a place holds instead of too much: one record for those of a shape, of very many what they share.

All of this is decided by what a place holds in the end. Names of the vocabulary, and functions, classes and
instances that may lead to a request, stay apart, however many there are: no request is lost to numbers. Of
what leads to none, very many are a *crowd*, which is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import Data
from policywright.analyzers.engine.merging import ANY_DATA, in_common, is_data, likeness, merge
from policywright.analyzers.engine.values import (
    GAVE_UP,
    MANY,
    MAX_OPTIONS,
    NONE,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Method,
    Obj,
    Partial,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    Wrapped,
    join_all,
    options,
)

MAX_DATA = 8
"""Values from libraries, AWS apart, that a place keeps apart before they are one."""
MAX_ALIKE = 24
"""Records of one shape that a shared place keeps apart; of more, all are one whose parts are joined."""
CROWD = Unknown("crowd")
"""What is left of a crowd: functions and instances that lead to no request, constants, data of libraries."""
MAX_CROWD = 12
"""Of such alternatives, not all of them constants, a place keeps so many apart."""
MAX_LENGTHS = 8
"""Lengths of sequences that a place keeps apart when it holds very many."""


class Bounds:
    """The bounds of one analysis."""

    def __init__(self) -> None:
        self.vocabulary: Callable[[str], bool] = lambda _text: False
        """Whether a string may choose what is called: a name of the program's, of the SDK's."""
        self.pooled: Callable[[list[Obj]], list[Obj]] = lambda objects: objects
        """What a place holds instead of very many containers."""
        self.sends: Callable[[str], bool] = lambda _name: True
        """Whether a method of some class of a name may make requests."""
        self.is_instance: Callable[[Obj], ClassV | None] = lambda _obj: None
        """The class of an instance; None for containers."""
        self.is_pool: Callable[[Obj], bool] = lambda _obj: False
        self.minor: frozenset[ir.Function] = frozenset()
        """Functions from which no request can be reached, as far as names tell."""
        self._tells: dict[Value, bool] = {}
        """What ``tells`` has said."""
        self._holding: set[int] = set()
        """Objects that hold a client, or another such object."""
        self._holders: dict[int, set[int]] = {}
        """For an object that holds nothing such so far those that it is in."""
        self._classes: set[str] = set()
        """Classes that have a client themselves."""
        self.derived: Callable[[str], Iterable[str]] = lambda name: (name,)
        """A class and those that derive from it, by their names."""
        self._spilled = False
        """A client was put into an object of a crowd: it may be any."""
        self.crowds: dict[Hashable, dict[Obj, None]] = {}
        """The places of crowds, with the instances in each."""
        self.news = False
        """Since places were last looked through, instances were found to hold something."""

    def bounded(self, value: Union, place: Hashable = None) -> Value:
        """The value, or what a place holds instead of it."""
        found = _as_one(value.options)
        if len(found) > MAX_DATA or MANY in found or ANY_DATA in found or CROWD in found:
            found = self._fewer(found, place)
        if found is value.options:
            return value
        return found[0] if len(found) == 1 else Union(found)

    def _fewer(self, found: tuple[Value, ...], place: Hashable) -> tuple[Value, ...]:
        found = self._without_crowd(found, place)
        constants: list[Value] = []
        objects: list[Obj] = []
        data: list[Ext | Data] = []
        records: list[Value] = []
        for one in found:
            kind = type(one)
            if kind is Known or kind is Text or kind is Unknown:
                constants.append(one)
            elif type(one) is Obj:
                objects.append(one)
            elif type(one) is Ext or (isinstance(one, Data) and not one.tells()):
                data.append(one)
            elif kind is not FuncV and kind is not Bound and kind is not ClassV:
                records.append(one)
        found = _instead(found, constants, self._constants(constants))
        found = _instead(found, data, _data(data))
        found = _instead(found, objects, self.pooled(objects))
        return _instead(found, records, _records(records))

    def _without_crowd(self, found: tuple[Value, ...], place: Hashable) -> tuple[Value, ...]:
        """What is left where very many come together of which none matters.

        Constants alone are no crowd: they may be names. Beside what is unknown anyway they say nothing.
        """
        crowd = [one for one in found if not self.tells(one)]
        if CROWD not in crowd:
            if len(crowd) <= MAX_CROWD or all(isinstance(one, Known | Text) for one in crowd):
                return found
            if len({_lasting(one) for one in crowd}) <= MAX_CROWD:
                return found
        for one in crowd:
            if type(one) is Obj:
                self.crowds.setdefault(place, {})[one] = None
        found = _instead(found, crowd, (CROWD,))
        rows = [one for one in found if type(one) is Tup]
        return _instead(found, rows, _as_row(rows))

    def tells(self, value: Value) -> bool:
        """Whether a request may depend on it: it sends some, leads to some, or holds what may."""
        if type(value) is Obj:
            # The only ones of which that is not known at once: something may be put into them.
            cls = self.is_instance(value)
            return cls is None or self._is_holding(value, cls)
        found = self._tells.get(value)
        if found is None:
            found = self._tells[value] = self._may_tell(value)
        return found

    def _is_holding(self, obj: Obj, cls: ClassV) -> bool:
        name = cls.cls.name
        return self._spilled or obj.id in self._holding or name in self._classes or self.sends(name)

    def hold(self, owner: int, value: Value) -> None:
        """Notes what is put into an object."""
        if owner in self._holding:
            return
        for one in _inside(value):
            if type(one) is Obj and one.id not in self._holding:
                if not self.is_pool(one):
                    self._holders.setdefault(one.id, set()).add(owner)
            elif self._leads(one):
                pending = [owner]
                while pending:
                    found = pending.pop()
                    self._holding.add(found)
                    pending.extend(self._holders.pop(found, ()))
                self.news = True
                return

    def hold_by_class(self, cls: ClassV, value: Value) -> None:
        """Notes what is put into a class, whose instances have it."""
        if cls.cls.name not in self._classes and any(map(self._leads, _inside(value))):
            self._classes.update(self.derived(cls.cls.name))
            self.news = True

    def spill(self, receiver: Value, value: Value) -> None:
        """Notes what is put into something that may be anything of a crowd."""
        if not self._spilled and CROWD in options(receiver) and any(map(self._leads, _inside(value))):
            self._spilled = self.news = True

    def _leads(self, value: Value) -> bool:
        """Whether whoever has a value has a client or the like.

        Instances whose class makes requests are no such: their methods are called in any case.
        """
        if type(value) is Obj:
            return value.id in self._holding and not self.is_pool(value)
        return isinstance(value, Handle) and value.sends()

    def _may_tell(self, value: Value) -> bool:
        match value:
            case Known() | Text() | Unknown():
                return self._stays(value)
            case FuncV(function=code) | Bound(function=FuncV(function=code)):
                return code not in self.minor
            case Method(receiver=Obj()):
                # A container's own, for which it is there as well.
                return False
            case Method(receiver=inner) | Wrapped(function=inner) | Partial(function=inner):
                return any(map(self.tells, options(inner)))
            case Tup(items=items):
                return any(self.tells(one) for item in items for one in options(item))
            case Ext(path=path):
                return not is_data(path, most=True)
            case Data():
                return value.tells()
        return True

    def _constants(self, constants: list[Value]) -> list[Value]:
        many = MANY in constants
        if len(constants) <= MAX_OPTIONS and not many:
            return constants
        plain = {one for one in constants if not self._stays(one)}
        if len(plain) <= (1 if many else MAX_OPTIONS):
            return constants
        common = in_common([one for one in constants if one in plain])
        return [*(one for one in constants if one not in plain), *common]

    def _stays(self, value: Value) -> bool:
        if value in (NONE, GAVE_UP):
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


def _data(data: list[Ext | Data]) -> list[Ext | Data]:
    if len(data) <= MAX_DATA and ANY_DATA not in data:
        return data
    most = len(data) > MAX_OPTIONS
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


def _inside(value: Value) -> Iterator[Value]:
    """The alternatives of a value, and those of what is in their sequences."""
    for one in options(value):
        if isinstance(one, Tup):
            for item in one.items:
                yield from _inside(item)
        else:
            yield one


def _lasting(value: Value) -> Hashable:
    """What of a value does not change when more is found out about it."""
    match value:
        case Tup(items=items):
            return len(items)
        case FuncV(function=code) | Bound(function=FuncV(function=code)):
            return code
        case Partial() | Wrapped():
            return type(value).__name__
        case Method(name=name):
            return name
    return value


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
        if kind is Known or kind is Obj or kind is Unknown or kind is FuncV:
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


__all__ = ["Bounds"]
