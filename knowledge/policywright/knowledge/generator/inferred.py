"""Operations that are newer than the catalog: the action that their name stands for.

An operation is authorized by the action of its name in 93 of 100 cases, so one without any source is, too,
unless its service names its actions otherwise (Keyspaces: ``cassandra:Select``). Such an action is limited to
the resource types of its siblings (``DeletePublisher``: those of ``GetPublisher``) that have to be passed the
same members, where these agree, else to nothing, and the report says that it was inferred. Foretold in this
way, the types of the catalog's own actions are wrong in 1.5 of 100 cases; in 21, if any sibling counts. The
catalog answers as soon as it knows the operation: the table is made anew with every build.
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

_OF_NONE = ("Create", "List")
"""What is new, or all there is, has no ARN to be limited to: often such an action has no type."""
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
        siblings = [(one, found) for one in answered if (found := own_action(one, authorizer))]
        table[name] = {operation.name: _row(operation, siblings) for operation in missing}
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


def own_action(operation: Operation, authorizer: Authorizer) -> Action | None:
    name = authorizer.planner.same_name(operation)
    return authorizer.catalog.action(name) if name else None


def _row(operation: Operation, siblings: list[tuple[Operation, Action]]) -> list[object]:
    level = "Read" if operation.name.startswith(_READS) else "Write"
    return [f"{operation.prefix}:{operation.name}", level, foretold(operation, siblings)]


def foretold(operation: Operation, siblings: list[tuple[Operation, Action]]) -> list[list[object]]:
    """The required resource types of the actions about the same thing, where they agree."""
    needed = _needed(operation)
    found = {
        tuple((kind.name, kind.required) for kind in action.resource_types)
        for sibling, action in siblings
        if noun(sibling.name) == noun(operation.name)
        and _needed(sibling) == needed
        and not sibling.name.startswith(_OF_NONE)
    }
    if not needed or operation.name.startswith(_OF_NONE) or len(found) != 1:
        return []
    types = found.pop()
    return [[name, 1] for name, required in types] if all(required for _, required in types) else []


def _needed(operation: Operation) -> set[str]:
    return {member.name for member in operation.members if member.required}
