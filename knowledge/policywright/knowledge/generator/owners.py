"""Whose the resources of a request are, where a member says it (``overlay/_owners.toml``).

Comes into the tables of members beside what fills the variables of an ARN format: ``naming.OWNER``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator.overlay_source import OVERLAY, load_tables
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.naming import ANYONE, OWNER, WITHIN
from policywright.knowledge.operations import Operation
from policywright.knowledge.store import Document

FILE = "_owners.toml"
_KEYS = {
    "clients", "members", "shared", "delegated", "value", "within", "types", "operations", "source", "why",
}  # fmt: skip
_CHANGES = ("Create", "Delete", "Modify", "Put", "Update")


@dataclass(slots=True)
class _Row:
    where: str
    clients: list[str]
    members: list[str]
    types: list[str]
    operations: list[str]
    within: bool
    shared: bool
    delegated: bool
    value: str
    used: bool = False

    def applies(self, operation: Operation, kind: ResourceType) -> bool:
        """Whether it speaks of them; who makes, changes or deletes something shared is its owner."""
        return (
            operation.service in self.clients
            and (not self.operations or operation.name in self.operations)
            and (not self.types or kind.name in self.types)
            and not (self.shared and not self.delegated and _is_the_owners(operation, kind))
            and "${Account}" in kind.arn
        )

    def said(self, operation: Operation) -> list[str]:
        """The members that say whose they are, as the store has them."""
        if self.shared:
            return [ANYONE]
        form = WITHIN if self.within else ""
        end = f"={self.value}" if self.value else ""
        return [f"{form}{name}{end}" for name in self.members if operation.member(name)]


def _is_the_owners(operation: Operation, kind: ResourceType) -> bool:
    of_type = operation.name.lower().endswith(kind.name.lower().replace("-", ""))
    return of_type and operation.name.startswith(_CHANGES)


@dataclass(slots=True)
class Owners:
    """The rows of the table."""

    rows: list[_Row] = field(default_factory=list)

    def add(self, table: Document, operation: Operation, kinds: list[ResourceType]) -> None:
        """Adds to an operation's table the members that say whose each type is."""
        for kind in kinds:
            for row in self.rows:
                said = row.said(operation)
                if said and row.applies(operation, kind):
                    row.used = True
                    table.setdefault(kind.arn, {})[OWNER] = said

    def stale(self) -> Iterator[str]:
        """Rows that decide nothing any more: they have to go."""
        return (row.where for row in self.rows if not row.used)


def read_owners(problems: Problems) -> Owners:
    rows = []
    for number, row in enumerate(load_tables(OVERLAY / FILE, {"owner"}, problems).get("owner", ()), 1):
        where = f"{FILE} [[owner]] #{number}"
        for unknown in sorted(set(row) - _KEYS):
            problems.add(where, f"unknown key {unknown!r}")
        if not str(row.get("source", "")).startswith("https://") and row.get("source") != "botocore model":
            problems.add(where, 'needs a source: an https:// page, or "botocore model"')
        if not row.get("clients"):
            problems.add(where, "needs clients")
        if bool(row.get("members")) == bool(row.get("shared")) or ("shared" in row and not row.get("types")):
            problems.add(where, "needs members, or types that are shared")
        rows.append(
            _Row(
                where, row.get("clients", []), row.get("members", []), row.get("types", []),
                row.get("operations", []), bool(row.get("within", False)), bool(row.get("shared", False)),
                bool(row.get("delegated", False)), row.get("value", ""),
            )
        )  # fmt: skip
    return Owners(rows)
