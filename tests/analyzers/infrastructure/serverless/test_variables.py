"""Serverless Framework variables: what they resolve to, what stays a hole, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.serverless.syntax import (
    Literal,
    Piece,
    Pseudo,
    Source,
    Variable,
    pieces,
)
from policywright.analyzers.infrastructure.serverless.variables import Variables
from policywright.analyzers.infrastructure.yaml_nodes import parse
from policywright.knowledge.values import Const, Hole, OneOf, Text, Value

STAGE = Hole(kind="parameter", name="sls:stage")


def resolved(tmp_path: Path, text: str, **others: str) -> tuple[Value, list[str]]:
    """The value of ``custom.x`` and the problems that were found on the way."""
    for name, content in {"serverless.yml": text, **others}.items():
        file = tmp_path / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    files = ProjectFiles.below(tmp_path)
    tree = parse("serverless.yml", text)
    assert tree.root is not None
    variables = Variables(files, tree, tree.root, "")
    node = variables.expanded(tree.root).get("custom", "x")
    assert node is not None and not isinstance(node.value, dict | list)
    value: Value = variables.restored(Const(node.value))
    return value, [problem.detail for problem in variables.problems]


def variable(written: str, *sources: Literal | Source) -> Variable:
    return Variable(sources=sources, written=written)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ["plain"]),
        ("${AWS::Region}/${Orders}/${Orders.Arn}", ["${AWS::Region}/${Orders}/${Orders.Arn}"]),
        (
            "a-${self:service}-b",
            [
                "a-",
                variable(
                    "self:service",
                    Source(type="self", parameter=None, address="service", written="self:service"),
                ),
                "-b",
            ],
        ),
        (
            "${opt:stage, 'de,v'}",
            [
                variable(
                    "opt:stage, 'de,v'",
                    Source(type="opt", parameter=None, address="stage", written="opt:stage"),
                    Literal(value="de,v"),
                )
            ],
        ),
        (
            "${file(./a.${sls:stage}.yml):b.c, true}",
            [
                variable(
                    "file(./a.${sls:stage}.yml):b.c, true",
                    Source(
                        type="file",
                        parameter="./a.${sls:stage}.yml",
                        address="b.c",
                        written="file(./a.${sls:stage}.yml):b.c",
                    ),
                    Literal(value=True),
                )
            ],
        ),
        ("#{AWS::AccountId}", [Pseudo(name="AWS::AccountId")]),
    ],
)
def test_texts_are_cut_at_their_variables(text: str, expected: list[Piece]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("${self:custom.name}", Const("orders")),
        ("t-${self:custom.name}-v", Const("t-orders-v")),
        ("${self:custom.missing, 'fallback'}", Const("fallback")),
        ("${self:custom.${self:custom.key}}", Const("orders")),
        ("${self:service}", Const("shop")),
        ("${self:service.name}", Const("shop")),
        ("${self:custom.list.1}", Const("second")),
        ("${sls:stage}", Text((STAGE,))),
        ("${self:provider.stage}", Text((STAGE,))),
        ("${opt:stage, self:provider.stage}", Text((STAGE,))),
        ("q-${opt:stage, 'dev'}", Text(("q-", STAGE))),
        ("${self:provider.region}", Text((Hole(kind="region"),))),
        ("${aws:accountId}", Text((Hole(kind="account"),))),
        ("#{AWS::AccountId}", Text((Hole(kind="account"),))),
        ("${env:TABLE, 'orders'}", Text((Hole(kind="parameter", name="env:TABLE, 'orders'"),))),
        ("${ssm:/shop/table}", Text((Hole(kind="parameter", name="ssm:/shop/table"),))),
        ("${cf:other.Table}", Text((Hole(kind="parameter", name="cf:other.Table"),))),
        ("${self:custom.tables.${sls:stage}}", OneOf((Const("orders-d"), Const("orders-p")))),
        ("${param:size}", OneOf((Const("small"), Const("large")))),
        ("${file(other.yml):deep.value}", Const("from file")),
        ("${file(./other.json):value}", Const("from json")),
        ("${file(other.yml):up}", Const("orders")),
        ("${file(env.${sls:stage}.yml):x}", OneOf((Const("d"), Const("p")))),
    ],
)  # fmt: skip
def test_what_variables_resolve_to(tmp_path: Path, written: str, expected: Value) -> None:
    text = (
        "service: shop\n"
        "provider: {name: aws, stage: dev, region: eu-west-1}\n"
        "params: {default: {size: small}, prod: {size: large}}\n"
        "custom:\n"
        "  name: orders\n"
        "  key: name\n"
        "  list: [first, second]\n"
        "  tables: {prod: orders-p, dev: orders-d}\n"
        f'  x: "{written}"\n'
    )
    value, problems = resolved(
        tmp_path,
        text,
        **{
            "other.yml": "deep: {value: from file}\nup: ${self:custom.name}\n",
            "other.json": '{"value": "from json"}',
            "env.dev.yml": "x: d\n",
            "env.prod.yml": "x: p\n",
        },
    )
    assert value == expected
    assert problems == []


def test_what_is_nowhere_is_said_once_and_stays_a_hole(tmp_path: Path) -> None:
    text = (
        "service: shop\n"
        "custom:\n"
        "  secrets: ${file(secrets.yml)}\n"
        "  x: ${self:custom.secrets.key}/${self:custom.secrets.other}\n"
    )
    value, problems = resolved(tmp_path, text)
    assert value == Text((
        Hole(kind="parameter", name="self:custom.secrets.key"), "/",
        Hole(kind="parameter", name="self:custom.secrets.other"),
    ))  # fmt: skip
    assert problems == ["${file(secrets.yml)} is not set anywhere here"]


def test_code_that_computes_values_is_a_hole(tmp_path: Path) -> None:
    value, problems = resolved(
        tmp_path, "custom:\n  x: ${file(make.js):table}\n", **{"make.js": "module.exports = {table: 'a'}"}
    )
    assert value == Text((Hole(kind="parameter", name="file(make.js):table"),))
    assert problems == []


def test_circles_end(tmp_path: Path) -> None:
    value, problems = resolved(tmp_path, "custom:\n  y: ${self:custom.x}\n  x: a${self:custom.y}\n")
    assert isinstance(value, Text)
    assert any("refers to itself" in detail for detail in problems)


def test_a_file_outside_the_project_is_not_read(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.yml").write_text("x: leaked\n")
    value, problems = resolved(inside, "custom:\n  x: ${file(../secret.yml):x}\n")
    assert value == Text((Hole(kind="parameter", name="file(../secret.yml):x"),))
    assert problems == ["${file(../secret.yml):x} is not set anywhere here"]
