"""Conditions that are made of each other: what is always there, whatever a deployment chooses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policywright.analyzers.infrastructure.conditions import (
    Conditions,
    Stated,
    alternative,
    bare,
    is_told,
    opposite,
)


def stage(word: str) -> Stated:
    return Stated(kind="is", name="Ref Stage", word=word)


STATED = Conditions(
    stated=(
        ("Prod", stage("prod")),
        ("Test", stage("test")),
        ("Dev", stage("dev")),
        ("Not", Stated(kind="not", of=(Stated(kind="named", name="Prod"),))),
        (
            "Both",
            Stated(kind="all", of=(Stated(kind="named", name="Prod"), Stated(kind="named", name="Open"))),
        ),
        ("Ring", Stated(kind="named", name="Ring")),
    ),
)
CLOSED = Conditions(stated=STATED.stated, words=(("Ref Stage", ("dev", "test", "prod")),))


@pytest.mark.parametrize(
    ("conditions", "branches", "known", "always"),
    [
        (STATED, [["Prod"], ["!Prod"]], [], True),
        (STATED, [["Prod"], ["Not"]], [], True),
        (STATED, [["Not"], ["!Not"]], [], True),
        (STATED, [["Prod"], ["Test"], ["Dev"]], [], False),
        (CLOSED, [["Prod"], ["Test"], ["Dev"]], [], True),
        (CLOSED, [["Prod"], ["Test"]], [], False),
        (CLOSED, [["Prod"], ["Test"]], ["!Dev"], True),
        (STATED, [["Prod"]], ["Both"], True),
        (STATED, [["Both"]], ["Prod"], False),
        (STATED, [["Both"]], ["Prod", "Open"], True),
        (STATED, [["Ring"]], [], False),
        (STATED, [["Ring"], ["!Ring"]], [], True),
        (STATED, [["unknown"]], [], False),
        (STATED, [], [], False),
        (STATED, [[]], [], True),
        (STATED, [[alternative("x", 0, 2)], [alternative("x", 1, 2)]], [], True),
        (STATED, [[alternative("x", 0, 3)], [alternative("x", 1, 3)]], [], False),
        (STATED, [[alternative("x", 0, 2)], [alternative("y", 1, 2)]], [], False),
        (STATED, [[f"{number}"] for number in range(40)], [], False),
    ],
)
def test_always(conditions: Conditions, branches: list[list[str]], known: list[str], always: bool) -> None:
    assert conditions.always(branches, known) is always


_NAMES = st.sampled_from(["A", "B", "C", "!A", "!B", "!C"])
_BRANCHES = st.lists(st.frozensets(_NAMES, max_size=3), max_size=4)


@given(_BRANCHES, st.frozensets(_NAMES, max_size=2))
def test_more_branches_and_more_that_is_known_is_never_less(
    branches: list[frozenset[str]], known: frozenset[str]
) -> None:
    plain = Conditions()
    if plain.always(branches):
        assert plain.always([*branches, frozenset(("D",))])
        if not any(opposite(one) in known for one in known):
            assert plain.always(branches, known)


@given(_NAMES)
def test_opposites(name: str) -> None:
    assert opposite(opposite(name)) == name
    assert bare(opposite(name)) == bare(name)
    assert Conditions().always([[name], [opposite(name)]])
    assert is_told(name) and not is_told(alternative(name, 0, 2))
