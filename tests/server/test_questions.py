"""What people ask ``lookup_iam``, and what they mean by it."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policywright.knowledge.store import shared_store
from policywright.server.lookups import look_up, lookup_text
from policywright.server.pages import LONG, fit
from policywright.server.questions import spellings
from policywright.server.schema import load_schema

VALIDATOR = Draft202012Validator(load_schema("lookup-v1"))


def asked(question: str) -> list[dict[str, Any]]:
    result = look_up(question)
    VALIDATOR.validate(result)
    assert lookup_text(result).strip()
    found: list[dict[str, Any]] = result["results"]
    return found


def names(item: dict[str, Any]) -> set[str]:
    return {f"{item['service']}:{name}" for found in item["actions"].values() for name in found}


@pytest.mark.parametrize(
    ("question", "some", "others"),
    [
        ("s3:*", {"s3:GetObject", "s3:PutObject"}, set()),
        ("s3:Get*", {"s3:GetObject", "s3:GetBucketPolicy"}, {"s3:PutObject"}),
        ("sqs write", {"sqs:SendMessage", "sqs:DeleteQueue"}, {"sqs:ListQueues"}),
        ("s3 tagging", {"s3:PutObjectTagging"}, {"s3:GetObject", "s3:PutObject"}),
        ("iam permissions management", {"iam:AttachRolePolicy"}, {"iam:ListRoles"}),
        ("s3 bucket", {"s3:ListBucket"}, {"s3:GetObject"}),
        ("s3 permissions-management", {"s3:PutBucketPolicy"}, {"s3:GetObject"}),
        ("s3 object read", {"s3:GetObject"}, {"s3:PutObject", "s3:GetBucketPolicy"}),
        ("dynamodb write table", {"dynamodb:PutItem"}, {"dynamodb:GetItem", "dynamodb:DeleteBackup"}),
        ("s3 object delete", {"s3:DeleteObject"}, {"s3:DeleteBucket"}),
        ("dynamodb backup", {"dynamodb:DeleteBackup"}, {"dynamodb:GetItem"}),
        ("arn:aws:s3:::inbox/a/b.json", {"s3:GetObject"}, {"s3:ListBucket"}),
        ("s3 access level tagging", {"s3:PutObjectTagging"}, {"s3:GetObject", "s3:PutObject"}),
        ("s3 actions with condition key s3:prefix", {"s3:ListBucket"}, {"s3:GetObject"}),
        ("AWS::S3::Bucket", {"s3:ListBucket"}, {"s3:GetObject"}),
        ("arn:aws:s3:::inbox", {"s3:ListBucket"}, {"s3:GetObject"}),
        ("what can act on arn:aws:s3:::inbox", {"s3:ListBucket"}, {"s3:GetObject"}),
        ("arn:aws-cn:sqs:cn-north-1:123456789012:jobs", {"sqs:SendMessage"}, {"sqs:ListQueues"}),
        ("arn:aws:dynamodb:*:*:table/orders/index/by-day", {"dynamodb:Query"}, {"dynamodb:PutItem"}),
    ],
)
def test_lists_of_actions(question: str, some: set[str], others: set[str]) -> None:
    (item,) = asked(question)
    assert item["kind"] == "actions"
    assert some <= names(item)
    assert not others & names(item)
    assert item["count"] == len(names(item))


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("s3Client.putObject", "s3:PutObject"),
        ("AmazonS3.putObject", "s3:PutObject"),
        ("this.s3.putObject()", "s3:PutObject"),
        ("sqsAsyncClient.sendMessageBatch", "sqs:SendMessageBatch"),
        ("sqs send_message_batch", "sqs:SendMessageBatch"),
        ("sqs send message batch", "sqs:SendMessageBatch"),
        ("GetParametersByPathCommand", "ssm:GetParametersByPath"),
        ("paginateListObjectsV2", "s3:ListObjectsV2"),
        ("NewListObjectsV2Paginator", "s3:ListObjectsV2"),
        ("svc.ListObjectsV2PagesWithContext", "s3:ListObjectsV2"),
        ("ListObjectsV2Request", "s3:ListObjectsV2"),
        ("new ListObjectsV2Command", "s3:ListObjectsV2"),
        ("@aws-sdk/client-s3 PutObjectCommand", "s3:PutObject"),
        ("github.com/aws/aws-sdk-go-v2/service/sqs.SendMessage", "sqs:SendMessage"),
        ("software.amazon.awssdk.services.sqs.SqsClient.sendMessage", "sqs:SendMessage"),
        ("client.get_paginator('list_objects_v2')", "s3:ListObjectsV2"),
        ("s3.get_waiter('bucket_exists')", "s3:HeadBucket"),
        ("waitUntilTableExists", "dynamodb:DescribeTable"),
        ("s3.NewBucketExistsWaiter", "s3:HeadBucket"),
        ("eventbridge put_events", "events:PutEvents"),
    ],
)
def test_spellings_of_sdks(question: str, operation: str) -> None:
    assert operation in [item["operation"] for item in asked(question) if item["kind"] == "operation"]


@pytest.mark.parametrize(
    ("question", "some"),
    [
        ("s3.upload_file", {"s3:PutObject"}),
        ("s3.download_fileobj", {"s3:GetObject"}),
        ("client.download_fileobj", {"s3:GetObject"}),
        ("upload_file", {"s3:PutObject"}),
        ("dynamodb DocumentClient.get", {"dynamodb:GetItem"}),
        ("docClient.batchWrite()", {"dynamodb:BatchWriteItem"}),
        ("lib-dynamodb PutCommand", {"dynamodb:PutItem"}),
        ("bucket.upload_fileobj", {"s3:PutObject"}),
        ("s3.Bucket.upload_file", {"s3:PutObject"}),
        ("dynamodb.Table.put_item", {"dynamodb:PutItem"}),
        ('boto3.client("s3").upload_file', {"s3:PutObject"}),
        ("manager.NewUploader", {"s3:PutObject"}),
        ("s3manager.Downloader", {"s3:GetObject"}),
        ("TransferManager.upload", {"s3:PutObject"}),
        ("S3TransferManager.downloadFile", {"s3:GetObject"}),
        ("DynamoDBMapper.save", {"dynamodb:UpdateItem"}),
        ("DynamoDbTable.putItem", {"dynamodb:PutItem"}),
        ("@aws-sdk/lib-storage Upload", {"s3:PutObject"}),
        ("new Upload", {"s3:PutObject"}),
        ("PutCommand", {"dynamodb:PutItem"}),
        ("aws s3 sync", {"s3:ListBucket", "s3:GetObject", "s3:PutObject"}),
        ("aws s3 cp file s3://inbox/key --acl public-read", {"s3:PutObject", "s3:PutObjectAcl"}),
        ("s3api put-object", {"s3:PutObject"}),
        ("aws ecr get-login-password", {"ecr:GetAuthorizationToken"}),
    ],
)
def test_helpers_need_what_a_program_with_them_needs(question: str, some: set[str]) -> None:
    (item,) = asked(question)
    assert item["kind"] == "helper"
    assert some <= {one["action"] for one in item["actions"]}


def test_a_class_of_two_libraries_is_both() -> None:
    """``GetCommand`` is an operation of one service, and DynamoDB's for plain objects."""
    *_, operation, helper = asked("GetCommand")
    assert operation["operation"] == "iot:GetCommand"
    assert helper["actions"][0]["action"] == "dynamodb:GetItem"


