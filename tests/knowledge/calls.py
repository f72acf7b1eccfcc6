"""Calls with what botocore's model says has to be passed, for the stand-in of AWS that moto is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import botocore.session
from botocore.model import OperationModel, Shape

ROLE = "arn:aws:iam::123456789012:role/sample"
TOPIC = "arn:aws:sns:us-east-1:123456789012:sample"
_ARNS = {"kinesis": "arn:aws:kinesis:us-east-1:123456789012:stream/sample"}
"""What an ARN is for a client that takes none but its own; a topic's for the others."""
_DOCUMENT = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}],'
    '"StartAt":"A","States":{"A":{"Type":"Succeed"}}}'
)
_TEXTS = {
    "role": ROLE,
    "arn": TOPIC,
    "policy": _DOCUMENT,
    "definition": _DOCUMENT,
    "cidr": "10.0.0.0/16",
    "email": "a@example.com",
    "amiid": "ami-12c6146b",
    "imageid": "ami-12c6146b",
    "statement": 'SELECT * FROM "sample"',
}
"""What a text is, by a word of its member's name: the first that is in it."""
_LAST = ("arn", "statement")
"""Those that say so at the end of a name alone (a ``StatementId`` is none)."""
_DEEP = 5
_SESSION = botocore.session.Session()
_MODELS: dict[str, Any] = {}


def model(client: str, operation: str) -> OperationModel:
    found = _MODELS.get(client)
    if found is None:
        found = _MODELS[client] = _SESSION.get_service_model(client)
    return found.operation_model(operation)


def minimal(client: str, operation: str) -> dict[str, Any]:
    """The members that have to be passed, with values that have the form that the model asks for."""
    shape = model(client, operation).input_shape
    return {} if shape is None else dict(_value("", shape, 0, _ARNS.get(client, TOPIC)))


def arns(answer: Any) -> Iterator[str]:
    """The ARNs in an answer, but for those that the request said."""
    if isinstance(answer, dict):
        for inner in answer.values():
            yield from arns(inner)
    elif isinstance(answer, list):
        for inner in answer:
            yield from arns(inner)
    elif (
        isinstance(answer, str) and answer.startswith("arn:") and answer not in (ROLE, TOPIC, *_ARNS.values())
    ):
        yield answer


def _value(name: str, shape: Shape, depth: int, arn: str) -> Any:
    limits = shape.metadata
    match shape.type_name:
        case "structure":
            members = shape.members if depth < _DEEP else {}
            required = [key for key in members if key in shape.required_members]
            if limits.get("union") and not required:
                required = list(members)[:1]
            return {key: _value(key, members[key], depth + 1, arn) for key in required}
        case "list":
            return [_value(name, shape.member, depth + 1, arn)] if depth < _DEEP else []
        case "map":
            return {"key": _value(name, shape.value, depth + 1, arn)}
        case "integer" | "long":
            return limits.get("min") or 1
        case "float" | "double":
            return 1.0
        case "boolean":
            return False
        case "timestamp":
            return "2024-01-01"
        case "blob":
            return b"x"
    return _text(name, shape, arn)


def _text(name: str, shape: Any, arn: str) -> str:
    if shape.enum:
        return str(shape.enum[0])
    low = name.lower()
    for word, text in {**_TEXTS, "arn": arn}.items():
        if (low.endswith(word) if word in _LAST else word in low) and not low.endswith("name"):
            return text
    most, least = shape.metadata.get("max") or 30, shape.metadata.get("min") or 0
    return ("sample-" + re.sub("[^a-z]", "", low))[: max(3, most)].ljust(least, "x")
