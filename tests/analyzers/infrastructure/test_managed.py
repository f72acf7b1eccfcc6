"""AWS managed policies by name and ARN."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
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


# --- policies that are given by name ---

TEMPLATE = """Transform: AWS::Serverless-2016-10-31
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: work.handler
      CodeUri: .
      Policies:
        - S3ReadPolicy: {BucketName: photos}
        - AmazonSQSReadOnlyAccess
        - AmazonDynamoDBFullAccess
"""
CODE = """import boto3


def handler(event, context):
    boto3.client("s3").get_object(Bucket="photos", Key=event["key"])
    boto3.client("s3").list_objects_v2(Bucket="photos")
    boto3.client("sqs").get_queue_attributes(QueueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/q")
    boto3.client("dynamodb").get_item(TableName="t", Key={})
"""


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        (None, ["S3ReadPolicy"]),
        (True, ["AmazonSQSReadOnlyAccess", "S3ReadPolicy"]),
        (False, []),
    ],
)
def test_what_adds_more_of_the_same_stays_as_asked(
    tmp_path: Path, *, keep: bool | None, left: list[str]
) -> None:
    """And what is given beside it is said; a policy that adds another kind of access never stays."""
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    (tmp_path / "work.py").write_text(CODE)
    infrastructure = analyse([tmp_path], Options(keep_templates=keep)).infrastructure
    assert infrastructure is not None
    (diff,) = infrastructure.roles
    assert sorted(note.split()[0] for note in diff.notes if "stays, though it also grants" in note) == left
    (patch,) = infrastructure.patches
    names = ("S3ReadPolicy", "AmazonSQSReadOnlyAccess", "AmazonDynamoDBFullAccess")
    assert sorted(one for one in names if f"- {one}" in patch.after) == left
