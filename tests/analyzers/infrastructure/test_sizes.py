"""A policy that IAM would not take is said to be too long, one that it may take is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, PolicyKind, Role, Site
from policywright.analyzers.infrastructure.project import whole_file
from policywright.analyzers.infrastructure.sizes import too_long
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text

WHERE = whole_file("t")


def site(*path: str | int) -> Site:
    return Site(file="t", dialect="cloudformation", path=path)


LONG = tuple(
    Text((f"arn:aws:s3:::{number:04}-", "n" * 40, Hole(kind="parameter", name="S"))) for number in range(99)
)
HELD = HeldStatement(
    effect="Allow", actions=(Const("s3:GetObject"),), resources=LONG, span=WHERE, site=site("p", 0)
)


def role(kind: PolicyKind, *statements: HeldStatement, only_if: tuple[str, ...] = ()) -> Role:
    policy = HeldPolicy(
        name="own", kind=kind, statements=statements, span=WHERE, site=site("p"), statements_site=site("list"),
        only_if=only_if,
    )  # fmt: skip
    return Role(id="r", name=Const("r"), span=WHERE, policies=(policy,))


def added(times: int) -> NewStatement:
    return NewStatement(sid="", actions=("s3:PutObject",), resources=LONG * times)


APPENDED = Edit(kind="append", site=site("list"), statements=(added(1),))


@pytest.mark.parametrize(("kind", "limit"), [("inline", "10,240"), ("customer-managed", "6,144")])
def test_what_is_added_counts_with_what_is_there(kind: PolicyKind, limit: str) -> None:
    (line,) = too_long(role(kind, HELD), [APPENDED])
    assert line.startswith("its inline policies would have " if kind == "inline" else "own would have ")
    assert f"IAM takes {limit}" in line


def test_what_goes_does_not_count() -> None:
    deleted = Edit(kind="delete", site=site("p", 0))
    assert not [*too_long(role("inline", HELD), [APPENDED, deleted])]
    narrowed = Edit(kind="replace", site=site("p", 0), statements=(replace(added(1), resources=LONG[:1]),))
    assert not [*too_long(role("inline", HELD), [APPENDED, narrowed])]


def test_nobody_is_told_of_what_is_there_already() -> None:
    assert not [*too_long(role("inline", HELD, HELD), [])]


def test_what_is_there_under_a_condition_may_be_elsewhere() -> None:
    assert not [*too_long(role("inline", HELD, only_if=("A",)), [APPENDED])]
    sometimes = replace(APPENDED, statements=(replace(added(3), only_if=("A",)),))
    assert not [*too_long(role("inline"), [sometimes])]


def test_a_new_policy_is_inline() -> None:
    created = Edit(kind="create", site=site("r"), statements=(added(2),), name="n")
    assert [*too_long(role("customer-managed"), [created])]
    assert not [*too_long(role("customer-managed"), [replace(created, statements=(added(1),))])]


def test_what_iam_would_not_take_is_said_and_not_written(tmp_path: Path) -> None:
    """A function reads ninety objects by their names: with that, the whole deployment would fail."""
    (tmp_path / "src").mkdir()
    reads = [
        f's3.get_object(Bucket="box-{number:02}-{"n" * 40}", Key="door-{number:02}")' for number in range(90)
    ]
    lines = [
        "import boto3",
        's3 = boto3.client("s3")',
        "def handler(event, context):",
        *(f"    {one}" for one in reads),
    ]
    (tmp_path / "src/index.py").write_text("\n".join(lines))
    (tmp_path / "main.tf").write_text(_MANY)
    infrastructure = analyse([tmp_path], Options()).infrastructure
    assert infrastructure is not None and not infrastructure.patches
    (role,) = infrastructure.roles
    assert role.of("added") and any("IAM takes 6,144: it is not written" in note for note in role.notes)


_MANY = """
resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = "{}"
}

resource "aws_iam_policy" "worker" {
  name = "worker"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "lambda:*", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.worker.arn
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}
"""
