"""The hand-written rows of deployments: ``overlay/_deployments.toml``, which explains them.

``deployments`` asks them first about each call of a type.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from policywright.knowledge.generator.overlay_source import OVERLAY, any_of
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.records import dataclass

FILE = "_deployments.toml"
_KEYS = {
    "type",
    "types",
    "calls",
    "when",
    "optional",
    "always",
    "never",
    "phases",
    "add",
    "source",
    "read",
    "why",
}
_READ = ("handlers", "provider", "api", "reference", "page")
"""How a row was compared with what it says; one that was not is a guess, and what comes of it says so."""
_OUTCOMES = ("when", "optional", "always", "never")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    where: str
    data: dict[str, Any]
    of_types: re.Pattern[str]

    def of(self, type: str) -> bool:
        return self.of_types.match(type) is not None

    def about(self, call: str) -> bool:
        """Whether the row, of the type at hand, decides about a call."""
        return any(fnmatchcase(call, one) for one in self.data["calls"])


def named(data: dict[str, Any]) -> list[str]:
    """The types that a row is about, as patterns."""
    return [data["type"]] if "type" in data else data["types"]


def read_likes() -> dict[str, str]:
    """The provider's types that stand for a type of CloudFormation which publishes no handlers."""
    likes: dict[str, str] = _tables().get("like", {})
    return likes


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((OVERLAY / FILE).read_text(encoding="utf-8"))


def read_rows(problems: Problems) -> list[Row]:
    """The hand-written rows, in order."""
    rows: list[Row] = []
    for number, data in enumerate(_tables().get("row", ()), 1):
        where = f"{FILE}: row {number}"
        if set(data) - _KEYS:
            problems.add(where, f"unknown keys {', '.join(sorted(set(data) - _KEYS))}")
        if "source" not in data or "calls" not in data or not ({"type", "types"} & set(data)):
            problems.add(where, "needs type or types, calls and source")
            continue
        # A case may be one of what some property brings about.
        if sum(key in data for key in _OUTCOMES if key != "when" or "optional" not in data) != 1:
            problems.add(where, f"needs one of {', '.join(_OUTCOMES)}")
            continue
        if data.get("read", _READ[0]) not in _READ:
            problems.add(where, f"read is one of {', '.join(_READ)}")
        rows.append(Row(where=where, data=data, of_types=any_of(named(data))))
    return rows


def only_in(rows: Iterable[Row], *starts: str) -> set[str]:
    """Types that a row speaks of by their whole names."""
    return {
        name
        for row in rows
        if row.data.get("add")
        for name in named(row.data)
        if name.startswith(starts) and "*" not in name
    }
