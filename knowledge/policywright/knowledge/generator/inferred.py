"""Operations that are newer than the catalog: the action that their name stands for.

An operation is authorized by the action of its name in 93 of 100 cases, so one without any source is, too,
unless its service names its actions otherwise (Keyspaces: ``cassandra:Select``). Such an action is limited to
the resource types of its siblings (``DeletePublisher``: those of ``GetPublisher``) where these agree, else to
nothing, and the report says that it was inferred. The catalog answers as soon as it knows the operation: the
table is made anew with every build.
"""

from __future__ import annotations

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Action
from policywright.knowledge.generator.catalog_source import CatalogSource
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.naming import noun
from policywright.knowledge.operations import Operation, parse_operation
from policywright.knowledge.store import Document

SAME = 1 / 3
"""Of a service's operations, the share whose action has their name; below, its names show otherwise."""

_READS = ("Get", "List", "Describe", "Search", "BatchGet", "Query", "Check")


def infer(authorizer: Authorizer, clients: dict[str, ClientSource]) -> Document:
    """Client -> operation -> action, access level, resource types (name, required)."""
    table: Document = {}
    for name, client in clients.items():
        operations = [parse_operation(name, one, client.document) for one in client.document["operations"]]
        plans = [(operation, authorizer.planner.plan(operation)) for operation in operations]
        missing = [operation for operation, plan in plans if plan.layer == "unknown"]
        if not missing:
            continue
        answered = [operation for operation, plan in plans if plan.layer not in ("unknown", "no-permission")]
        same = [one for one in answered if authorizer.planner.same_name(one) is not None]
        known = authorizer.catalog.service(missing[0].prefix) is not None
        if known and answered and len(same) < SAME * len(answered):
            continue
        table[name] = {operation.name: _row(operation, authorizer) for operation in missing}
    return table


def newer(overlay: Document, catalog: CatalogSource) -> list[str]:
    """The actions that answers name and the catalog doesn't know yet, in lower case."""
    inferred = [row[0] for table in overlay["_inferred"].values() for row in table.values()]
    named = [
        action
        for name, document in overlay.items()
        if not name.startswith("_")
        for rows in document.get("when", {}).values()
        for row in rows
        for action in row["actions"]
        if "*" not in action and catalog.spelling(action) is None
    ]
    return sorted({action.lower() for action in (*inferred, *named)})


def _row(operation: Operation, authorizer: Authorizer) -> list[object]:
    level = "Read" if operation.name.startswith(_READS) else "Write"
    types = _of_siblings(operation, authorizer.catalog.actions(operation.prefix))
    return [f"{operation.prefix}:{operation.name}", level, types]


def _of_siblings(operation: Operation, actions: tuple[Action, ...]) -> list[list[object]]:
    """The resource types of the actions about the same thing, where they agree."""
    about = noun(operation.name)
    siblings = [action for action in actions if noun(action.name) == about and action.resource_types]
    found = {tuple((kind.name, kind.required) for kind in action.resource_types) for action in siblings}
    return [[name, int(required)] for name, required in found.pop()] if len(found) == 1 else []
