"""What a place keeps: as much as it holds, however often that has grown."""

from __future__ import annotations

import pytest

from policywright.analyzers.engine.heap import MAX_READ, Heap
from policywright.analyzers.engine.shapes import ANY
from policywright.analyzers.engine.solver import Cell, Engine, Site
from policywright.analyzers.engine.values import Known, Union, options
from policywright.analyzers.program import Program


def test_no_version_of_what_a_place_gets_is_kept() -> None:
    engine, cell = Engine(Program()), Cell()
    every = tuple(Known(number) for number in range(20))
    for count in range(1, len(every) + 1):
        value = Union(every[:count]) if count > 1 else every[0]
        assert engine.grow(cell, value)
        assert not engine.grow(cell, value)
    assert cell.taken == set(every)
    assert cell.value == Union(every)


def test_readers_come_in_the_order_of_reading_each_once() -> None:
    engine, cell = Engine(Program()), Cell()
    nobody = engine.instance(("test",), "m", None, ())
    sites = [Site(nobody, lambda _site: None, None, {}, None) for _ in range(3)]
    assert not cell.readers
    for site in (*sites, *reversed(sites)):
        engine.site = site
        engine.look(cell)
    assert cell.readers == tuple(sites)
    assert cell.others is not None and len(cell.others) == 2


@pytest.mark.parametrize("many", [1, MAX_READ])
def test_who_has_read_a_key_reads_again_when_something_is_laid_behind(many: int) -> None:
    engine = Engine(Program())
    heap = Heap(engine)
    target, pool = (heap.new("dict", name, None) for name in ("target", "pool"))
    heap.shape(pool).pool = True
    for number in range(many):
        heap.store(target, "key", Known(number))
        heap.store(target, ANY, Known(-number))
    heap.store(pool, "key", Known("behind"))
    site = Site(engine.instance(("test",), "m", None, ()), lambda _site: None, None, {}, None)
    engine.site = site
    assert Known("behind") not in options(heap.load(target, "key"))
    assert not site.dirty
    heap.lay_behind(target, [pool])
    assert site.dirty
    assert Known("behind") in options(heap.load(target, "key"))
