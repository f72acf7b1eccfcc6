"""Lists and dicts that stand for very many others.

Who has one of these others from before, and alone, keeps it. What is put into the one that stands for them is
put into one of them, and nobody knows into which: each has something unknown under that key from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from policywright.analyzers.engine.bounds import CONSTANTS
from policywright.analyzers.engine.crowds import CROWD
from policywright.analyzers.engine.shapes import ANY, Shape
from policywright.analyzers.engine.values import (
    BOTTOM,
    ClassV,
    Handle,
    Obj,
    Tup,
    Unknown,
    Value,
    join_all,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.heap import Heap

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
        kind = self._heap.shapes[obj.id].kind
        pool = self._pools.get((kind, site))
        if pool is None:
            pool = self._pools[kind, site] = self._heap.new(kind, "pool", *site, None)
            self._heap.shapes[pool.id].pool = True
            self._heap.make_open(pool)
            if not site:
                self._crowds.bear(pool.id)
        return pool

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
            self._ask_again(obj, self._heap.shapes[above.id].put)

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
        self._ask_again(pool, new)

    def _does_something(self, value: Value) -> bool:
        """What is a client of an SDK, or may hold one."""
        if isinstance(value, Obj):
            return self._heap.shapes[value.id].kind == "instance"
        return isinstance(value, ClassV) or (isinstance(value, Handle) and value.reaches())

    def _ask_again(self, obj: Obj, keys: Collection[object]) -> None:
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
