"""The grant methods of the CDK's constructs: what each gives, and which one fits what code needs.

The table (``data/cdk_grants.toml``) is made by calling them (``generator/cdk_grants.js``). ``fitting``
chooses the narrowest methods that give what is needed, if what they give beside it is more of the same
access.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files
from itertools import combinations

from policywright.analyzers.infrastructure.access import expanded, levels_of
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import dataclass

_OWN = "arn"
_IMPLIED = {"Read": ("List",), "Write": ("Tagging",)}
"""What may come along with a kind of access: names with what they name, tags with what is written."""
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A grant method of the constructs that make a type of resource.

    ``own`` is given on the resource (and what is below it), ``key`` on the key that encrypts it, ``other`` on
    its stream or on anything.
    """

    type: str
    name: str
    own: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    places: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The same as the table has it: what it is given on, and the actions."""

    @property
    def actions(self) -> tuple[str, ...]:
        """All that it gives on something."""
        return (*self.own, *self.key, *self.other)

    @property
    def python(self) -> str:
        """Its name in Python, as jsii makes it."""
        return _CAPITAL.sub("_", self.name).lower()


@cache
def _table() -> dict[str, tuple[Method, ...]]:
    text = files(__package__).joinpath("data", "cdk_grants.toml").read_text("utf-8")
    return {
        type: tuple(_method(type, name, places) for name, places in sorted(rows.items()))
        for type, rows in tomllib.loads(text).items()
    }


def _method(type: str, name: str, places: dict[str, list[str]]) -> Method:
    found: dict[str, dict[str, None]] = {"own": {}, "key": {}, "other": {}}
    for place, actions in places.items():
        kind = "own" if place.startswith(_OWN) else "key" if place == "key" else "other"
        found[kind].update(dict.fromkeys(actions))
    return Method(
        type=type, name=name, places=tuple((place, tuple(actions)) for place, actions in places.items()),
        **{kind: tuple(actions) for kind, actions in found.items()},
    )  # fmt: skip


def methods_of(type: str) -> tuple[Method, ...]:
    """The grant methods of the constructs of a resource type."""
    return _table().get(type, ())


@cache
def methods_called(name: str) -> tuple[Method, ...]:
    """The methods of this name, whatever they are of; in Python's spelling or TypeScript's."""
    return tuple(
        method for methods in _table().values() for method in methods if name in (method.name, method.python)
    )


def methods_like(actions: Collection[str]) -> tuple[Method, ...]:
    """The methods that give all of these actions, whatever they are of: those that give least first."""
    found = [
        one for methods in _table().values() for one in methods if all(gives(one.own, a) for a in actions)
    ]
    return tuple(sorted(found, key=lambda one: (len(one.own), one.type)))


def gives(actions: Iterable[str], action: str) -> bool:
    """One of the patterns covers the action, or pattern."""
    return any(covers(pattern, action) for pattern in actions)


def fitting(type: str, needed: Collection[str]) -> tuple[Method, ...]:
    """The methods, one or two, that give all that is needed and least beside it; none where none fits."""
    return _fitting(type, frozenset(needed))


@cache
def _fitting(type: str, needed: frozenset[str]) -> tuple[Method, ...]:
    able = [one for one in methods_of(type) if one.own and _is_same_access(one, needed)]
    some = [one for one in able if any(gives(one.own, action) for action in needed)]
    found = [
        chosen
        for count in (1, 2)
        for chosen in combinations(some, count)
        if all(any(gives(one.own, action) for one in chosen) for action in needed)
    ]
    return min(found, key=_size, default=())


def _size(chosen: tuple[Method, ...]) -> tuple[int, int, tuple[str, ...]]:
    actions = {action for one in chosen for pattern in one.own for action in expanded(pattern)}
    return len(actions), len(chosen), tuple(one.name for one in chosen)


def _is_same_access(method: Method, needed: frozenset[str]) -> bool:
    """What the method gives beside what is needed is of the same access, or what all of its kind bring."""
    levels = {level for action in needed for level in levels_of(action)}
    levels |= {more for level in levels for more in _IMPLIED.get(level, ())}
    given = {action for pattern in (*method.own, *method.other) for action in expanded(pattern)}
    extra = given - {one for pattern in needed for one in expanded(pattern)} - _companions(method.type)
    return all(levels_of(action) <= levels for action in extra)


@cache
def _companions(type: str) -> frozenset[str]:
    """What every grant method of a construct gives: ``dynamodb:DescribeTable``."""
    all_of = [
        {action for pattern in one.own for action in expanded(pattern)} for one in methods_of(type) if one.own
    ]
    return frozenset(set.intersection(*all_of)) if len(all_of) > 1 else frozenset()