def test_a_call_of_one_service_is_no_other_services() -> None:
    assert asked("sqs.get_everything") == asked("s3.Get") == []


def test_condition_keys() -> None:
    (leading,) = asked("dynamodb:LeadingKeys")
    assert (leading["kind"], leading["type"]) == ("condition-key", "ArrayOfString")
    assert "dynamodb:GetItem" in leading["actions"]
    (source,) = asked("aws:SourceArn")
    assert source["key"] == "aws:SourceArn" and source["description"]
    (tag,) = asked("aws:RequestTag/team")
    assert "sqs:CreateQueue" in tag["actions"] or tag["count"] > len(tag["actions"])


@pytest.mark.parametrize(
    "question", ["AmazonS3ReadOnlyAccess", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
)
def test_managed_policies(question: str) -> None:
    (item,) = asked(question)
    assert item["arn"] == "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    assert "s3:Get*" in item["document"]["Statement"][0]["Action"]


@pytest.mark.parametrize(
    "question",
    ["", " ", "nonsense", "s3.banana", "x.y.z", "arn:", "arn:aws:nothing:::x", "aws:Nothing", ":", "s3 ", "*",
     "s3.__class__", "s3.upload_file; import os", "aws s3 cp; rm -rf /", "aws", "aws nothing at-all", "NothingCommand",
     "TransferManager.nothing", "new", "manager.NewNothing", "\n.\n", "dynamodb nonsense", "nonsense write"],
)  # fmt: skip
def test_what_is_nothing_is_not_known(question: str) -> None:
    result = look_up(question)
    VALIDATOR.validate(result)
    assert all(item["kind"] in ("service", "actions") for item in result["results"])
    list(spellings(shared_store(), question))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("s3:GetObjct", ["s3:GetObject"]),
        ("s33:GetObject", ["s3:GetObject"]),
        ("dynamobd:PutItem", ["dynamodb:PutItem"]),
        ("bogus:Thing", []),
        ("dynamobd:Banana", []),
    ],
)
def test_only_what_there_is_is_suggested(question: str, meant: list[str]) -> None:
    suggestions = look_up(question)["suggestions"]
    assert suggestions[: len(meant)] == meant
    assert all(look_up(suggestion)["results"] for suggestion in suggestions)
    assert meant or not suggestions


def test_of_a_long_list_the_text_has_as_much_as_fits() -> None:
    """A client that gives the text alone to its model gives it something."""
    text = lookup_text(look_up("ec2 write"))
    shown = fit(text, LONG)
    assert "AttachVolume" in shown and LONG - 500 < len(shown) <= LONG
    assert shown.endswith("the structured result has the rest)")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("PutObjectCommand", "s3:PutObject"), ("PutItem", "dynamodb:PutItem"), ("DescribeInstances", "ec2:DescribeInstances"),
    ],
)  # fmt: skip
def test_the_service_that_most_people_mean_comes_first(question: str, first: str) -> None:
    """And the others after it."""
    found = [item.get("action") or item["operation"] for item in asked(question)]
    assert found[0] == first
    assert len(set(found)) > 1


def test_a_client_by_its_own_name_is_a_service() -> None:
    (item,) = asked("s3control")
    assert item["kind"] == "service" and "s3control" in item["clients"]


def test_case_of_a_managed_policy_does_not_matter() -> None:
    (item,) = asked("amazons3readonlyaccess")
    assert item["name"] == "AmazonS3ReadOnlyAccess" and item["arn"].endswith("/AmazonS3ReadOnlyAccess")
