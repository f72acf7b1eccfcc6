"""Paths of which a variable is a part: once it is filled in, they are what the language joins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from policywright.analyzers.engine.values import Known, Value, make_text, options, text_parts
from policywright.analyzers.infrastructure.environment import Environment
from policywright.analyzers.sdk import paths
from policywright.knowledge.texts import glob, overlap, parts
from policywright.knowledge.values import Const, Hole, Struct, Text, alternatives

PARTS = st.lists(st.sampled_from(("a", "b", ".", "..", "/", "/", ".h")), max_size=4).map("".join)
NAMES = st.lists(st.sampled_from(("a", "b", "/", ".h")), max_size=4).map("".join)
NAMED = PARTS.filter(lambda part: bool(part.strip("./")))
JOINS = (paths.python, paths.pathlib, paths.node, paths.go)


def filled(value: Value, name: str) -> list[str]:
    """What a joined value may be, with the variable set; ``*`` for what is not known."""
    environment = Environment(Struct((("X", Const(name)),)))
    found: list[str] = []
    for option in options(value):
        text = Text(tuple(text_parts(option)))
        found += [glob(parts(one)) for one in alternatives(environment.fill(text))]
    return found


@pytest.mark.parametrize("join", JOINS, ids=lambda join: join.__name__)
@settings(max_examples=400, deadline=None)
@given(before=st.lists(PARTS, max_size=2), name=NAMES, after=st.lists(NAMED, max_size=2))
@example(before=[], name="a/", after=["../b"])
@example(before=[], name="a", after=["/b"])
@example(before=[], name=".h", after=["b"])
def test_a_joined_variable_is_what_the_language_joins(
    join: Callable[[Sequence[str]], str], before: list[str], name: str, after: list[str]
) -> None:
    # What leaves the directory that it is joined to is a variable that nobody sets so.
    assume(not (any(before) and name.startswith("/")))
    assume("//" not in name and (name or (after and not after[0].startswith("/"))))
    variable = make_text((Hole(kind="env", name="X"),))
    given_parts = [*map(Known, before), variable, *map(Known, after)]
    wanted = join([*before, name, *after])
    assume(wanted.strip("./"))
    found = filled(paths.joined(given_parts, join), name)
    assert any(overlap(wanted, one) for one in found), (wanted, found)
