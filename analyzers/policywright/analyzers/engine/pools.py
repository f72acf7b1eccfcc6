"""Lists and dicts that stand for very many others.

Who has one of these others from before, and alone, keeps it. What is put into the one that stands for them is
put into one of them, and nobody knows into which: each has something unknown under that key from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from policywright.analyzers.engine.shapes import ANY, Shape
from policywright.analyzers.engine.values import (
    BOTTOM,
    ClassV,
    Handle,
    Obj,
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


class Pools:
    """Those of one analysis."""

    def __init__(self, heap: Heap) -> None:
        self._heap = heap
        self._pools: dict[tuple[str, tuple[object, ...]], Obj] = {}
        """For kinds and places of containers the one that stands for all of them."""
        heap.engine.bounds.pooled = self.pooled

    def pooled(self, objects: list[Obj]) -> list[Obj]:
        """The objects, with one container for very many, or what stands for it already.

        First those of one place in the text become one, whatever the context that made them; where these are
        very many, too, all of a kind are one.
        """
        containers = [one for one in objects if self._heap.shapes[one.id].kind != "instance"]
        found = list(dict.fromkeys(map(self._pooled, containers)))
        for by_place in (True, False):
            if len(found) > MAX_CONTAINERS:
                for one in found:
                    self._into(self._pool(one, self._heap.shapes[one.id].site if by_place else ()), one)
                found = list(dict.fromkeys(map(self._pooled, containers)))
        if found == containers:
            return objects
        instances = [one for one in objects if self._heap.shapes[one.id].kind == "instance"]
        return [*instances, *found]

    def _pooled(self, obj: Obj) -> Obj:
        """The container that stands for one, or itself."""
        above = self._heap.shapes[obj.id].above
        while above is not None:
            obj, above = above, self._heap.shapes[above.id].above
        return obj

    def _pool(self, obj: Obj, site: tuple[object, ...]) -> Obj:
        """The container that stands for all of a place in the text, or for all of a kind."""
        shape = self._heap.shapes[obj.id]
        if shape.pool and site:
            return obj
        pool = self._pools.get((shape.kind, site))
        if pool is None:
            pool = self._pools[shape.kind, site] = self._heap.new(shape.kind, "pool", *site, None)
            self._heap.shapes[pool.id].pool = True
            self._heap.make_open(pool)
        return pool

    def _into(self, pool: Obj, obj: Obj) -> None:
        """Has a container stand for another one."""
        shape, engine = self._heap.shapes[obj.id], self._heap.engine
        if obj is pool or shape.above is not None:
            return
        over = self._heap.shapes[pool.id]
        shape.above = pool
        over.below.append(obj)
        engine.bounds.changed()
        over.keys[ANY] = None
        engine.feed(self._heap.field(pool, ANY), engine.cell(self._heap.whole(obj)))
        above: Obj | None = pool
        while above is not None:
            self._ask_again(obj, self._heap.shapes[above.id].put)
            above = self._heap.shapes[above.id].above

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
        above = shape.above
        while above is not None:
            over = self._heap.shapes[above.id]
            if over.put and (key is ANY or key in over.put or ANY in over.put):
                found = join_all([found, Unknown("item"), self._heap.engine.read(("put", above.id))])
            above = over.above
        return found

    def may_give(self, shape: Shape) -> bool:
        """Something was put into one of many, which may be this one."""
        while shape.above is not None:
            shape = self._heap.shapes[shape.above.id]
            if shape.put:
                return True
        return False
