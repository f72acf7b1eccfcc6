"""Conditions of use, request by request: the exact permissions of a call, nothing more and nothing less.

``overlay_facts/<client>.toml`` is the table. A ``[[case]]`` has the ``call``, its ``request`` and what
``needs`` comes out: ``action resource`` and, after ``|``, each condition; a ``?`` at the end when the action
only may be needed, as an argument isn't known. ``may_need`` lists actions. In requests ``"${NAME}"`` is an
environment variable (alone or within text), ``"${?}"`` is unknown, and ``"..." = true`` says that further
members may be passed. Unknown parts of a resource read ``*``, the unknown partition ``aws``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policywright.knowledge.authorization import Authorizer, Need
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, Hole, Items, Request, Struct, Text, Unknown, Value

TABLES = Path(__file__).parent / "overlay_facts"
KEYS = {"call", "request", "outcome", "needs", "may_need"}
_HOLE = re.compile(r"\$\{([^}]*)\}")


def cases() -> Iterator[Any]:
    for path in sorted(TABLES.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1):
            yield pytest.param(case, id=f"{case['call']}-{number}")


@pytest.fixture(scope="module")
def authorizer() -> Authorizer:
    return Authorizer(shared_store())


@pytest.mark.parametrize("case", list(cases()))
def test_permissions_of_a_request(authorizer: Authorizer, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    service, _, operation = case["call"].partition(".")
    request = Request(service=service, operation=operation, parameters=_struct(case.get("request", {})))
    found = authorizer.authorize(request)
    assert found.outcome == case.get("outcome", "actions")
    assert {line for need in found.needs for line in _lines(need)} == set(case.get("needs", ()))
    assert {item.action for item in found.may_need} == set(case.get("may_need", ()))


def test_the_services_used_most_are_covered() -> None:
    """The minimum that the overlay promises."""
    promised = (
        "s3 dynamodb sqs sns lambda kms secretsmanager ssm events stepfunctions scheduler ecs ecr ec2 iam "
        "sts cloudwatch logs kinesis firehose cognito-idp cognito-identity ses sesv2 apigateway apigatewayv2 "
        "glue athena bedrock-runtime sagemaker sagemaker-runtime"
    )
    assert set(promised.split()) <= {path.stem for path in TABLES.glob("*.toml")}


def _struct(table: dict[str, Any]) -> Struct:
    fields = tuple((name, _value(value)) for name, value in table.items() if name != "...")
    return Struct(fields, open="..." in table)


def _value(given: Any) -> Value:
    match given:
        case dict():
            return _struct(given)
        case list():
            return Items(tuple(_value(item) for item in given))
        case "${?}":
            return Unknown()
        case str() if _HOLE.search(given):
            pieces = enumerate(_HOLE.split(given))
            holes = (Hole(kind="env", name=piece) if index % 2 else piece for index, piece in pieces)
            return Text(tuple(piece for piece in holes if piece != ""))
        case str() | int() | float():
            return Const(given)
        case _:
            raise TypeError(f"no value: {given!r}")


def _lines(need: Need) -> Iterator[str]:
    conditions = "".join(
        f" | {operator} {key}={','.join(map(_text, values))}" for operator, key, values in need.conditions
    )
    doubt = " ?" if need.certainty == "may-be-passed" else ""
    for resource in map(_text, need.resources) if need.resources else ("*",):
        yield f"{need.action} {resource}{conditions}{doubt}"


def _text(value: Value) -> str:
    match value:
        case Const():
            return str(value.value)
        case Text():
            return "".join(piece if isinstance(piece, str) else _hole(piece) for piece in value.parts)
        case _:
            raise TypeError(f"no resource: {value!r}")


def _hole(hole: Hole) -> str:
    return "aws" if hole.kind == "partition" else "*"
