"""Policy documents that stand in files, as ``HeldStatement`` records; chalice, serverless and containers
share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policywright.analyzers.infrastructure.model import Dialect, HeldStatement, Site
from policywright.analyzers.infrastructure.types import text_of
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Condition
from policywright.knowledge.values import Const, Hole, HoleKind, Items, Struct, Value, alternatives

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


def statements(
    node: Node | None, dialect: Dialect, evaluate: Evaluate = anywhere
) -> tuple[HeldStatement, ...]:
    """The statements of a list (or of one statement); what isn't a mapping is left out."""
    if node is None:
        return ()
    nodes = node.items if isinstance(node.value, list) else [node]
    return tuple(_statement(one, dialect, evaluate) for one in nodes if isinstance(one.value, dict))


def _statement(node: Node, dialect: Dialect, evaluate: Evaluate) -> HeldStatement:
    # IAM takes the elements' names in this case alone; people write Serverless ones in lower case too.
    parts = {name.lower(): inner for name, inner in node.mapping.items()}

    def values(name: str) -> tuple[Value, ...]:
        inner = parts.get(name)
        return tuple(_strings(evaluate(inner))) if inner is not None else ()

    effect, sid = parts.get("effect"), parts.get("sid")
    return HeldStatement(
        effect="Deny" if effect is not None and effect.text == "Deny" else "Allow",
        actions=values("action"),
        not_actions=values("notaction"),
        resources=values("resource"),
        not_resources=values("notresource"),
        conditions=tuple(_conditions(parts.get("condition"), evaluate)),
        sid=sid.text if sid is not None else None,
        span=node.span,
        site=site_of(node, dialect),
    )


def _strings(value: Value) -> Iterator[Value]:
    for option in alternatives(value):
        if isinstance(option, Items):
            for item in option.values:
                yield from _strings(item)
        elif option != Const(None):
            yield option


def _conditions(node: Node | None, evaluate: Evaluate) -> Iterator[Condition]:
    if node is None:
        return
    for operator, block in node.mapping.items():
        for key, inner in block.mapping.items():
            yield operator, key, tuple(_strings(evaluate(inner)))
