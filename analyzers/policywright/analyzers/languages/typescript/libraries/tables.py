"""Reads ``tables.toml`` once; its head says what the fields mean."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.knowledge.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """One request or a set of actions."""

    call: str = ""
    members: dict[str, str] = field(default_factory=dict)
    input: str = ""
    table: str = ""
    optional: str | None = None
    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a call of a library does."""

    returns: str = ""
    requests: tuple[RequestRow, ...] = ()
    calls: tuple[str, ...] = ()
    signed: dict[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Rows by package and path."""

    packages: dict[str, dict[str, Row]]


@cache
def tables() -> Tables:
    """All tables."""
    content = tomllib.loads(files(__package__).joinpath("tables.toml").read_text("utf-8"))
    packages: dict[str, dict[str, Row]] = {}
    for library in content["library"]:
        rows: dict[str, Row] = {}
        for raw in library.get("row", ()):
            row = _row(raw, library["source"])
            rows.update(dict.fromkeys(raw["paths"], row))
        for package in library["packages"]:
            packages.setdefault(package, {}).update(rows)
    return Tables(packages=packages)


def _request(raw: dict[str, Any]) -> RequestRow:
    return RequestRow(
        call=raw.get("call", ""),
        members=raw.get("members", {}),
        input=raw.get("input", ""),
        table=raw.get("table", ""),
        optional=raw.get("optional"),
        actions=tuple(raw.get("actions", ())),
        resources=tuple(raw.get("resources", ())),
    )


def _row(raw: dict[str, Any], source: str) -> Row:
    requests = tuple(_request(item) for item in raw.get("requests", ()))
    return Row(
        returns=raw.get("returns", ""),
        requests=requests,
        calls=tuple(raw.get("calls", ())),
        signed=raw.get("signed", {}),
        source=source,
    )
