"""What constructs of the CDK give the role of a function that they are handed: ``data/cdk_constructs.toml``.

A pipeline's action lets its function tell the pipeline how it went, a rotation lets it rotate the secret: no
call of the source says so. Read by ``cdk.grants`` for sources, by ``constructs`` for what a template has.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.knowledge.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a class of constructs, or a method, gives; see the table."""

    name: str
    type: str
    module: str = ""
    given: tuple[str, ...] = ()
    first: bool = False
    managed: tuple[str, ...] = ()
    statements: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    """Actions and resources."""
    more: tuple[str, ...] = ()


@cache
def _table() -> dict[str, Brought]:
    text = files(__package__).joinpath("data", "cdk_constructs.toml").read_text("utf-8")
    return {name: _row(name, row) for name, row in tomllib.loads(text).items()}


def _row(name: str, row: dict[str, Any]) -> Brought:
    return Brought(
        name=name,
        type=row["type"],
        module=row.get("module", ""),
        given=tuple(row.get("given", ())),
        first=row.get("first", False),
        managed=tuple(row.get("managed", ())),
        statements=tuple(
            (tuple(one["actions"]), tuple(one["resources"])) for one in row.get("statements", ())
        ),
        more=tuple(row.get("more", ())),
    )


def brought_by(name: str, module: str) -> Brought | None:
    """What a class of a module of the CDK gives, or a method (of no module)."""
    row = _table().get(name)
    return row if row is not None and row.module == module else None


@cache
def _said() -> dict[tuple[str, frozenset[str]], str]:
    """The classes, by the type of what they make and the actions of each of their statements."""
    return {
        (row.type, frozenset(one.lower() for one in actions)): row.name
        for row in _table().values()
        if row.module
        for actions, _ in row.statements
    }


def bringing(actions: Collection[str], types: Collection[str]) -> str | None:
    """The class that gives its function just these actions, of those that make one of the types."""
    said = frozenset(one.lower() for one in actions)
    found = (_said().get((type, said)) for type in types)
    return next((name for name in found if name is not None), None)


def bringing_policy(policy: str, types: Collection[str]) -> str | None:
    """The class that attaches a policy of AWS's, of those that make one of the types."""
    rows = (row for row in _table().values() if row.type in types)
    name = policy.rpartition("/")[2]
    return next((row.name for row in rows for one in row.managed if one.rpartition("/")[2] == name), None)
