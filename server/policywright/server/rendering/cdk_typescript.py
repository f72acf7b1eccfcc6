"""``--format cdk-typescript``: functions that give ``iam.PolicyStatement`` objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from policywright.analyzers.analysis import Analysis
from policywright.knowledge.texts import dead
from policywright.server.published import Settings
from policywright.server.rendering import cdk


def render(analysis: Analysis, settings: Settings) -> str:
    return cdk.render(analysis, settings, _SYNTAX)


def _open(name: str, arguments: Sequence[str], comment: str) -> Iterator[str]:
    if comment:
        yield f"// {comment}"
    given = "".join(f", {argument}: string" for argument in arguments)
    yield f"export function {name}(stack: Stack{given}): iam.PolicyStatement[] {{"
    yield "  return ["


def _statement(statement: dict[str, Any], text: Callable[[Any], str]) -> Iterator[str]:
    yield "    new iam.PolicyStatement({"
    if statement.get("Sid"):
        yield f"      sid: {text(statement['Sid'])},"
    for key, name in (("Action", "actions"), ("Resource", "resources")):
        yield f"      {name}: ["
        yield from (f"        {text(value)}," for value in cdk.as_list(statement[key]))
        yield "      ],"
    if statement.get("Condition"):
        yield "      conditions: {"
        for operator, block in statement["Condition"].items():
            inner = ", ".join(f"{text(key)}: {cdk.values_text(value, text)}" for key, value in block.items())
            yield f"        {text(operator)}: {{ {inner} }},"
        yield "      },"
    yield "    }),"


def _text(pieces: list[tuple[str, bool]]) -> str:
    if not any(expression for _, expression in pieces):
        return json.dumps(dead("".join(piece for piece, _ in pieces)))
    if len(pieces) == 1:
        return pieces[0][0]
    inner = "".join(f"${{{piece}}}" if expression else _escaped(piece) for piece, expression in pieces)
    return f"`{inner}`"


def _escaped(text: str) -> str:
    return json.dumps(dead(text))[1:-1].replace('\\"', '"').replace("`", "\\`").replace("${", "\\${")


_SYNTAX = cdk.Syntax(
    head=('import { Stack } from "aws-cdk-lib";', 'import * as iam from "aws-cdk-lib/aws-iam";'),
    name=cdk.camel,
    open=_open,
    statement=_statement,
    close=("  ];", "}"),
    text=_text,
)
