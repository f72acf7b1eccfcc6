"""Crowds: places that very many values come to of which none matters to a request.

Anything passes through such a place and through all that are behind it: callbacks, plug-ins, what a
serializer takes apart. One unknown is left of the crowd. Nothing goes that a request depends on: clients,
functions and classes that lead to one, names, and instances that hold a client, whenever they get it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import Carried, Data
from policywright.analyzers.engine.merging import is_data
from policywright.analyzers.engine.values import (
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
    Unknown,
    Value,
    Wrapped,
    options,
)

HOLDS = "holds"
"""With an object's number: the cell of whether it holds a client."""
BEARS = "bears"
"""With a container's number: the cell of whether it has something in it that a request may depend on."""
CROWD = Unknown("crowd")
"""What is left of a crowd."""
MAX_CROWD = 12
"""Alternatives that tell nothing, not all of them constants, which a place keeps apart."""
_EMPTY = (Known, Text, Unknown)
"""What has nothing in it."""


class Inside:
    """What of a value matters to a request, and what it is in so far.

    Of objects that may hold a client, and of containers that may bear something, it is not known at once.
    """

    __slots__ = ("bears", "containers", "leads", "objects", "owners")

    def __init__(self, objects: frozenset[int], leads: bool, containers: frozenset[int], bears: bool) -> None:
        self.objects = objects
        self.leads = leads
        """It has a client anyway."""
        self.containers = containers
        self.bears = bears
        """A list or dict that has it bears something."""
        self.owners: set[int] = set()


