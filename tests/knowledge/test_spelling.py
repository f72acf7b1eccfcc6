"""What rules ask for is found in a request, however a language's SDK spells the members."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.paths import select, tokens
from policywright.knowledge.plans import Plan
from policywright.knowledge.spelling import Node, spelled
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, Items, Struct, Value

_SPELLINGS: dict[str, Callable[[str], str]] = {
    "go": lambda name: name[:1].upper() + name[1:],
    "java": lambda name: name[:1].lower() + name[1:],
    "as acronyms": str.upper,
}


def _of(steps: tuple[str, ...], spell: Callable[[str], str]) -> Value:
    """A request's part with something at a path, each name spelt in some way."""
    if not steps:
        return Const("x")
    first, rest = steps[0], steps[1:]
    if first == "[]":
        return Items((_of(rest, spell),))
    return Struct(((spell(first), _of(rest, spell)),))


def _plans() -> list[Plan]:
    """The operations of which rules name nested members."""
    authorizer = Authorizer(shared_store())
    operations, found = authorizer.operations, []
    for service in operations.services():
        for name in operations.names(service):
            operation = operations.get(service, name)
            assert operation is not None
            plan = authorizer.planner.plan(operation)
            if plan.nested() or operation.role_paths or operation.tag_paths:
                found.append(plan)
    return found


def test_members_that_rules_ask_for_are_found_however_they_are_spelt() -> None:
    """The keys of a map are a program's own, and spelt as they are."""
    lost, asked = [], 0
    for plan in _plans():
        maps = {one.name for one in plan.operation.members if one.type == "map"}
        for path in dict.fromkeys((*plan.nested(), *plan.operation.role_paths, *plan.operation.tag_paths)):
            top, *below = tokens(path)
            if not below or top in maps or "[key]" in below:
                continue
            asked += 1
            for language, spell in _SPELLINGS.items():
                request = Struct(((top, _of(tuple(below), spell)),))
                if not select(spelled(plan.members(), request, wrap=True), path):
                    lost.append((plan.operation.service, plan.operation.name, path, language))
    assert asked > 3000
    assert not lost


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Struct((("Name", Const("a")),)), Items((Struct((("name", Const("a")),)),))),
        (Items((Struct((("NAME", Const("a")),)),)), Items((Struct((("name", Const("a")),)),))),
        # What is a map by its keys stays one, and what it holds is spelt.
        (
            Struct((("mine", Struct((("Name", Const("a")),))),)),
            Struct((("mine", Struct((("name", Const("a")),))),)),
        ),
    ],
)
def test_lists_and_maps(given: Value, expected: Value) -> None:
    known = {"things": Node("Things", True, True, {"name": Node("name")})}
    assert spelled(known, Struct((("Things", given),)), wrap=True) == Struct((("Things", expected),))


def test_what_is_spelt_as_the_api_has_it_stays_the_same_object() -> None:
    known = {"things": Node("Things", below={"name": Node("name")})}
    request = Struct((("Things", Struct((("name", Const("a")),))),))
    assert spelled(known, request, wrap=True) is request
