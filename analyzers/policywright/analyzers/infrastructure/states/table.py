"""``integrations.toml`` as records."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from policywright.knowledge.records import dataclass, field

GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg/{}.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A call that an integration makes besides its main one."""

    service: str
    operation: str
    take: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """A row; see the head of the table. ``service`` is empty where IAM authorizes nothing."""

    name: str
    service: str
    operation: str
    source: str
    rename: Mapping[str, str]
    also: tuple[Further, ...] = ()
    sync: tuple[Further, ...] = ()
    rule: str | None = None
    objects: Mapping[str, str] = field(default_factory=dict)
    """Path of a member with an ``s3://`` address, to S3's operation."""


@cache
def integrations() -> Mapping[str, Integration]:
    """By ``service:api`` as it stands in a Task's resource."""
    rows: dict[str, dict[str, Any]] = tomllib.loads(
        files(__package__).joinpath("integrations.toml").read_text("utf-8")
    )
    return MappingProxyType({name: _integration(name, row) for name, row in rows.items()})


def _integration(name: str, row: dict[str, Any]) -> Integration:
    service, _, operation = row["call"].partition(":")
    return Integration(
        name=name,
        service=service,
        operation=operation,
        source=GUIDE.format(row["source"]),
        rename=row.get("rename", {}),
        also=tuple(_further(one) for one in row.get("also", ())),
        sync=tuple(_further(one) for one in row.get("sync", ())),
        rule=row.get("rule"),
        objects=row.get("s3", {}),
    )


def _further(row: dict[str, Any]) -> Further:
    service, _, operation = row["call"].partition(":")
    return Further(service=service, operation=operation, take=row.get("take", {}))
