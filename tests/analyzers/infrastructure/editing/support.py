"""What the tests of the editors share: a stack to refer to, statements to write, edits from short words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.patches import assert_applies

from policywright.analyzers.infrastructure.changes import Edit, EditKind, FilePatch, NewStatement
from policywright.analyzers.infrastructure.editing import apply
from policywright.analyzers.infrastructure.model import Dialect, Resource, Site, Spelling, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.model import Span
from policywright.knowledge.values import Const, Hole, HoleKind, Text

NOWHERE = Span(file="", line=1, column=1, end_line=1, end_column=1, start_byte=0, end_byte=0)
PARTITION, REGION, ACCOUNT = (Hole(kind="partition"), Hole(kind="region"), Hole(kind="account"))


def reference(name: str) -> Hole:
    return Hole(kind="reference", name=name)


def pattern(*parts: str | Hole) -> Text:
    return Text(tuple(parts))


def table(id: str, rest: str = "") -> Text:
    parts = ("arn:", PARTITION, ":dynamodb:", REGION, ":", ACCOUNT, ":table/", reference(id))
    return pattern(*parts, rest) if rest else pattern(*parts)


def bucket(id: str, rest: str) -> Text:
    return pattern("arn:", PARTITION, ":s3:::", reference(id), rest)


def stack(dialect: Dialect = "cloudformation", **more: Any) -> Stack:
    """A table and a bucket, as each language calls them."""
    orders, inbox = ("Orders", "Inbox")
    if dialect == "terraform":
        orders, inbox = "aws_dynamodb_table.orders", "aws_s3_bucket.inbox"
    resources = (
        Resource(id=orders, type="AWS::DynamoDB::Table", span=NOWHERE),
        Resource(id=inbox, type="AWS::S3::Bucket", span=NOWHERE),
    )
    return Stack(name=more.pop("name", ""), dialect=dialect, files=(), resources=resources, **more)


def statements(dialect: Dialect = "cloudformation") -> dict[str, NewStatement]:
    """Statements by name."""
    orders, inbox = ("Orders", "Inbox")
    if dialect == "terraform":
        orders, inbox = "aws_dynamodb_table.orders", "aws_s3_bucket.inbox"
    return {
        "read": NewStatement(
            sid="ReadOrders",
            actions=("dynamodb:GetItem", "dynamodb:Query"),
            resources=(table(orders), table(orders, "/index/*")),
        ),
        "get": NewStatement(
            sid="GetObjects", actions=("s3:GetObject",), resources=(bucket(inbox, "/${aws:username}/*"),)
        ),
        "pass": NewStatement(
            sid="PassRole",
            actions=("iam:PassRole",),
            resources=(pattern("arn:", PARTITION, ":iam::", ACCOUNT, ":role/*"),),
            conditions=(("StringEquals", "iam:PassedToService", (Const("lambda.amazonaws.com"),)),),
        ),
        "any": NewStatement(sid="", actions=("sts:GetSessionToken",), resources=(Const("*"),)),
        "stage": NewStatement(
            sid="Stage",
            actions=("sqs:SendMessage",),
            resources=(pattern("arn:", PARTITION, ":sqs:", REGION, ":", ACCOUNT, ":jobs-", _stage(dialect)),),
        ),
    }


def _stage(dialect: Dialect) -> Hole:
    names: dict[str, tuple[HoleKind, str]] = {
        "terraform": ("parameter", "var.stage"),
        "serverless": ("parameter", "sls:stage"),
    }
    kind, name = names.get(dialect, ("parameter", "Stage"))
    return Hole(kind=kind, name=name)


def edit(
    kind: EditKind,
    file: str,
    path: tuple[str | int, ...],
    *new: NewStatement,
    dialect: Dialect = "cloudformation",
    **more: str,
) -> Edit:
    return Edit(kind=kind, site=Site(file=file, dialect=dialect, path=path), statements=new, **more)


def patch(directory: Path, text: str | bytes, edits: list[Edit], of: Stack) -> FilePatch:
    """The patch of one file that has this text."""
    file = directory / edits[0].site.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    (found,) = apply(ProjectFiles.below(directory), of, edits)
    if found.after != found.before:
        assert_applies(found.diff(), {found.file: found.before}, {found.file: found.after})
    return found


__all__ = ["Spelling", "edit", "patch", "stack", "statements", "table"]
