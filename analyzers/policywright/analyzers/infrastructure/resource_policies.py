"""Statements of a resource's own policy, with what they say of it spelled out."""

from __future__ import annotations

from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.types import (
    ResourceType,
    arn_value,
    parts_of,
    physical_name,
    text_of,
)
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Value

_API = "execute-api:"
_PLACE: list[str | Hole] = [
    "arn:", Hole(kind="partition"), ":execute-api:", Hole(kind="region"), ":", Hole(kind="account"), ":",
]  # fmt: skip


def of_resource(statement: HeldStatement, row: ResourceType | None, id: str) -> HeldStatement:
    """A statement of the policy of a resource: ``*`` is the resource, ``execute-api:/...`` a part of the API.

    API Gateway developer guide, "Amazon API Gateway resource policy examples".
    """
    return replace(statement, resources=tuple(_said(one, row, id) for one in statement.resources))


def _said(value: Value, row: ResourceType | None, id: str) -> Value:
    if value == Const("*") and row is not None:
        return arn_value(row, physical_name(id))
    first, *rest = parts_of(value)
    if isinstance(first, str) and first.startswith(_API):
        return text_of([*_PLACE, Hole(kind="reference", name=id), first.removeprefix(_API), *rest])
    return value
