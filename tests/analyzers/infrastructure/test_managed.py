"""AWS managed policies by name and ARN."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.infrastructure import managed
from policywright.analyzers.infrastructure.managed import (
    held_managed,
    managed_arn,
    managed_name,
)
from policywright.analyzers.infrastructure.project import whole_file
from policywright.analyzers.infrastructure.statements import plain_statements
from policywright.knowledge.values import Const, Hole, Text, Value

SPAN = whole_file("t.yaml")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (Const("AmazonS3FullAccess"), "AmazonS3FullAccess"),
        (Const("service-role/AWSLambdaBasicExecutionRole"), "AWSLambdaBasicExecutionRole"),
        (Const("arn:aws:iam::aws:policy/AmazonS3FullAccess"), "AmazonS3FullAccess"),
        (Const("arn:aws-cn:iam::aws:policy/service-role/NewOne"), "NewOne"),
        (
            Text(("arn:", Hole(kind="partition"), ":iam::aws:policy/job-function/ViewOnlyAccess")),
            "ViewOnlyAccess",
        ),
        (Const("MyOwnPolicy"), None),
        (Const("arn:aws:iam::123456789012:policy/AmazonS3FullAccess"), None),
        (Text((Hole(kind="parameter", name="P"),)), None),
        (Text(("arn:aws:iam::aws:policy/", Hole(kind="parameter", name="P"))), None),
    ],
)
def test_a_reference_means_a_policy_of_aws(reference: Value, expected: str | None) -> None:
    assert managed_name(reference) == expected


def test_the_arn_has_the_path() -> None:
    assert managed_arn("AWSLambdaBasicExecutionRole") == (
        "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    )
    assert managed_arn("AmazonS3FullAccess") == "arn:aws:iam::aws:policy/AmazonS3FullAccess"
    assert managed_arn("NoSuchPolicy") is None


def test_the_document_is_there_or_the_policy_is_opaque() -> None:
    known = held_managed("AWSLambdaSQSQueueExecutionRole", SPAN)
    assert known.opaque is None
    assert Const("sqs:ReceiveMessage") in known.statements[0].actions
    unknown = held_managed("NoSuchPolicy", SPAN)
    assert unknown.statements == ()
    assert unknown.opaque == "the document of the AWS managed policy NoSuchPolicy is not known here"


def test_statements_of_plain_json() -> None:
    statement = {
        "Sid": "A", "Effect": "Deny", "NotAction": "s3:*", "NotResource": ["a", "b"],
        "Condition": {"StringEquals": {"aws:x": "1"}},
    }  # fmt: skip
    (found,) = plain_statements(statement, SPAN)
    assert (found.sid, found.effect) == ("A", "Deny")
    assert found.not_actions == (Const("s3:*"),)
    assert found.not_resources == (Const("a"), Const("b"))
    assert found.conditions == (("StringEquals", "aws:x", (Const("1"),)),)
    assert plain_statements("nonsense", SPAN) == ()


def test_the_data_stays_small() -> None:
    data = Path(managed.__file__).parent / "data"
    assert (data / "managed_policies.json.xz").stat().st_size < 600_000
