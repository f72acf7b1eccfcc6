"""An ``Analysis`` built by hand that has one of everything a renderer must cope with."""

from __future__ import annotations

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.model import (
    AttachTo,
    Grant,
    MayNeed,
    NotGranted,
    Policy,
    Reason,
    SkipCode,
    Skipped,
    Span,
    Statement,
    Unresolved,
    UnresolvedCode,
)
from policywright.knowledge.values import Const, Hole, OneOf, Text, Value

PARTITION, REGION, ACCOUNT = (
    Hole(kind="partition"),
    Hole(kind="region"),
    Hole(kind="account"),
)


def span(line: int, file: str = "app.py") -> Span:
    return Span(file=file, line=line, column=5, end_line=line, end_column=20, start_byte=0, end_byte=1)


def reason(operation: str, line: int, file: str = "app.py", certainty: str = "resolved") -> Reason:
    return Reason(
        operation=operation,
        span=span(line, file),
        certainty="inferred" if certainty == "inferred" else "resolved",
        detail=f"calls {operation}",
    )


BUCKET: Value = Text(("arn:", PARTITION, ":s3:::", Hole(kind="env", name="UPLOAD_BUCKET"), "/*"))
QUEUE: Value = Text(("arn:", PARTITION, ":sqs:", REGION, ":", ACCOUNT, ":jobs"))
TABLES: Value = OneOf(
    (
        Text(("arn:", PARTITION, ":dynamodb:", REGION, ":", ACCOUNT, ":table/orders")),
        Text(("arn:", PARTITION, ":dynamodb:", REGION, ":", ACCOUNT, ":table/", Hole(kind="unknown"))),
    )
)
HOSTILE: Value = Text(
    (
        "arn:",
        PARTITION,
        ":s3:::home/${aws:username}/%{if true}\"'`|\n#{x} \\b&",
        Hole(kind="env", name="UPLOAD-BUCKET"),
    )
)
ROLE: Value = Const("arn:aws:iam::123456789012:role/worker")
PASSED_TO = ("StringEquals", "iam:PassedToService", (Const("lambda.amazonaws.com"),))


def main_policy() -> Policy:
    grants = (
        Grant(action="s3:GetObject", resources=(BUCKET,), reasons=(reason("s3:GetObject", 12),)),
        Grant(
            action="s3:PutObject",
            resources=(BUCKET, HOSTILE),
            reasons=tuple(reason("s3:PutObject", line) for line in range(20, 28)),
        ),
        Grant(
            action="sqs:SendMessage",
            resources=(QUEUE,),
            reasons=(reason("sqs:SendMessage", 31, "a b/é|.py"),),
        ),
        Grant(
            action="dynamodb:GetItem",
            resources=(TABLES,),
            reasons=(reason("dynamodb:GetItem", 40, certainty="inferred"),),
        ),
        Grant(
            action="iam:PassRole",
            resources=(ROLE,),
            conditions=(PASSED_TO,),
            reasons=(reason("lambda:CreateFunction", 50),),
        ),
        Grant(action="s3:ListAllMyBuckets", reasons=(reason("s3:ListBuckets", 60),)),
    )
    statements = (
        Statement(
            sid="S3Objects",
            actions=("s3:GetObject", "s3:PutObject"),
            resources=(BUCKET, HOSTILE),
            grants=(0, 1),
        ),
        Statement(sid="Sqs", actions=("sqs:SendMessage",), resources=(QUEUE,), grants=(2,)),
        Statement(sid="DynamoDb", actions=("dynamodb:GetItem",), resources=(TABLES,), grants=(3,)),
        Statement(
            sid="Iam", actions=("iam:PassRole",), resources=(ROLE,), conditions=(PASSED_TO,), grants=(4,)
        ),
        Statement(sid="S3", actions=("s3:ListAllMyBuckets",), resources=(Const("*"),), grants=(5,)),
    )
    return Policy(name="my-app", attach_to=AttachTo(), statements=statements, grants=grants)


def role_policy() -> Policy:
    grant = Grant(
        action="s3:GetObject", resources=(Const("arn:aws:s3:::x/*"),), reasons=(reason("s3:GetObject", 70),)
    )
    statement = Statement(sid="S3", actions=("s3:GetObject",), resources=grant.resources, grants=(0,))
    target = AttachTo(kind="role", name="arn:aws:iam::123456789012:role/reader", span=span(65))
    return Policy(name="my-app", attach_to=target, statements=(statement,), grants=(grant,))


def full_analysis() -> Analysis:
    return Analysis(
        policies=(main_policy(), role_policy()),
        may_need=(
            MayNeed(
                action="kms:Decrypt",
                resources=(Text(("arn:", PARTITION, ":kms:", REGION, ":", ACCOUNT, ":key/*")),),
                conditions=(("StringLike", "kms:ViaService", (Const("s3.*.amazonaws.com"),)),),
                when="the bucket is encrypted with a customer managed key",
                reasons=(reason("s3:GetObject", 12),),
            ),
        ),
        not_granted=(
            NotGranted(operation="sts:GetCallerIdentity", code="no-permission-needed", span=span(5)),
        ),
        unresolved=(
            Unresolved(
                code=UnresolvedCode.UNKNOWN_RECEIVER,
                span=span(80),
                detail="`client` is not known",
                could_be=("s3:CopyObject",),
            ),
        ),
        files_analysed=3,
        skipped=(Skipped(file="broken.py", code=SkipCode.SYNTAX_ERROR, detail="line 3"),),
    )


def one_policy() -> Analysis:
    return Analysis(policies=(main_policy(),), files_analysed=1)


def nothing() -> Analysis:
    return Analysis(files_analysed=1)
