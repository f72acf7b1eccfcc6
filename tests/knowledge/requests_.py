"""Writes requests and answers as plain Python, for the tests."""

from __future__ import annotations

from typing import Any

from policywright.knowledge.authorization import Authorization, Authorizer
from policywright.knowledge.values import Const, Hole, Items, OneOf, Request, Struct, Text, Unknown, Value

MORE = "..."
"""A key of a dict: the mapping may hold more than is known."""

_SHORT = {"partition": "aws", "region": "R", "account": "A"}


def value(plain: Any) -> Value:
    """``{"Bucket": "b", "...": 0}`` as an abstract value."""
    if isinstance(plain, dict):
        fields = tuple((key, value(inner)) for key, inner in plain.items() if key != MORE)
        return Struct(fields, open=MORE in plain)
    if isinstance(plain, list):
        return Items(tuple(value(inner) for inner in plain))
    if isinstance(plain, Const | Text | Struct | Items | OneOf | Unknown):
        return plain
    return Const(plain)


def env(name: str) -> Text:
    return Text((Hole(kind="env", name=name),))


def text(resource: Value) -> str:
    """``arn:aws:sqs:R:A:{env QUEUE}``."""
    if isinstance(resource, Const):
        return str(resource.value)
    assert isinstance(resource, Text)
    return "".join(piece if isinstance(piece, str) else hole(piece) for piece in resource.parts)


def hole(piece: Hole) -> str:
    return _SHORT.get(piece.kind) or (f"{{{piece.kind} {piece.name}}}" if piece.name else "*")


def ask(authorizer: Authorizer, call: str, parameters: dict[str, Any] | None = None) -> Authorization:
    service, _, operation = call.partition(":")
    members = value(parameters or {})
    assert isinstance(members, Struct)
    return authorizer.authorize(Request(service=service, operation=operation, parameters=members))


def needs(answer: Authorization) -> dict[str, list[str]]:
    """action -> resources of everything granted."""
    return {need.action: [text(resource) for resource in need.resources] for need in answer.needs}
