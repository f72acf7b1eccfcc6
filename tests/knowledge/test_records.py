"""Records behave like the dataclasses that they are to the type checker."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

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
