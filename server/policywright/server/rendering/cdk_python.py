"""``--format cdk-python``: functions that give ``aws_iam.PolicyStatement`` objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from policywright.analyzers.analysis import Analysis
from policywright.knowledge.texts import dead
from policywright.server.published import Settings
from policywright.server.rendering import cdk


def render(analysis: Analysis, settings: Settings) -> str:
    return cdk.render(analysis, settings, _SYNTAX)


def _open(name: str, arguments: Sequence[str], comment: str) -> Iterator[str]:
    yield ""
    given = "".join(f", {argument}: str" for argument in arguments)
    yield f"def {name}(stack: Stack{given}) -> list[iam.PolicyStatement]:"
    if comment:
        yield f"    # {comment}"
    yield "    return ["


def _statement(statement: dict[str, Any], text: Callable[[Any], str]) -> Iterator[str]:
    yield "        iam.PolicyStatement("
    if statement.get("Sid"):
        yield f"            sid={text(statement['Sid'])},"
    for key, name in (("Action", "actions"), ("Resource", "resources")):
        yield f"            {name}=["
        yield from (f"                {text(value)}," for value in cdk.as_list(statement[key]))
        yield "            ],"
    if statement.get("Condition"):
        yield "            conditions={"
        for operator, block in statement["Condition"].items():
            inner = ", ".join(f"{text(key)}: {cdk.values_text(value, text)}" for key, value in block.items())
            yield f"                {text(operator)}: {{{inner}}},"
        yield "            },"
    yield "        ),"


def _text(pieces: list[tuple[str, bool]]) -> str:
    if not any(expression for _, expression in pieces):
        return _quoted("".join(piece for piece, _ in pieces))
    if len(pieces) == 1:
        return pieces[0][0]
    inner = "".join(
        f"{{{piece}}}" if expression else _quoted(piece)[1:-1].replace("{", "{{").replace("}", "}}")
        for piece, expression in pieces
    )
    return f'f"{inner}"'


def _quoted(text: str) -> str:
    escaped = dead(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else repr(one)[1:-1] for one in escaped) + '"'


_SYNTAX = cdk.Syntax(
    head=("from aws_cdk import Stack", "from aws_cdk import aws_iam as iam"),
    name=cdk.snake,
    open=_open,
    statement=_statement,
    close=("    ]",),
    text=_text,
)
