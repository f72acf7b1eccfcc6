"""Lists and dicts that stand for very many others.

Who has one of these others from before, and alone, keeps it. What is put into the one that stands for them is
put into one of them, and nobody knows into which: each has something unknown under that key from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from functools import partial

from policywright.analyzers.engine.bounds import CONSTANTS, GIVEN_UP, NAMES
from policywright.analyzers.engine.crowds import CROWD, within
from policywright.analyzers.engine.forms import Form
from policywright.analyzers.engine.handles import Carried, Member
from policywright.analyzers.engine.shapes import ANY, Shape
from policywright.analyzers.engine.values import (
    BOTTOM,
    Bound,
    ClassV,
    FuncV,
    Handle,
    Method,
    Obj,
    Partial,
    Tup,
    Union,
    Unknown,
    Value,
    Wrapped,
    join_all,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from policywright.analyzers.engine.heap import Heap
    from policywright.analyzers.engine.instances import Instance

KINDS = ("instances", "code", "clients")
"""What is told apart of what is in the common pool: objects and classes, what can be called, clients and the
like. Its names are among those that places have given up (``bounds.NAMES``)."""
_DISSOLVING = (FuncV, Bound, ClassV, Partial, Wrapped, Method, Tup, Member, Carried)

MAX_CONTAINERS = 24
"""Lists and dicts that a place keeps apart; beyond, one of each kind stands for all of them, everywhere."""
MAX_BESIDE = 4
"""Those that bear something which a place keeps apart where so many others have come by."""


class Pools:
    """Those of one analysis."""

    def __init__(self, heap: Heap) -> None:
        self._heap = heap
        self._pools: dict[tuple[str, tuple[object, ...]], Obj] = {}
        """For kinds and places of containers the one that stands for all of them."""
        self._crowds = heap.engine.bounds.crowds
        heap.engine.bounds.pooled = self.pooled
        heap.engine.bounds.dissolved = self.dissolved
        heap.engine.bounds.given_up = partial(heap.engine.write, GIVEN_UP)
        self._common: Value = BOTTOM
        self._left = heap.engine.cell(("common", "left"))
        """Lists and dicts in it that bear nothing so far."""
        self._grouped: tuple[Value, dict[ClassV | None, list[Value]]] = (BOTTOM, {})
        """The last version of the objects in it, by their classes."""
        self.callers: dict[Hashable, Instance] = {}
        """The sites that do something with all that is in it, by what that is."""
        self.asking: dict[Instance, None] = {}
        """What these run as."""
        self.forms: dict[Hashable, Form] = {}
        """With which arguments each of them calls."""

    def pooled(self, objects: list[Obj], dropped: list[Value]) -> list[Obj]:
        """The objects, with one container for very many, or what stands for it already.

        First those of one place in the text become one, whatever the context that made them. Where these are
        very many, too, one of a kind stands for all that bear nothing which a request may depend on, and
        another for the others. Which is which may change: what is ``dropped`` comes back if it turns out to.
        """
        containers = [one for one in objects if self._heap.shapes[one.id].kind != "instance"]
        for one in map(self._top, containers):
            if self._heap.shapes[one.id].plain is not None and self._crowds.bears(one):
                self._into(self._pool(one, ()), one)
        found = self._standing(containers)
        if len(found) > MAX_CONTAINERS:
            for one in found:
                self._into(self._of_place(one), one)
            found = self._standing(found)
        plain = self._crowds.plain
        absorbs = not plain.isdisjoint(found)
        many = len(found) > (MAX_BESIDE if absorbs else MAX_CONTAINERS)
        if many or absorbs:
            for one in found:
                if one not in plain and not self._crowds.bears(one):
                    self._make_plain(one)
                elif many and one not in plain:
                    self._into(self._pool(one, ()), one)
            dropped += [one for one in map(self._top, containers) if self._is_plain(one)]
            found = self._standing(found)
        if found == containers:
            return objects
        instances = [one for one in objects if self._heap.shapes[one.id].kind == "instance"]
        return [*instances, *found]

    def _standing(self, containers: Iterable[Obj]) -> list[Obj]:
        """What stands for containers, each once."""
        return list(dict.fromkeys(map(self._pooled, containers)))

    def _pooled(self, obj: Obj) -> Obj:
        """The container that stands for one, or itself."""
        top = self._top(obj)
        return self._plain(top) if self._is_plain(top) else top

    def _top(self, obj: Obj) -> Obj:
        """The same, whether it bears anything or not."""
        above = self._heap.shapes[obj.id].above
        while above is not None:
            obj, above = above, self._heap.shapes[above.id].above
        return obj

    def _is_plain(self, obj: Obj) -> bool:
        return self._heap.shapes[obj.id].plain is not None and not self._crowds.bears(obj)

    def _of_place(self, obj: Obj) -> Obj:
        """The container that stands for all of a place in the text."""
        shape = self._heap.shapes[obj.id]
        return obj if shape.pool else self._pool(obj, shape.site)

    def _plain(self, obj: Obj) -> Obj:
        """The container that stands for all of a kind that bear nothing."""
        pool = self._pool(obj, ("plain",))
        self._crowds.plain.add(pool)
        return pool

    def _pool(self, obj: Obj, site: tuple[object, ...]) -> Obj:
        """The container that stands for all of a kind of which something is the same."""
        if not site:
            self._make_common()
        return self._pool_of(self._heap.shapes[obj.id].kind, site)

    def _pool_of(self, kind: Literal["instance", "dict", "list"], site: tuple[object, ...]) -> Obj:
        pool = self._pools.get((kind, site))
        if pool is None:
            pool = self._pools[kind, site] = self._heap.new(kind, "pool", *site, None)
            shape = self._heap.shapes[pool.id]
            shape.pool, shape.common = True, not site
            self._heap.make_open(pool)
            if not site:
                self._crowds.bear(pool.id)
        return pool

    @property
    def common(self) -> Value:
        """What stands for all containers that bear something, for what is in them, and for what places have
        given up for it: who reads a part of it has it again."""
        self._make_common()
        return self._common

    def _make_common(self) -> None:
        if self._common is not BOTTOM:
            return
        engine, inside = self._heap.engine, ("common", "inside")
        pools = [self._pool_of(kind, ()) for kind in ("dict", "list")]
        self._common = join_all([*pools, NAMES])
        for pool in pools:
            whole = engine.cell(self._heap.whole(pool))
            for kind in KINDS:
                engine.feed(engine.cell(("common", kind)), whole, partial(self._of_kind, kind))
            engine.feed(engine.cell(inside), whole, self._take_in)
            engine.feed(engine.cell(GIVEN_UP), whole, engine.bounds.names)
        engine.feed(engine.cell(inside), self._left, self._take_in)

    def members(self, kind: str) -> Value:
        """What of a kind is in the common pool; nothing as long as there is none."""
        return self._heap.engine.read(("common", kind))

    def by_class(self) -> dict[ClassV | None, list[Value]]:
        """The objects in the common pool by their classes, and with each class that is in it, that."""
        value = self.members("instances")
        if value is not self._grouped[0]:
            found: dict[ClassV | None, list[Value]] = {}
            for one in options(value):
                cls = self._heap.shapes[one.id].cls if isinstance(one, Obj) else one
                found.setdefault(cls if isinstance(cls, ClassV) else None, []).append(one)
            self._grouped = value, found
        return self._grouped[1]

    def _absorb(self, value: Value) -> None:
        """Puts a value into the common pool."""
        engine = self._heap.engine
        for kind in KINDS:
            engine.grow(engine.cell(("common", kind)), self._of_kind(kind, value))
        engine.grow(engine.cell(GIVEN_UP), engine.bounds.names(value))
        self._take_in(value)

    def _take_in(self, value: Value) -> Value:
        """Has the common pool stand for the lists and dicts in a value, as soon as they bear something."""
        for one in within(value):
            if (
                type(one) is not Obj
                or self._heap.shapes[one.id].kind == "instance"
                or one in self._crowds.plain
            ):
                continue
            top = self._top(one)
            if self._crowds.bears(top):
                self._into(self._pool(top, ()), top)
            else:
                self._heap.engine.grow(self._left, top)
                self._crowds.drop([top], self._left)
        return BOTTOM

    def _of_kind(self, kind: str, value: Value) -> Value:
        tells = self._crowds.tells
        return join_all([one for one in within(value) if kind in self._kinds(one) and tells(one)])

    def _kinds(self, value: Value) -> tuple[str, ...]:
        match value:
            case Obj():
                return ("instances",) if self._heap.shapes[value.id].kind == "instance" else ()
            case ClassV():
                return ("instances", "code")
            case Handle():
                called = value.code() is not None or value.computed() is not None
                return ("clients", "code") if called else ("clients",)
            case FuncV() | Bound() | Partial() | Wrapped() | Method():
                return ("code",)
        return ()

    def dissolved(self, found: tuple[Value, ...]) -> tuple[Value, ...]:
        """The alternatives of a place that holds the common pool, without those that it stands for as well.

        What were kept beside it would go, one by one, wherever it goes.
        """
        return self._dissolved(found) if self.has_common(found) else found

    def has_common(self, found: Iterable[Value]) -> bool:
        """Whether the common pool is among alternatives."""
        shapes = self._heap.shapes
        return any([type(one) is Obj and shapes[one.id].common for one in found])

    def fewer(self, value: Value) -> Value:
        """What very many alternatives are where the common pool is asked."""
        return join_all(self._dissolved(value.options)) if type(value) is Union else value

    def _dissolved(self, found: tuple[Value, ...]) -> tuple[Value, ...]:
        common = options(self.common)
        due = [one for one in found if one != CROWD and one not in common and self._dissolves(one)]
        if not due:
            return found
        self._absorb(join_all([one.values if type(one) is Carried else one for one in due]))
        gone = set(due)
        return tuple(dict.fromkeys((*[one for one in found if one not in gone], *common)))

    def _dissolves(self, value: Value) -> bool:
        if isinstance(value, Obj):
            container = self._heap.shapes[value.id].kind != "instance"
            if container and (value in self._crowds.plain or not self._crowds.bears(self._top(value))):
                return False
            return self._crowds.tells(value)
        return type(value) in CONSTANTS or (isinstance(value, _DISSOLVING) and self._crowds.tells(value))

    def _into(self, pool: Obj, obj: Obj) -> None:
        """Has a container stand for another one."""
        shape = self._heap.shapes[obj.id]
        if obj is pool or shape.above is not None:
            return
        shape.above = pool
        self._put_below(pool, obj, None)

    def _make_plain(self, obj: Obj) -> None:
        """Has the container for all that bear nothing stand for another one."""
        place = self._of_place(obj)
        self._into(place, obj)
        shape = self._heap.shapes[place.id]
        if shape.plain is None:
            shape.plain = self._plain(place)
            self._put_below(shape.plain, place, self._of_plain)

    def _put_below(self, pool: Obj, obj: Obj, made: Callable[[Value], Value] | None) -> None:
        """Has a container take in what another one holds, or what is ``made`` of that."""
        over, engine = self._heap.shapes[pool.id], self._heap.engine
        over.below.append(obj)
        engine.bounds.changed()
        over.keys[ANY] = None
        engine.feed(self._heap.field(pool, ANY), engine.cell(self._heap.whole(obj)), made)
        for above in (pool, *self._above(over)):
            self.ask_again(obj, self._heap.shapes[above.id].put)

    def _above(self, shape: Shape) -> Iterator[Obj]:
        """Everything that stands for a container."""
        above: Obj | None = None
        while True:
            if shape.plain is not None:
                yield shape.plain
            above = shape.above
            if above is None:
                return
            yield above
            shape = self._heap.shapes[above.id]

    def _of_plain(self, value: Value) -> Value:
        """What is known of something in one of the containers that bear nothing: constants.

        Lists and dicts in it are among them. What bears something comes back by itself.
        """
        found: list[Value] = []
        for one in options(value):
            if type(one) in CONSTANTS or (isinstance(one, Tup) and _is_row(one)):
                found.append(one)
            elif type(one) is Obj and self._heap.shapes[one.id].kind != "instance":
                if one not in self._crowds.plain and not self._crowds.bears(self._top(one)):
                    self._make_plain(self._top(one))
                found.append(self._pooled(one) if self._pooled(one) in self._crowds.plain else CROWD)
            else:
                found.append(CROWD)
        return join_all(found)

    def put(self, pool: Obj, shape: Shape, keys: Iterable[object], value: Value) -> None:
        """Something is put into one of those that a container stands for, and nobody knows into which."""
        told = [key for key in keys if shape.kind != "list" or not isinstance(key, str)]
        if not told:
            return
        for one in options(value):
            if self._does_something(one):
                self._heap.engine.write(("put", pool.id), one)
        new = [key for key in told if key not in shape.put]
        shape.put.update(dict.fromkeys(new))
        self.ask_again(pool, new)

    def _does_something(self, value: Value) -> bool:
        """What is a client of an SDK, or may hold one."""
        if isinstance(value, Obj):
            return self._heap.shapes[value.id].kind == "instance"
        return isinstance(value, ClassV) or (isinstance(value, Handle) and value.reaches())

    def ask_again(self, obj: Obj, keys: Collection[object]) -> None:
        """Has those look again who have looked under some keys of a container, or of those it stands for."""
        engine, due = self._heap.engine, [obj] if keys else []
        while due:
            one = due.pop()
            shape = self._heap.shapes[one.id]
            due += shape.below
            engine.touch(engine.cell(("keys", one.id)))
            if shape.summed:
                engine.touch(engine.cell(("all", one.id)))
            for key in shape.cells if ANY in keys else (*keys, ANY):
                if key in shape.cells:
                    engine.touch(shape.cells[key])
                held = engine.cells.get(("held", one.id, key))
                if held is not None:
                    engine.touch(held)

    def given(self, shape: Shape, key: object) -> Value:
        """What is under a key that was put into one of many, which may be this one.

        Of what programs put there only what may lead to requests is told: to hand the rest on to thousands of
        them would cost more than all other values together.
        """
        found: Value = BOTTOM
        for above in self._above(shape):
            over = self._heap.shapes[above.id]
            if over.put and (key is ANY or key in over.put or ANY in over.put):
                found = join_all([found, Unknown("item"), self._heap.engine.read(("put", above.id))])
        return found

    def may_give(self, shape: Shape) -> bool:
        """Something was put into one of many, which may be this one."""
        return any(self._heap.shapes[above.id].put for above in self._above(shape))


def _is_row(row: Tup) -> bool:
    """A sequence of constants."""
    return all(type(one) in CONSTANTS for item in row.items for one in options(item))
