"""What a cell holds once it holds too much: fewer values that stand for all of them.

A cell may get a value of every caller of a hub, in a program of any size. Beyond ``MAX_OBJECTS``
alternatives they are merged, by levels from what costs least precision: parts of responses; containers made
at one place; callables of one code body (their receivers and environments joined) and SDK values of one
kind; instances of one class. Nothing is dropped on the way: what is left is bounded by the number of code
bodies, classes and operations in the program.

A level that a cell has reached is kept, so that cells only grow.
"""

from __future__ import annotations

from collections.abc import Hashable

from policywright.analyzers.engine.merging import MAX_NESTING, likeness, merge, nesting
from policywright.analyzers.engine.values import (
    GAVE_UP,
    MANY,
    Ext,
    FuncV,
    Handle,
    Known,
    Obj,
    Text,
    Tup,
    Value,
    join_all,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.engine import CellKey, Engine
    from policywright.analyzers.engine.heap import Heap

MAX_OBJECTS = 48
"""Alternatives other than constants that a cell keeps apart where they can be merged."""
MAX_DATA = 8
"""The same before parts of responses and what libraries return are merged."""
MAX_WIDE = 2_000
"""Alternatives that can't be merged; what is beyond is given up, and said to be."""

DATA, PLACES, CODE, CLASSES = 1, 2, 3, 4
"""Levels: parts of responses, containers of one place, callables and SDK values, instances of a class."""
_KEPT = {DATA: MAX_DATA, PLACES: MAX_OBJECTS, CODE: MAX_OBJECTS, CLASSES: MAX_OBJECTS}


class Widening:
    """Merges the alternatives of cells."""

    def __init__(self, engine: Engine, heap: Heap) -> None:
        self._engine = engine
        self._heap = heap
        self._levels: dict[CellKey, int] = {}
        engine.widen = self.widen

    def widen(self, key: CellKey, value: Value) -> Value:
        """The value that a cell holds instead; it covers all alternatives."""
        if self._heap.merged:
            value = self._canonical(value)
        level = self._levels.get(key, 0)
        count = len(options(value))
        if level == 0 and (count <= MAX_DATA or key[0] in ("instances", "subclasses")):
            return value if count <= MAX_WIDE else self._bounded(key, value)
        for reached in range(1, CLASSES + 1):
            if reached <= level or len(options(value)) > _KEPT[reached]:
                value = self._at(reached, value)
                level = max(level, reached)
        self._levels[key] = level
        return self._bounded(key, value)

    def _canonical(self, value: Value) -> Value:
        """Objects by what they have become."""
        found = [self._heap.own(option) if isinstance(option, Obj) else option for option in options(value)]
        return join_all(found)

    def _bounded(self, key: CellKey, value: Value) -> Value:
        found = options(value)
        if len(found) <= MAX_WIDE:
            return value
        if self._engine.stack and self._engine.stack[-1].function is not None:
            task = self._engine.stack[-1]
            self._engine.exhausted[task.module, task.function.function.pos, "values"] = None  # type: ignore[union-attr]
        return join_all([*found[:MAX_WIDE], GAVE_UP])

    # --- levels ---

    def _at(self, level: int, value: Value) -> Value:
        groups: dict[Hashable, list[Value]] = {}
        for option in options(value):
            alike = self._alike(level, option)
            groups.setdefault(("one", option) if alike is None else ("many", alike), []).append(option)
        found: list[Value] = []
        for group in groups.values():
            if len(group) == 1:
                found.append(group[0])
            elif isinstance(group[0], Obj):
                found.append(self._heap.unify(group))  # type: ignore[arg-type]
            else:
                found.append(merge(group, self._closures))
        if level >= CODE:
            found = [GAVE_UP if nesting(option) > MAX_NESTING else option for option in found]
        return join_all([MANY, *found] if any(map(_is_constant, found)) else found)

    def _alike(self, level: int, value: Value) -> Hashable:
        if isinstance(value, Obj):
            shape = self._heap.shape(value)
            if shape.kind == "instance":
                return shape.cls if level == CLASSES else None
            return shape.site if level == PLACES else shape.kind if level == CLASSES else None
        if level == DATA:
            is_data = isinstance(value, Tup | Ext) or (isinstance(value, Handle) and value.kind == "response")
            return likeness(value) if is_data else None
        return likeness(value) if level == CODE else None

    # --- environments ---

    def _closures(self, functions: list[FuncV]) -> FuncV:
        """One function over the environments of several."""
        first = functions[0]
        if all(function == first for function in functions):
            return first
        if first.closure is None:
            return first
        outer = self._engine.by_id[first.closure].function
        pool = self._engine.pool(outer) if outer is not None else None
        return FuncV(first.function, first.module, pool.id if pool is not None else None, first.owner)


def _is_constant(value: Value) -> bool:
    return isinstance(value, Known | Text)
