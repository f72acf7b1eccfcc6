"""Policy documents that stand in files, as ``HeldStatement`` records; chalice, serverless and containers
share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from policywright.analyzers.infrastructure.model import Chosen, Dialect, HeldStatement, Site
from policywright.analyzers.infrastructure.statements import chosen, statement_of
from policywright.analyzers.infrastructure.types import text_of
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, HoleKind, Items, Struct, Value

Evaluate = Callable[[Node], Value]
_PLACES: dict[int, HoleKind] = {1: "partition", 3: "region", 4: "account"}


def constant(node: Node) -> Value:
    """A node as plain data, for files that have no expressions."""
    match node.value:
        case dict() as fields:
            return Struct(tuple((name, constant(inner)) for name, inner in fields.items()))
        case list() as items:
            return Items(tuple(constant(item) for item in items))
        case scalar:
            return Const(scalar)


def anywhere(node: Node) -> Value:
    """Plain data in which ``*`` for an ARN's region or account is the deployment's own.

    A document without expressions has no other way to say it, and the same is written for it.
    """
    value = constant(node)
    if isinstance(value, Items):
        return Items(tuple(_placed(item) for item in value.values))
    return _placed(value)


def _placed(value: Value) -> Value:
    if not isinstance(value, Const) or not isinstance(value.value, str):
        return value
    fields = value.value.split(":", 5)
    if fields[0] != "arn" or len(fields) < 6:
        return value
    parts: list[str | Hole] = []
    for index, text in enumerate(fields):
        kind = _PLACES.get(index)
        parts.append(Hole(kind=kind) if text == "*" and kind is not None else text)
        parts.append(":")
    return text_of(parts[:-1])


def site_of(node: Node, dialect: Dialect) -> Site:
    """Where a node stands, in the file that it came from."""
    return Site(file=node.tree.file, dialect=dialect, path=node.path)


def entries(listed: Node | None, dialect: Dialect) -> dict[int, Site]:
    """The elements of a list (or of those that a condition chooses) that stand elsewhere, by identity.

    With each the place that names it: a variable of the Serverless Framework.
    """
    if listed is None or (isinstance(listed.value, dict) and listed.single is None):
        return {}
    found: dict[int, Site] = {}
    for inner in listed.mapping.values():
        found.update(entries(inner, dialect))
    for index, one in enumerate(listed.items):
        path = (*listed.path, index)
        if one.tree is not listed.tree or one.path != path:
            found[id(one)] = Site(file=listed.tree.file, dialect=dialect, path=path)
        found.update(entries(one, dialect))
    return found


def statements(
    node: Node | None, dialect: Dialect, evaluate: Evaluate = anywhere
) -> tuple[HeldStatement, ...]:
    """The statements of a list (or of one statement); what isn't a mapping is left out."""
    if node is None:
        return ()
    nodes = node.items if isinstance(node.value, list) else [node]
    return read_statements(nodes, dialect, evaluate)


def read_statements(
    nodes: Iterable[Node], dialect: Dialect, evaluate: Evaluate = anywhere
) -> tuple[HeldStatement, ...]:
    """The statements that the nodes are; what isn't a mapping is left out."""
    return tuple(
        replace(
            statement_of(_elements(one, evaluate), one.span, site_of(one, dialect)),
            sometimes=tuple(_sometimes(one, evaluate)),
        )
        for one in nodes
        if isinstance(one.value, dict)
    )


def _sometimes(node: Node, evaluate: Evaluate) -> Iterator[Chosen]:
    """Actions and resources that a condition may leave out."""
    for name, inner in node.mapping.items():
        if name.lower() in ("action", "resource"):
            listed = isinstance(inner.value, list)
            some = Items(tuple(map(evaluate, inner.items))) if listed else evaluate(inner)
            yield from chosen(some, inner.span)


def _elements(node: Node, evaluate: Evaluate) -> dict[str, Value]:
    # IAM takes the elements' names in this case alone; people write Serverless ones in lower case too.
    return {
        name: _block(inner, evaluate) if name.lower() == "condition" else evaluate(inner)
        for name, inner in node.mapping.items()
    }


def _block(node: Node, evaluate: Evaluate) -> Struct:
    """A condition block: operators and keys are always written out."""
    return Struct(
        tuple(
            (operator, Struct(tuple((key, evaluate(inner)) for key, inner in keys.mapping.items())))
            for operator, keys in node.mapping.items()
        )
    )
