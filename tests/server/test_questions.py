"""What people ask ``lookup_iam``, and what they mean by it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policywright.analyzers.infrastructure.cloudformation.sam import _data
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
        ("which actions support aws:ResourceTag in sqs", {"sqs:SendMessage"}, {"sqs:ListQueues"}),
        ("how do I read from dynamodb", {"dynamodb:GetItem", "dynamodb:Query"}, {"dynamodb:PutItem"}),
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
        ("DynamoDBDocumentClient.send(new QueryCommand)", "dynamodb:Query"),
        ("s3.send(new PutObjectCommand(input))", "s3:PutObject"),
        ("SFNClient StartExecutionCommand", "stepfunctions:StartExecution"),
        ("PresignClient.PresignGetObject", "s3:GetObject"),
        ("S3Presigner.presignGetObject", "s3:GetObject"),
        ("what does put_object need?", "s3:PutObject"),
        ("What permissions are needed for `sqs.send_message`?", "sqs:SendMessage"),
        ("send message to sqs", "sqs:SendMessage"),
        ("put events to eventbridge", "events:PutEvents"),
        ("invoke lambda", "lambda:Invoke"),
        ("sqsClient.sendMessage(request)", "sqs:SendMessage"),
        ("sqs.sendMessage({}).promise()", "sqs:SendMessage"),
        ("s3Client.putObject(PutObjectRequest.builder().build())", "s3:PutObject"),
        ("svc.GetObject(ctx, input)", "s3:GetObject"),
        ("client.PutItem(context.TODO(), in)", "dynamodb:PutItem"),
        ("s3.NewListObjectsV2Paginator(client, params)", "s3:ListObjectsV2"),
        ("copy object", "s3:CopyObject"),
        ("get secret value", "secretsmanager:GetSecretValue"),
        ("list buckets", "s3:ListBuckets"),
        ("create function", "lambda:CreateFunction"),
        ("s3 vs s3express CreateSession", "s3:CreateSession"),
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
        ("s3_resource.Bucket('x').upload_file('a', 'b')", {"s3:PutObject"}),
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
        ("what does s3 sync need", {"s3:ListBucket", "s3:GetObject", "s3:PutObject"}),
        ("what permissions does aws s3 cp need?", {"s3:GetObject", "s3:PutObject"}),
        ("s3 mb", {"s3:CreateBucket"}),
        ("permissions for s3 upload", {"s3:PutObject"}),
        ("which permission do I need to upload a file to s3", {"s3:PutObject"}),
        ("table.batch_writer()", {"dynamodb:BatchWriteItem"}),
        ("s3.Object('b', 'k').get()", {"s3:GetObject"}),
        ("boto3.resource('s3').Bucket('x').objects.all()", {"s3:ListBucket"}),
        ("self.bucket.objects.filter", {"s3:ListBucket"}),
        ("s3.meta.client.copy", {"s3:GetObject", "s3:PutObject"}),
        ("ec2.create_instances", {"ec2:RunInstances"}),
        ("boto3.client('s3').generate_presigned_url", {"s3:GetObject", "s3:PutObject"}),
        ("@aws-sdk/s3-request-presigner getSignedUrl", {"s3:GetObject"}),
        ("createPresignedPost", {"s3:PutObject"}),
        ("s3.upload(params).promise()", {"s3:PutObject"}),
        ("new AWS.S3().upload", {"s3:PutObject"}),
        ("S3.ManagedUpload", {"s3:PutObject"}),
        ("DynamoDBDocument.get", {"dynamodb:GetItem"}),
        ("s3manager.NewUploader(sess).Upload", {"s3:PutObject"}),
        ("transfermanager.Client.UploadObject", {"s3:PutObject"}),
        ("awswrangler.s3.read_parquet", {"s3:GetObject", "s3:ListBucket"}),
        ("wr.s3.to_csv", {"s3:PutObject"}),
        ("batch_writer", {"dynamodb:BatchWriteItem"}),
        ("table.batch_writer", {"dynamodb:BatchWriteItem"}),
    ],
)
def test_helpers_need_what_a_program_with_them_needs(question: str, some: set[str]) -> None:
    (item,) = asked(question)
    assert item["kind"] == "helper"
    assert some <= {one["action"] for one in item["actions"]}


@pytest.mark.parametrize(
    ("question", "needed"),
    [
        ("AWS::Lambda::Function", "lambda:CreateFunction"),
        ("aws_sqs_queue", "sqs:CreateQueue"),
        ("aws_sqs_queue.letters", "sqs:CreateQueue"),
    ],
)
def test_a_type_of_a_template_is_deployed_and_acted_on(question: str, needed: str) -> None:
    deploying, acting = asked(question)
    assert deploying["kind"] == "helper" and acting["kind"] == "actions"
    assert needed in {one["action"] for one in deploying["actions"]} & names(acting)
    assert not any(one["action"] == "iam:PassRole" for one in deploying["actions"])


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("read a secret", "secretsmanager:GetSecretValue"),
        ("start step function execution", "states:StartExecution"),
        ("receive messages from sqs", "sqs:ReceiveMessage"),
        ("opensearch http get", "es:ESHttpGet"),
        ("assume role with saml", "sts:AssumeRoleWithSAML"),
    ],
)
def test_what_is_only_described_is_searched_for_by_its_words(question: str, first: str) -> None:
    best = asked(question)[0]
    service, _, name = first.partition(":")
    assert best["kind"] == "actions" and best["service"] == service
    assert next(iter(best["actions"].values()))[0] == name


@pytest.mark.parametrize(
    ("question", "name"),
    [("sqs condition keys", "aws:ResourceTag/${TagKey}"), ("dynamodb resource types", "table")],
)
def test_names_that_a_service_has(question: str, name: str) -> None:
    (item,) = asked(question)
    assert item["kind"] == "names" and name in item["names"]


def test_condition_keys_of_the_resources_are_keys_of_the_action() -> None:
    """SQS lists ``aws:ResourceTag`` with the queue, not with each action."""
    assert "aws:ResourceTag/${TagKey}" in asked("sqs:SendMessage")[0]["condition_keys"]


def test_an_arn_with_a_wildcard_may_be_of_several_types() -> None:
    group, stream = asked("arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/x:*")
    assert "logs:CreateLogGroup" in names(group)
    assert "logs:PutLogEvents" in names(stream)


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
    ["s3:PutObject,s3:GetObject", '["s3:PutObject", "s3:GetObject"]', "s3:PutObject; s3:GetObject"],
)
def test_several_actions_are_each_looked_up(question: str) -> None:
    found = [item["action"] for item in asked(question) if item["kind"] == "action"]
    assert found == ["s3:PutObject", "s3:GetObject"]


@pytest.mark.parametrize("question", ["SQSSendMessagePolicy", "sqssendmessagepolicy"])
def test_policy_templates_of_sam(question: str) -> None:
    (item,) = asked(question)
    assert (item["name"], item["parameters"]) == ("SQSSendMessagePolicy", ["QueueName"])
    assert item["document"]["Statement"] == [
        {
            "Action": ["sqs:SendMessage*"],
            "Effect": "Allow",
            "Resource": "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${QueueName}",
        }
    ]


def test_every_policy_template_of_sam_is_plain() -> None:
    for name in _data()["templates"]:
        (item,) = asked(name)
        text = json.dumps(item["document"])
        assert item["kind"] in ("policy-template", "policy") and '"Ref"' not in text and "Fn::" not in text, (
            name
        )


def test_what_is_not_known_says_what_can_be_asked() -> None:
    assert "ask for an action (s3:GetObject)" in lookup_text(look_up("the weather today"))


@pytest.mark.parametrize(
    "question",
    ["", " ", "nonsense", "s3.banana", "x.y.z", "arn:", "arn:aws:nothing:::x", "aws:Nothing", ":", "s3 ", "*",
     "s3.__class__", "aws s3 cp; rm -rf /", "aws", "aws nothing at-all", "NothingCommand",
     "TransferManager.nothing", "new", "manager.NewNothing", "\n.\n", "what does it need", "the weather today", "a(", "a.b(c", "x.y().z", "dynamodb nonsense", "nonsense write"],
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
        ("PutObjectt", ["s3:PutObject"]),
        ("send_mesage", ["sqs:SendMessage"]),
        ("GetItm", ["dynamodb:GetItem"]),
        ("AmazonS3ReadOnlyAcess", ["AmazonS3ReadOnlyAccess"]),
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
        ("SendMessageCommand", "sqs:SendMessage"), ("Publish", "sns:Publish"), ("query", "dynamodb:Query"),
    ],
)  # fmt: skip
def test_the_service_that_most_people_mean_comes_first(question: str, first: str) -> None:
    """And the others after it."""
    found = [item.get("action") or item["operation"] for item in asked(question)]
    assert found[0] == first
    assert len(set(found)) > 1


@pytest.mark.parametrize(
    ("question", "prefix"),
    [
        ("amazon sqs", "sqs"),
        ("SQS?", "sqs"),
        ("step functions", "states"),
        ("Secrets Manager", "secretsmanager"),
        ("lambda.amazonaws.com", "lambda"),
        ("tasks.apprunner.amazonaws.com", "apprunner"),
    ],
)
def test_a_service_as_people_call_it(question: str, prefix: str) -> None:
    assert [(item["kind"], item["prefix"]) for item in asked(question)] == [("service", prefix)]


def test_a_client_by_its_own_name_is_a_service() -> None:
    (item,) = asked("s3control")
    assert item["kind"] == "service" and "s3control" in item["clients"]


def test_case_of_a_managed_policy_does_not_matter() -> None:
    (item,) = asked("amazons3readonlyaccess")
    assert item["name"] == "AmazonS3ReadOnlyAccess" and item["arn"].endswith("/AmazonS3ReadOnlyAccess")