class Crowds:
    """The crowds of one analysis."""

    def __init__(self, stays: Callable[[Value], bool], changed: Callable[[], None]) -> None:
        self._stays = stays
        """Whether a constant is kept, however many there are."""
        self._changed = changed
        """Called when something is found to hold a client."""
        self.sends: Callable[[str], bool] = lambda _name: True
        """Whether a method of some class of a name may make requests."""
        self.answers: Callable[[str], bool] = lambda _name: True
        """The same of objects that are there: whether another one than the constructor may."""
        self.derived: Callable[[str], Iterable[str]] = lambda name: (name,)
        """A class and those that derive from it, by their names."""
        self.minor: frozenset[ir.Function] = frozenset()
        """Functions from which no request can be reached, as far as names tell."""
        self.asks: Callable[[str], bool] = lambda _name: True
        """Whether a request may be made by calling what has a name."""
        self.put_on: dict[ClassV, set[str]] = {}
        """The names under which members of classes are set outside of their bodies."""
        self.class_of: Callable[[Obj], ClassV | None] = lambda _obj: None
        """The class of an instance; None for containers."""
        self.noted: Callable[[str, int], None] = lambda _what, _id: None
        """Called with ``HOLDS`` for each object that is found to hold a client, and with ``BEARS`` for what
        stands for containers that bear nothing, when it is found to bear something."""
        self.is_pool: Callable[[Obj], bool] = lambda _obj: False
        """Whether an object stands for many containers."""
        self.is_container: Callable[[int], bool] = lambda _id: False
        """Whether an object is a list or a dict."""
        self.plain: set[Obj] = set()
        """What stands for lists and dicts that bear nothing."""
        self.places: dict[Hashable, dict[Obj, None]] = {}
        """The places of crowds, with the instances that went into each."""
        self.news = False
        """Since places were last looked through, something was found to hold a client."""
        self._told: dict[Value, bool] = {}
        """What ``tells`` has said."""
        self._inside: dict[Value, Inside] = {}
        """What of a value may hold a client."""
        self._holding: set[int] = set()
        """Objects that hold a client, or another such object."""
        self._holders: dict[int, list[Inside]] = {}
        """For an object that holds none so far the values that it is in."""
        self._classes: set[str] = set()
        """Classes that have a client themselves."""
        self._within: dict[int, list[Inside]] = {}
        """For a container that bears nothing so far the values that it is in."""
        self._bearing: set[int] = set()
        """Lists and dicts in which there is something that a request may depend on, names apart."""
        self._waiting: dict[int, tuple[Obj, dict[Hashable, None]]] = {}
        """Containers that bear nothing so far, and the places that have dropped them."""
        self._due: dict[int, None] = {}
        """Those of them that were found to bear something since places were last looked through."""
        self._spilled = False
        """A client was put into something of a crowd: it may be any."""

    def gathered(self, found: tuple[Value, ...]) -> list[Value]:
        """The alternatives of a place that are a crowd, if they are one.

        Constants alone are none: they may be names. Beside what is unknown anyway they say nothing.
        """
        crowd = [one for one in found if not self.tells(one)]
        if CROWD not in crowd and (
            len(crowd) <= MAX_CROWD
            or all(isinstance(one, Known | Text) for one in crowd)
            or len(set(map(_lasting, crowd))) <= MAX_CROWD
        ):
            return []
        return crowd

    def drop(self, crowd: list[Value], place: Hashable) -> None:
        """Notes what a place has dropped."""
        for one in crowd:
            if type(one) is not Obj:
                continue
            if self.is_container(one.id):
                self._waiting.setdefault(one.id, (one, {}))[1][place] = None
            else:
                self.places.setdefault(place, {})[one] = None

    def returning(self) -> Iterator[tuple[Hashable, list[Obj]]]:
        """What was found to matter to requests, by the places that have dropped it."""
        if self.news:
            self.news = False
            due = list(self._waiting if self._spilled else self._due)
            self._due.clear()
            for id in due:
                obj, places = self._waiting.pop(id)
                for place in places:
                    yield place, [obj]
            for place, dropped in list(self.places.items()):
                back = [one for one in dropped if self.tells(one)]
                for one in back:
                    del dropped[one]
                if back:
                    yield place, back

    def bears(self, container: Obj) -> bool:
        """Whether a list or dict has something in it, or in what is in it, that a request may depend on.

        Names are no such: what stands for many containers has the constants of all of them.
        """
        return self._spilled or container.id in self._bearing

    def tells(self, value: Value) -> bool:
        """Whether a request may depend on a value."""
        if type(value) is Obj:
            # The only ones of which that is not known at once: something may be put into them.
            cls = self.class_of(value)
            if cls is None or self._spilled or value.id in self._holding:
                return True
            return cls.cls.name in self._classes or self.answers(cls.cls.name)
        found = self._told.get(value)
        if found is None:
            found = self._told[value] = self._may_tell(value)
        return found

    def _may_tell(self, value: Value) -> bool:
        match value:
            case Known() | Text() | Unknown():
                return self._stays(value)
            case FuncV(function=code) | Bound(function=FuncV(function=code)):
                return code not in self.minor
            case Method(receiver=Obj()):
                # A container's own, which is there as well.
                return False
            case Method(name=name) if not self.asks(name):
                return False
            case Method(receiver=inner) | Wrapped(function=inner) | Partial(function=inner):
                return self._has_telling((inner,))
            case Tup(items=items):
                return self._has_telling(items)
            case Ext(path=path):
                return not is_data(path, most=True)
            case Data():
                return value.tells()
        return True

    def _has_telling(self, values: Iterable[Value]) -> bool:
        return any(type(one) is Obj or self.tells(one) for value in values for one in options(value))

    # --- who holds a client ---

    def put(self, owner: int, value: Value) -> None:
        """Notes what is put into an object."""
        if type(value) in _EMPTY or owner in self._holding:
            return
        inside = self._inside.get(value) or self._look_into(value)
        if inside.leads or not self._holding.isdisjoint(inside.objects):
            self._found(owner)
            return
        inside.owners.add(owner)
        if inside.bears or not self._bearing.isdisjoint(inside.containers):
            self.bear(owner)

    def _look_into(self, value: Value) -> Inside:
        found = within(value)
        every = [one for one in found if type(one) is Obj]
        objects = frozenset([one.id for one in every if not self.is_pool(one)])
        containers = frozenset(
            [one.id for one in every if self.is_container(one.id) and one not in self.plain]
        )
        inside = Inside(objects, any(map(self._leads, found)), containers, any(map(self._is_borne, found)))
        self._inside[value] = inside
        for one in objects:
            self._holders.setdefault(one, []).append(inside)
        for one in containers:
            self._within.setdefault(one, []).append(inside)
        return inside

    def _is_borne(self, value: Value) -> bool:
        """Whether a container that has a value bears something, whatever is in the value."""
        if type(value) is Obj:
            return not self.is_container(value.id)
        return not isinstance(value, Known | Text | Unknown) and self.tells(value)

    def bear(self, container: int) -> None:
        """Notes that a container bears something, and so do those that have it."""
        pending = [container]
        while pending:
            bearing = pending.pop()
            if bearing in self._bearing or not self.is_container(bearing):
                continue
            self._bearing.add(bearing)
            if any(one.id == bearing for one in self.plain):
                self.noted(BEARS, bearing)
            for inside in self._within.pop(bearing, ()):
                pending.extend(inside.owners)
            if bearing in self._waiting:
                self._due[bearing] = None
                self._announce()

    def put_into_class(self, cls: ClassV, name: str, value: Value) -> None:
        """Notes what is put into a class, whose instances have it."""
        self.put_on.setdefault(cls, set()).add(name)
        if cls.cls.name not in self._classes and any(map(self._leads, within(value))):
            self._classes.update(self.derived(cls.cls.name))
            self._announce()

    def put_somewhere(self, receiver: Value, value: Value) -> None:
        """Notes what is put into any alternative of a value."""
        if not self._spilled and CROWD in options(receiver) and any(map(self._leads, within(value))):
            self._spilled = True
            for one in self.plain:
                self.noted(BEARS, one.id)
            self._announce()

    def _found(self, owner: int) -> None:
        pending = [owner]
        while pending:
            holding = pending.pop()
            if holding in self._holding:
                continue
            self._holding.add(holding)
            self.noted(HOLDS, holding)
            self.bear(holding)
            for inside in self._holders.pop(holding, ()):
                pending.extend(inside.owners)
                inside.owners.clear()
        self._announce()

    def _announce(self) -> None:
        self.news = True
        self._changed()

    def _leads(self, value: Value) -> bool:
        """Whether whoever has a value has a client.

        Instances whose class makes requests are no such: their methods are evaluated in any case. A pool says
        nothing of what one of its members holds. A method of a client is as good as the client. What comes
        back from a library (``Carried``) asks through objects that the library has, and may call, anyway.
        """
        if type(value) is Obj:
            return value.id in self._holding and not self.is_pool(value)
        match value:
            case Wrapped(function=inner):
                return _works(inner)
            case Partial(function=inner, args=args):
                return _works(inner) or any(map(_works, args.values()))
        return _works(value)


def _works(value: Value) -> bool:
    """Whether something makes requests, or has a method that does, for whoever has it."""
    for one in options(value):
        if isinstance(one, Handle):
            if one.works() and not isinstance(one, Carried):
                return True
        elif isinstance(one, Method) and _works(one.receiver):
            return True
    return False


def within(value: Value) -> list[Value]:
    """The alternatives of a value, and those of what is in their sequences."""
    found: list[Value] = []
    for one in options(value):
        if isinstance(one, Tup):
            for item in one.items:
                found += within(item)
        else:
            found.append(one)
    return found


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


__all__ = ["BEARS", "CROWD", "HOLDS", "Crowds", "within"]
