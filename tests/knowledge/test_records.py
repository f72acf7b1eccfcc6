"""Records behave like the dataclasses that they are to the type checker."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from pathlib import Path

import pytest

from policywright.knowledge import record_templates
from policywright.knowledge.record_templates import WRITTEN
from policywright.knowledge.records import dataclass, field, fields, replace


@dataclass(slots=True, eq=False)
class Node:
    pos: int


@dataclass(slots=True, eq=False)
class Leaf(Node):
    name: str
    items: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    file: str
    line: int = 1
    note: str | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing."""


@dataclass(frozen=True, slots=True)
class Hashed:
    value: int

    def __hash__(self) -> int:
        return 7


def test_fields_of_bases_come_first_and_factories_make_new_values() -> None:
    first, second = Leaf(1, "a"), Leaf(1, "a")
    assert (first.pos, first.name, first.items) == (1, "a", [])
    assert first.items is not second.items
    assert first != second and hash(first) != hash(second), "eq=False compares by identity"
    assert Leaf.__match_args__ == ("pos", "name", "items")
    assert not hasattr(first, "__dict__")


def test_comparison_hash_order_and_text() -> None:
    here = Place(file="a", note="x")
    assert here == Place(file="a", line=1) and hash(here) == hash(Place(file="a"))
    assert here != Place(file="a", line=2) and here != "a"
    assert Place(file="a") < Place(file="a", line=2) <= Place(file="b")
    assert repr(here) == "Place(file='a', line=1)"
    assert Empty() == Empty() and hash(Empty()) == hash(Empty())
    assert hash(Hashed(1)) == 7 and Hashed(1) != Hashed(2)


@pytest.mark.parametrize("arguments", [((), {}), (("a",), {}), ((), {"file": "a", "column": 1})])
def test_wrong_arguments_are_refused(arguments: tuple[tuple[str, ...], dict[str, object]]) -> None:
    with pytest.raises(TypeError, match=r"Place\.__init__\(\)"):
        Place(*arguments[0], **arguments[1])  # type: ignore[arg-type,misc]


def test_functions_of_both_modules_take_records() -> None:
    place = Place(file="a", note="x")
    assert replace(place, line=3) == dataclasses.replace(place, line=3) == Place(file="a", line=3)
    assert replace(place, line=3).note == "x"
    assert [item.name for item in fields(Leaf)] == [item.name for item in dataclasses.fields(Leaf)]
    assert dataclasses.asdict(place) == {"file": "a", "line": 1, "note": "x"}
    assert pickle.loads(pickle.dumps(place)) == place


def test_written_templates_are_what_would_be_made() -> None:
    source = Path(record_templates.__file__).read_text("utf-8")
    made = "".join(record_templates.text(name, arity) for name, all_ in WRITTEN.items() for arity in all_)
    assert source.endswith(made)


@dataclass(frozen=True, slots=True, order=True)
class Wide:
    """More fields than there are written templates for."""

    f0: int = 0
    f1: int = 1
    f2: int = 2
    f3: int = 3
    f4: int = 4
    f5: int = 5
    f6: int = 6
    f7: int = 7
    last: int = 8


def test_other_numbers_of_fields_are_compiled() -> None:
    assert len(fields(Wide)) not in WRITTEN["__eq__"]
    assert Wide(last=9) == Wide(last=9) != Wide() and hash(Wide()) == hash(Wide(f0=0))
    assert Wide() < Wide(last=9) and repr(Wide(f0=5)).startswith("Wide(f0=5, f1=1")


def test_methods_are_made_for_the_class_that_has_them() -> None:
    @dataclass(frozen=True, slots=True)
    class Base:
        one: int

    @dataclass(frozen=True, slots=True)
    class Derived(Base):
        two: int

    class Plain(Base):
        def __init__(self) -> None:
            super().__init__(7)

    # The subclasses first: nothing of the base has been used yet.
    assert Derived(1, 2) == Derived(1, 2) != Derived(1, 3) and hash(Derived(1, 2)) == hash(Derived(1, 2))
    assert Plain().one == 7 and Plain() == Plain() and Plain() != Base(7)
    assert Base(1) == Base(1) != Derived(1, 1)
    assert (Base.__match_args__, Derived.__match_args__) == (("one",), ("one", "two"))
    assert copy.copy(Derived(1, 2)) == Derived(1, 2)
