"""Linked roles that a service makes for its caller (``_linked_roles.toml``), as rows of the clients."""

from __future__ import annotations

from typing import Any

from policywright.knowledge.generator.overlay_source import OVERLAY, load_tables
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.store import Document

FILE = "_linked_roles.toml"
ACTION = "iam:CreateServiceLinkedRole"
WORDS = "the service's linked role doesn't exist in the account yet"
_KEYS = {"operations", "principals", "passed", "source", "why"}


def read_linked_roles(problems: Problems) -> dict[str, Document]:
    """The rows by client, in the form of ``overlay_source``, as one file of the overlay."""
    tables: dict[str, Any] = {}
    for number, row in enumerate(load_tables(OVERLAY / FILE, {"linked"}, problems).get("linked", ()), 1):
        where = f"{FILE} [[linked]] #{number}"
        for unknown in sorted(set(row) - _KEYS):
            problems.add(where, f"unknown key {unknown!r}")
        for name in row["operations"]:
            client, _, operation = name.partition(".")
            shared = {"operation": operation, "action": ACTION, "source": row["source"]}
            when = {**shared, "besides": True, "optional": WORDS}
            if "passed" in row:
                when["passed"] = row["passed"]
            arns = [
                f"arn:${{Partition}}:iam::${{Account}}:role/aws-service-role/{one}/*"
                for one in row["principals"]
            ]
            found = tables.setdefault(client, {"when": [], "resource": []})
            found["when"].append(when)
            found["resource"].append({**shared, "arn": arns})
    return tables
