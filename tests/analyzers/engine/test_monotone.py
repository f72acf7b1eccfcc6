"""What is done with values is monotone: more going in never takes anything away from what comes out.

That is why an analysis ends, and why it ends in one state whatever the order: every value has a height, everything
only ever climbs. An operation is a row of ``OPERATIONS``; whoever adds one to the engine adds it there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policywright.analyzers.engine import values
from policywright.analyzers.engine.bounds import NAMES
from policywright.analyzers.engine.crowds import CROWD
from policywright.analyzers.engine.solver import Cell, Engine
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Ext,
    Known,
    Method,
    ModuleV,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    concat,
    concat_all,
    join,
    join_all,
    options,
    with_fallback,
)
from policywright.analyzers.program import Program
from policywright.knowledge.values import Hole

ROUNDS = 100
"""So many steps up are taken for a climb without end."""


def below(one: Value, other: Value) -> bool:
    """The order of the values: ``values.below`` where the engine says what it is, else by ``join``."""
    own = getattr(values, "below", None)
    return bool(own(one, other)) if own is not None else join(other, one) == other


# --- values ---

_holes = st.sampled_from((
    Hole(kind="unknown"), Hole(kind="env", name="TABLE"), Hole(kind="parameter", name="name"), Hole(kind="region"),
))  # fmt: skip
_texts = st.integers(0, 60).map(lambda number: Known(f"s{number}"))
_patterns = st.tuples(
    st.sampled_from(("", "a-", "arn:")), _holes, st.sampled_from(("", "-z", ":b")), st.booleans()
).map(
    lambda part: Text(
        tuple(x for x in (part[0], part[1], part[2], *((part[1],) if part[3] else ())) if x != "")
    )
)
_others = st.sampled_from((
    NONE, Known(True), Known(3), Known(b"x"), Unknown("parameter", "name"), Unknown("item"), Unknown("many-values"),
    Obj(1), Obj(2), Ext("json"), Ext("requests.get()"), ModuleV("app.db"),
))  # fmt: skip
_atoms = st.one_of(_texts, _patterns, _others)
_records = st.one_of(
    _atoms,
    st.lists(_atoms, max_size=3).map(lambda items: Tup(tuple(items))),
    st.tuples(_atoms, st.sampled_from(("get", "upper"))).map(lambda pair: Method(*pair)),
    st.tuples(_atoms, _atoms).map(lambda pair: Partial(pair[0], Args((pair[1],)))),
)
_some: st.SearchStrategy[Value] = st.lists(_records, max_size=5).map(join_all)
_many: st.SearchStrategy[Value] = st.lists(_texts, min_size=15, max_size=50).map(join_all)
VALUES = st.one_of(st.just(BOTTOM), _records, _some, _many)
MANY_TEXTS = join_all([Known(f"s{number}") for number in range(40)])


# --- operations ---


@dataclass(frozen=True)
class Operation:
    """A function of the value that grows and of another one that stays."""

    name: str
    apply: Callable[[Value, Value], Value]


OPERATIONS = (
    Operation("join, left", join),
    Operation("join, right", lambda value, other: join(other, value)),
    Operation("join_all", lambda value, other: join_all([other, value, NONE])),
    Operation("concat, left", concat),
    Operation("concat, right", lambda value, other: concat(other, value)),
    Operation("concat, both", lambda value, _other: concat(value, value)),
    Operation("concat_all", lambda value, other: concat_all([Known("a"), value, other])),
    Operation("with_fallback, value", with_fallback),
    Operation("with_fallback, default", lambda value, other: with_fallback(other, value)),
)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_operations_are_monotone(operation: Operation) -> None:
    @settings(deadline=None, max_examples=150, database=None)
    @given(VALUES, VALUES, VALUES)
    @example(BOTTOM, Known("a"), Known("b"))
    @example(Known("a"), MANY_TEXTS, Known("b"))
    @example(Text((Hole(kind="env", name="TABLE"),)), Known("a"), Known("b"))
    def check(value: Value, more: Value, other: Value) -> None:
        less, most = operation.apply(value, other), operation.apply(join(value, more), other)
        assert below(less, most), f"{less}\nis not below\n{most}"

    check()


# --- the lattice ---


@settings(deadline=None, max_examples=150, database=None)
@given(VALUES, VALUES)
def test_join_is_an_upper_bound(one: Value, other: Value) -> None:
    both = join(one, other)
    assert below(one, both)
    assert below(other, both)


@settings(deadline=None, max_examples=150, database=None)
@given(VALUES, VALUES, VALUES)
def test_order_and_grouping_of_joins_do_not_matter(a: Value, b: Value, c: Value) -> None:
    one, other = join(join(a, b), c), join(b, join(c, a))
    assert below(one, other)
    assert below(other, one)


@settings(deadline=None, max_examples=150, database=None)
@given(VALUES, VALUES)
def test_nothing_new_is_no_growth(one: Value, other: Value) -> None:
    """By identity, which is how whoever holds a value sees that it has not changed."""
    both = join(one, other)
    assert join(both, other) is both
    assert join(both, one) is both
    assert join(one, BOTTOM) is one


@pytest.mark.parametrize("count", [ROUNDS, 20 * ROUNDS])
def test_constants_that_keep_coming_are_few_steps(count: int) -> None:
    engine, cell = Engine(Program()), Cell()
    steps = sum(engine.grow(cell, Known(f"t{number}")) for number in range(count))
    assert steps <= ROUNDS


@pytest.mark.parametrize(
    "start", [Known(""), Text((Hole(kind="unknown"),)), MANY_TEXTS], ids=["empty", "hole", "many"]
)
@pytest.mark.parametrize("piece", [Known("-"), Text(("-", Hole(kind="env", name="A"))), MANY_TEXTS],
                         ids=["literal", "pattern", "many"])  # fmt: skip
@pytest.mark.parametrize("behind", [True, False], ids=["behind", "before"])
def test_a_text_that_is_built_in_a_loop_ends(start: Value, piece: Value, behind: bool) -> None:
    value: Value = start
    for _ in range(ROUNDS):
        grown = join(value, concat(value, piece) if behind else concat(piece, value))
        if grown is value:
            return
        value = grown
    pytest.fail(f"it still grows: {value}")


# --- what a place holds instead of too much ---


@settings(deadline=None, max_examples=150, database=None)
@given(st.lists(st.one_of(VALUES, st.lists(_texts, min_size=10, max_size=12).map(join_all)), max_size=8))
@example([join_all([Known(f"s{number}") for number in range(10)]), Unknown("item"), Known("s11")])
def test_what_says_that_anything_may_be_there_stays(more: list[Value]) -> None:
    """Or names that were given up are kept again, up to as many, and all who read the place look again."""
    engine = Engine(Program())
    engine.bounds.vocabulary = lambda text: text.startswith("s")
    cell = Cell()
    marks: set[Value] = set()
    for value in (CROWD, *more):
        engine.grow(cell, value)
        assert marks <= set(options(cell.value))
        marks = {one for one in options(cell.value) if one in (CROWD, NAMES)}
    assert NAMES not in marks or not any(
        isinstance(one.value, str) for one in options(cell.value) if isinstance(one, Known)
    )
