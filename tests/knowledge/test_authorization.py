"""Authorization: exactly the actions that a request needs, on exactly the resources it names."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shares import in_share

from policywright.knowledge.authorization import Authorization, Authorizer
from policywright.knowledge.forms import Condition
from policywright.knowledge.generator.inferred import foretold, own_action
from policywright.knowledge.operations import Operation
from policywright.knowledge.plans import INFERRED
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import replace
from policywright.knowledge.texts import glob, parts
from policywright.knowledge.values import Const, Hole, OneOf, Request, Struct, Text, Unknown, Value

from .requests_ import MORE, ask, env, needs, text, value

B = "arn:aws:s3:::b"
ROLE = "arn:aws:iam::123456789012:role/r"
REFERENCE = Text((Hole(kind="reference", name="Other.Arn"),))
ACCESS_POINT = "arn:aws:s3:us-east-1:123456789012:accesspoint/ap"

EXACT: list[tuple[str, dict[str, Any], dict[str, list[str]]]] = [
    ("s3:PutObject", {"Bucket": "b", "Key": "k"}, {"s3:PutObject": [f"{B}/k"]}),
    ("s3:PutObject", {"Bucket": "b", "Key": "k", "ACL": None, "Tagging": None}, {"s3:PutObject": [f"{B}/k"]}),
    (
        "s3:PutObject",
        {"Bucket": "b", "Key": "k", "ACL": "private"},
        {"s3:PutObject": [f"{B}/k"], "s3:PutObjectAcl": [f"{B}/k"]},
    ),
    (
        "s3:PutObject",
        {"Bucket": "b", "Key": "k", "Tagging": Unknown()},
        {"s3:PutObject": [f"{B}/k"], "s3:PutObjectTagging": [f"{B}/k"]},
    ),
    (
        "ec2:RequestSpotFleet",
        {"SpotFleetRequestConfig": {"LaunchSpecifications": [{"SubnetId": "subnet-1, subnet-2"}]}},
        {
            "ec2:RequestSpotFleet": [
                "arn:aws:ec2:R:A:spot-fleet-request/*",
                "arn:aws:ec2:R:*:subnet/subnet-1",
                "arn:aws:ec2:R:*:subnet/subnet-2",
            ],
            "ec2:RunInstances": [
                "arn:aws:ec2:R:A:instance/*",
                "arn:aws:ec2:R:A:network-interface/*",
                "arn:aws:ec2:R:*:security-group/*",
                "arn:aws:ec2:R:*:subnet/*",
                "arn:aws:ec2:R:A:volume/*",
                "arn:aws:ec2:R:A:launch-template/*",
                "arn:aws:ec2:R:A:key-pair/*",
                "arn:aws:ec2:R:*:placement-group/*",
                "arn:aws:ec2:R:*:capacity-reservation/*",
                "arn:aws:ec2:R::image/*",
                "arn:aws:ec2:R::snapshot/*",
            ],
        },
    ),
    (
        "rds:DescribeDBInstances",
        {"Filters": [{"Name": "db-instance-id", "Values": ["one"]}]},
        {"rds:DescribeDBInstances": ["arn:aws:rds:R:A:db:*"]},
    ),
    ("s3:HeadObject", {"Bucket": "b", "Key": "k"}, {"s3:GetObject": [f"{B}/k"]}),
    ("s3:GetObject", {"Bucket": "b", "Key": "k", "VersionId": "1"}, {"s3:GetObjectVersion": [f"{B}/k"]}),
    ("s3:GetObject", {"Bucket": ACCESS_POINT, "Key": "k"}, {"s3:GetObject": [f"{ACCESS_POINT}/object/k"]}),
    ("s3:ListObjectsV2", {"Bucket": "b", "Prefix": "p"}, {"s3:ListBucket": [B]}),
    ("s3:ListBuckets", {}, {"s3:ListAllMyBuckets": []}),
    (
        "s3:CopyObject",
        {"Bucket": "b", "Key": "k", "CopySource": "src/a/b%20c"},
        {"s3:GetObject": ["arn:aws:s3:::src/a/b c"], "s3:PutObject": [f"{B}/k"]},
    ),
    (
        "s3:CopyObject",
        {"Bucket": "b", "Key": "k", "CopySource": {"Bucket": "src", "Key": "x", "VersionId": "1"}},
        {"s3:GetObjectVersion": ["arn:aws:s3:::src/x"], "s3:PutObject": [f"{B}/k"]},
    ),
    (
        "s3:DeleteObjects",
        {"Bucket": "b", "Delete": {"Objects": [{"Key": "x"}, {"Key": "y", "VersionId": "1"}]}},
        {"s3:DeleteObject": [f"{B}/x"], "s3:DeleteObjectVersion": [f"{B}/y"]},
    ),
    (
        "s3:CompleteMultipartUpload",
        {"Bucket": "b", "Key": "k", "UploadId": "u"},
        {"s3:PutObject": [f"{B}/k"]},
    ),
    ("dynamodb:GetItem", {"TableName": "t"}, {"dynamodb:GetItem": ["arn:aws:dynamodb:R:A:table/t"]}),
    (
        "dynamodb:GetItem",
        {"TableName": "arn:aws:dynamodb:eu-west-1:1:table/t"},
        {"dynamodb:GetItem": ["arn:aws:dynamodb:eu-west-1:1:table/t"]},
    ),
    (
        "dynamodb:Query",
        {"TableName": "t", "IndexName": "i"},
        {"dynamodb:Query": ["arn:aws:dynamodb:R:A:table/t/index/i"]},
    ),
    (
        "dynamodb:BatchGetItem",
        {"RequestItems": {"t": {}, "u": {}}},
        {"dynamodb:BatchGetItem": ["arn:aws:dynamodb:R:A:table/t", "arn:aws:dynamodb:R:A:table/u"]},
    ),
    (
        "dynamodb:TransactWriteItems",
        {"TransactItems": [{"Put": {"TableName": "t"}}, {"Delete": {"TableName": "u"}}]},
        {
            "dynamodb:PutItem": ["arn:aws:dynamodb:R:A:table/t"],
            "dynamodb:DeleteItem": ["arn:aws:dynamodb:R:A:table/u"],
        },
    ),
    (
        "dynamodb:ExecuteStatement",
        {"Statement": 'SELECT * FROM "Music"."byYear" WHERE y = 1'},
        {"dynamodb:PartiQLSelect": ["arn:aws:dynamodb:R:A:table/Music/index/byYear"]},
    ),
    (
        "dynamodb:BatchExecuteStatement",
        {
            "Statements": [
                {"Statement": "update t set a=1 where b=2"},
                {"Statement": "INSERT INTO u VALUE {}"},
            ]
        },
        {
            "dynamodb:PartiQLUpdate": ["arn:aws:dynamodb:R:A:table/t"],
            "dynamodb:PartiQLInsert": ["arn:aws:dynamodb:R:A:table/u"],
        },
    ),
    (
        "sqs:SendMessage",
        {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"},
        {"sqs:SendMessage": ["arn:aws:sqs:eu-west-1:123456789012:orders"]},
    ),
    ("sqs:SendMessageBatch", {"QueueUrl": env("Q")}, {"sqs:SendMessage": ["arn:aws:sqs:R:A:{env Q}"]}),
    (
        "sns:Publish",
        {"TopicArn": "arn:aws:sns:eu-west-1:1:t"},
        {"sns:Publish": ["arn:aws:sns:eu-west-1:1:t"]},
    ),
    ("sns:Publish", {"TopicArn": env("TOPIC")}, {"sns:Publish": ["arn:aws:sns:R:A:{env TOPIC}"]}),
    (
        "lambda:CreateFunction",
        {"FunctionName": "f", "Role": ROLE, "Code": {"ZipFile": "x"}},
        {"lambda:CreateFunction": ["arn:aws:lambda:R:A:function:f"], "iam:PassRole": [ROLE]},
    ),
    ("lambda:Invoke", {"FunctionName": "f"}, {"lambda:InvokeFunction": ["arn:aws:lambda:R:A:function:f"]}),
    (
        "lambda:Invoke",
        {"FunctionName": "123456789012:function:f"},
        {"lambda:InvokeFunction": ["arn:aws:lambda:R:123456789012:function:f"]},
    ),
    (
        "secretsmanager:GetSecretValue",
        {"SecretId": "prod/db"},
        {"secretsmanager:GetSecretValue": ["arn:aws:secretsmanager:R:A:secret:prod/db-??????"]},
    ),
    (
        "secretsmanager:GetSecretValue",
        {"SecretId": "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf"},
        {"secretsmanager:GetSecretValue": ["arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf"]},
    ),
    (
        "secretsmanager:GetSecretValue",
        {"SecretId": "app-config"},
        {"secretsmanager:GetSecretValue": ["arn:aws:secretsmanager:R:A:secret:app-config-??????"]},
    ),
    (
        "secretsmanager:GetSecretValue",
        {"SecretId": "arn:aws:secretsmanager:eu-west-1:1:secret:app-config"},
        {
            "secretsmanager:GetSecretValue": [
                "arn:aws:secretsmanager:eu-west-1:1:secret:app-config",
                "arn:aws:secretsmanager:eu-west-1:1:secret:app-config-??????",
            ]
        },
    ),
    ("ssm:GetParameter", {"Name": "/a/b"}, {"ssm:GetParameter": ["arn:aws:ssm:R:A:parameter/a/b"]}),
    ("kms:Decrypt", {"CiphertextBlob": "x"}, {"kms:Decrypt": ["arn:aws:kms:R:A:key/*"]}),
    ("kms:Encrypt", {"KeyId": "1234"}, {"kms:Encrypt": ["arn:aws:kms:R:A:key/1234"]}),
    (
        "stepfunctions:StartExecution",
        {"stateMachineArn": "arn:aws:states:eu-west-1:1:stateMachine:m"},
        {"states:StartExecution": ["arn:aws:states:eu-west-1:1:stateMachine:m"]},
    ),
    (
        "route53:ChangeResourceRecordSets",
        {"HostedZoneId": "/hostedzone/Z1"},
        {"route53:ChangeResourceRecordSets": ["arn:aws:route53:::hostedzone/Z1"]},
    ),
    ("ec2:DescribeInstances", {}, {"ec2:DescribeInstances": []}),
    (
        "ec2:StartInstances",
        {"InstanceIds": ["i-1", "i-2"]},
        {"ec2:StartInstances": ["arn:aws:ec2:R:A:instance/i-1", "arn:aws:ec2:R:A:instance/i-2"]},
    ),
    ("sts:AssumeRole", {"RoleArn": ROLE, "RoleSessionName": "s"}, {"sts:AssumeRole": [ROLE]}),
    ("cloudwatch:PutMetricData", {"Namespace": "n"}, {"cloudwatch:PutMetricData": []}),
    (
        "logs:CreateLogGroup",
        {"logGroupName": "/app"},
        {"logs:CreateLogGroup": ["arn:aws:logs:R:A:log-group:/app:*"]},
    ),
    # No rule of AWS's reference or of ours is about these two: shape alone decides.
    (
        "fsx:CreateFileSystem",
        {"FileSystemType": "LUSTRE", "Tags": [{"Key": "a", "Value": "b"}]},
        {
            "fsx:CreateFileSystem": ["arn:aws:fsx:R:A:file-system/*"],
            "fsx:TagResource": ["arn:aws:fsx:R:A:file-system/*"],
        },
    ),
    (
        "imagebuilder:CreateInfrastructureConfiguration",
        {"name": "n", "instanceProfileName": "p"},
        {
            "imagebuilder:CreateInfrastructureConfiguration": [
                "arn:aws:imagebuilder:R:A:infrastructure-configuration/n"
            ],
            "iam:GetInstanceProfile": ["arn:aws:iam::A:instance-profile/p"],
            "iam:PassRole": ["arn:aws:iam::A:role/*"],
        },
    ),
    (
        "pinpoint-sms-voice-v2:CreatePool",
        {"OriginationIdentity": "phone-1", "IsoCountryCode": "US", "MessageType": "PROMOTIONAL"},
        {"sms-voice:CreatePool": ["arn:aws:sms-voice:R:A:phone-number/phone-1"]},
    ),
    (
        "ssm:GetOpsSummary",
        {"Filters": []},
        {"ssm:GetOpsSummary": []},
    ),
    (
        "codepipeline:UpdatePipeline",
        {
            "pipeline": {
                "name": "p",
                "stages": [
                    {
                        "actions": [
                            {
                                "configuration": {
                                    "ConnectionArn": "arn:aws:codeconnections:eu-west-1:111122223333:connection/c"
                                }
                            }
                        ]
                    }
                ],
            }
        },
        {
            "codepipeline:UpdatePipeline": ["arn:aws:codepipeline:R:A:p"],
            "codeconnections:PassConnection": ["arn:aws:codeconnections:eu-west-1:111122223333:connection/c"],
        },
    ),
    # Of a call of which nothing is known, each type counts that a member may name.
    (
        "fsx:CreateBackup",
        {MORE: 0},
        {
            "fsx:CreateBackup": [
                "arn:aws:fsx:R:A:backup/*",
                "arn:aws:fsx:R:A:file-system/*",
                "arn:aws:fsx:R:A:volume/*/*",
            ],
            "fsx:TagResource": ["arn:aws:fsx:R:A:backup/*"],
        },
    ),
    # Where no member that may say a resource has to be passed, it may be about none.
    ("account:ListRegions", {MORE: 0}, {"account:ListRegions": []}),
]


@pytest.mark.parametrize(
    ("call", "parameters", "expected"), EXACT, ids=[f"{c[0]}-{i}" for i, c in enumerate(EXACT)]
)
def test_exactly_what_is_needed(
    authorizer: Authorizer, call: str, parameters: dict[str, Any], expected: dict[str, list[str]]
) -> None:
    answer = ask(authorizer, call, parameters)
    assert answer.outcome == "actions"
    assert needs(answer) == expected


@pytest.mark.parametrize("call", ["sts:GetCallerIdentity", "cognito-idp:SignUp", "sso:GetRoleCredentials"])
def test_what_needs_nothing_says_why(authorizer: Authorizer, call: str) -> None:
    answer = ask(authorizer, call)
    assert (answer.outcome, answer.needs) == ("no-permission-needed", ())
    assert answer.note


def test_an_operation_without_an_answer_is_unknown(authorizer: Authorizer) -> None:
    assert ask(authorizer, "s3:NoSuchOperation").outcome == "unknown"
    assert "no such operation" in (ask(authorizer, "s3:NoSuchOperation").note or "")


def test_a_passed_role_is_limited_to_the_service(authorizer: Authorizer) -> None:
    answer = ask(authorizer, "lambda:CreateFunction", {"FunctionName": "f", "Role": ROLE, "Code": {}})
    (need,) = (need for need in answer.needs if need.action == "iam:PassRole")
    assert need.certainty == "passed"
    assert need.conditions == (("StringEquals", "iam:PassedToService", (Const("lambda.amazonaws.com"),)),)


def test_a_role_is_passed_by_shape_to_a_service_without_facts(authorizer: Authorizer) -> None:
    answer = ask(authorizer, "codedeploy:CreateDeploymentGroup", {"serviceRoleArn": ROLE})
    (need,) = (need for need in answer.needs if need.action == "iam:PassRole")
    assert [text(resource) for resource in need.resources] == [ROLE]
    assert need.conditions == (("StringEquals", "iam:PassedToService", (Const("codedeploy.amazonaws.com"),)),)


def test_a_nested_role_is_found(authorizer: Authorizer) -> None:
    parameters = {"taskDefinition": "t", "overrides": {"taskRoleArn": ROLE, "executionRoleArn": ROLE}}
    assert needs(ask(authorizer, "ecs:RunTask", parameters))["iam:PassRole"] == [ROLE]


def test_a_role_that_is_not_passed_is_not_granted(authorizer: Authorizer) -> None:
    assert "iam:PassRole" not in needs(ask(authorizer, "codedeploy:CreateDeploymentGroup", {}))


def test_unknown_arguments_may_be_passed(authorizer: Authorizer) -> None:
    answer = ask(authorizer, "s3:PutObject", {"Bucket": "b", "Key": "k", MORE: 0})
    certainties = {need.action: need.certainty for need in answer.needs}
    assert certainties["s3:PutObject"] == "always"
    assert certainties["s3:PutObjectAcl"] == certainties["s3:PutObjectTagging"] == "may-be-passed"
    assert not any(action.startswith(("s3-object-lambda:", "s3express:")) for action in certainties)


def test_a_key_set_on_some_paths_may_be_passed(authorizer: Authorizer) -> None:
    parameters = Struct(
        (("Bucket", Const("b")), ("Key", Const("k")), ("ACL", Const("private"))), maybe=frozenset({"ACL"})
    )
    answer = authorizer.authorize(Request(service="s3", operation="PutObject", parameters=parameters))
    assert {need.action: need.certainty for need in answer.needs}["s3:PutObjectAcl"] == "may-be-passed"


def test_what_may_not_be_passed_is_all_that_it_may_leave_open(authorizer: Authorizer) -> None:
    """With a member that is set on some paths only, a request needs what it needs with it and without it."""
    losing = []
    operations = authorizer.operations
    for number, service in enumerate(operations.services()):
        for operation in map(partial(operations.get, service), operations.names(service)[number % 24 :: 24]):
            assert operation is not None
            fixed = tuple((member.name, Const("x")) for member in operation.members if member.required)
            for member in (one for one in operation.members if not one.required):
                passed = Struct((*fixed, (member.name, Const("y"))))
                either = allowed(authorizer, operation, replace(passed, maybe=frozenset({member.name})))
                for one in (Struct(fixed), passed):
                    losing += [
                        f"{service} {operation.name} {member.name}: {action} on {resource}"
                        for action, resources in allowed(authorizer, operation, one).items()
                        for resource in resources
                        if not any(covers(other, resource) for other in either.get(action, ()))
                    ]
    assert losing == []


def allowed(authorizer: Authorizer, operation: Operation, parameters: Struct) -> dict[str, set[str]]:
    request = Request(service=operation.service, operation=operation.name, parameters=parameters)
    answer, found = authorizer.authorize(request), dict[str, set[str]]()
    for need in (*answer.needs, *answer.may_need):
        found.setdefault(need.action, set()).update(map(text, need.resources) if need.resources else ("*",))
    return found


def test_an_unknown_version_needs_both(authorizer: Authorizer) -> None:
    either = OneOf((Const(None), Const("v")))
    answer = ask(authorizer, "s3:GetObject", {"Bucket": "b", "Key": "k", "VersionId": either})
    assert {need.action: need.certainty for need in answer.needs} == {
        "s3:GetObject": "may-be-passed",
        "s3:GetObjectVersion": "may-be-passed",
    }


def test_alternatives_become_several_arns(authorizer: Authorizer) -> None:
    either = OneOf((Const("t"), Text(("x-", Hole(kind="env", name="STAGE")))))
    assert needs(ask(authorizer, "dynamodb:GetItem", {"TableName": either})) == {
        "dynamodb:GetItem": ["arn:aws:dynamodb:R:A:table/t", "arn:aws:dynamodb:R:A:table/x-{env STAGE}"]
    }


def test_the_holes_of_a_queue_url_are_kept(authorizer: Authorizer) -> None:
    url = Text(
        ("https://sqs.", Hole(kind="env", name="REG"), ".amazonaws.com/1234/", Hole(kind="env", name="Q"))
    )
    assert needs(ask(authorizer, "sqs:ReceiveMessage", {"QueueUrl": url})) == {
        "sqs:ReceiveMessage": ["arn:aws:sqs:{env REG}:1234:{env Q}"]
    }


def test_a_reference_passes_through_where_an_arn_is_expected(authorizer: Authorizer) -> None:
    reference = Text((Hole(kind="reference", name="Topic"),))
    (need,) = ask(authorizer, "sns:Publish", {"TopicArn": reference}).needs
    assert need.resources == (reference,)


def test_a_key_alias_becomes_a_condition(authorizer: Authorizer) -> None:
    (need,) = ask(authorizer, "kms:Encrypt", {"KeyId": "alias/app"}).needs
    assert [text(resource) for resource in need.resources] == ["arn:aws:kms:R:A:key/*"]
    assert need.conditions == (("StringEquals", "kms:RequestAlias", (Const("alias/app"),)),)


ALIASES = (
    Const("alias/app"),
    Const("alias/other"),
    Const("arn:aws:kms:eu-west-1:111122223333:alias/app"),
    Const("arn:aws:kms:eu-west-1:111122223333:key/1"),
    Const("1"),
    Text(("alias/", Hole(kind="env", name="STAGE"), "-app")),
    Text((Hole(kind="env", name="KEY"),)),
)


@settings(deadline=None, max_examples=60, database=None)
@given(st.lists(st.sampled_from(ALIASES), min_size=1, max_size=4, unique=True), st.sampled_from([
    ("kms:Encrypt", "KeyId", {}), ("kms:GetPublicKey", "KeyId", {}),
    ("s3:PutObject", "SSEKMSKeyId", {"Bucket": "b", "Key": "k", "ServerSideEncryption": "aws:kms"}),
]))  # fmt: skip
def test_a_key_that_is_one_of_several_needs_what_each_needs(
    authorizer: Authorizer, keys: list[Value], case: tuple[str, str, dict[str, object]]
) -> None:
    operation, member, others = case
    asked = ask(authorizer, operation, {**others, member: OneOf(tuple(keys)) if len(keys) > 1 else keys[0]})
    every = [need for key in keys for need in ask(authorizer, operation, {**others, member: key}).needs]
    for need in every:
        assert any(
            other.action == need.action
            and set(need.resources) <= set(other.resources)
            and all(_is_allowed(condition, other.conditions) for condition in need.conditions)
            and {key for _, key, _ in other.conditions} <= {key for _, key, _ in need.conditions}
            for other in asked.needs
        )
    for other in asked.needs:
        named = [key for _, key, _ in other.conditions]
        assert len(named) == len(set(named))


def _is_allowed(condition: Condition, by: tuple[Condition, ...]) -> bool:
    """What holds of the condition holds of one of the others on its key, where there is any."""
    operator, key, values = condition
    others = [(kind, told) for kind, name, told in by if name == key]
    return all(set(values) <= set(told) and kind.endswith(("Like", operator)) for kind, told in others)


def test_a_key_that_only_may_be_passed_is_no_grant(authorizer: Authorizer) -> None:
    answer = ask(authorizer, "s3:PutObject", {"Bucket": "b", "Key": "k", MORE: 0})
    assert "kms:GenerateDataKey" not in needs(answer)
    assert "kms:GenerateDataKey" in {item.action for item in answer.may_need}


def test_an_arn_fills_the_whole_format(authorizer: Authorizer) -> None:
    group = "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/n/1"
    answer = ask(authorizer, "elbv2:RegisterTargets", {"TargetGroupArn": group, "Targets": []})
    assert needs(answer) == {"elasticloadbalancing:RegisterTargets": [group]}


def test_one_member_fills_one_variable(authorizer: Authorizer) -> None:
    found = needs(ask(authorizer, "apprunner:CreateService", {"ServiceName": "s"}))
    assert found["apprunner:CreateService"][-1] == "arn:aws:apprunner:R:A:service/s/*"


@pytest.mark.parametrize(
    ("call", "parameters", "expected"),
    [
        (
            "kendra:StartDataSourceSyncJob", {"Id": "ds", "IndexId": "ix"},
            ["arn:aws:kendra:R:A:index/ix", "arn:aws:kendra:R:A:index/ix/data-source/ds"],
        ),
        (
            "qbusiness:StartDataSourceSyncJob", {"applicationId": "a", "indexId": "ix", "dataSourceId": "ds"},
            [
                "arn:aws:qbusiness:R:A:application/a", "arn:aws:qbusiness:R:A:application/a/index/ix",
                "arn:aws:qbusiness:R:A:application/a/index/ix/data-source/ds",
            ],
        ),
        # Of what can be tagged every type counts as required, and one of them is meant.
        (
            "mediapackagev2:CreateChannel", {"ChannelGroupName": "g", "ChannelName": "c", "Tags": {"a": "b"}},
            ["arn:aws:mediapackagev2:R:A:channelGroup/g/channel/c"],
        ),
        ("s3:GetObject", {"Bucket": "b", "Key": "k"}, ["arn:aws:s3:::b/k"]),
        ("dynamodb:Query", {"TableName": "t", "IndexName": "i"}, ["arn:aws:dynamodb:R:A:table/t/index/i"]),
    ],
)  # fmt: skip
def test_each_required_type_is_granted(
    authorizer: Authorizer, call: str, parameters: dict[str, Any], expected: list[str]
) -> None:
    found = needs(ask(authorizer, call, parameters))
    action = call if "Tags" not in parameters else "mediapackagev2:TagResource"
    assert sorted(found[action]) == expected


def test_object_lambda_replaces_s3(authorizer: Authorizer) -> None:
    arn = "arn:aws:s3-object-lambda:us-east-1:1:accesspoint/ol"
    assert set(needs(ask(authorizer, "s3:GetObject", {"Bucket": arn, "Key": "k"}))) == {
        "s3-object-lambda:GetObject"
    }


def test_what_depends_on_configuration_may_be_needed(authorizer: Authorizer) -> None:
    answer = ask(authorizer, "s3:GetObject", {"Bucket": "b", "Key": "k"})
    decrypt = next(item for item in answer.may_need if item.action == "kms:Decrypt")
    assert "customer managed key" in decrypt.when
    assert decrypt.conditions[0][:2] == ("StringLike", "kms:ViaService")


@pytest.mark.parametrize("operation", ["GetItem", "PutItem", "DeleteItem", "DescribeTable"])
def test_replication_actions_are_never_mentioned(authorizer: Authorizer, operation: str) -> None:
    answer = ask(authorizer, f"dynamodb:{operation}", {"TableName": "t"})
    mentioned = {need.action for need in answer.needs} | {item.action for item in answer.may_need}
    assert not any("Replication" in action or "ReplicateSettings" in action for action in mentioned)


def test_every_answer_is_explained(authorizer: Authorizer) -> None:
    answer = ask(authorizer, "lambda:CreateFunction", {"FunctionName": "f", "Role": ROLE, "Tags": {"a": "b"}})
    assert answer.needs
    for need in answer.needs:
        assert need.why and "\n" not in need.why and need.source


def test_every_operation_is_answered_with_actions_of_the_catalog(authorizer: Authorizer) -> None:
    """All of botocore (one operation in eight in every run), once with nothing known and once with nothing passed:
    no exception, no odd ARN."""
    for service in authorizer.operations.services():
        for operation in authorizer.operations.names(service):
            if not in_share("every operation", f"{service}:{operation}", 8):
                continue
            for parameters in (Struct((), open=True), Struct(())):
                answer = authorizer.authorize(
                    Request(service=service, operation=operation, parameters=parameters)
                )
                assert answer.outcome != "unknown", f"{service}:{operation}"
                # Which action a statement of PartiQL needs, its text says alone.
                told = answer.needs or any("PartiQL" in one.action for one in answer.may_need)
                assert answer.outcome == "no-permission-needed" or told, f"{service}:{operation}"
                _check(authorizer, answer)


def _check(authorizer: Authorizer, answer: Authorization) -> None:
    assert (answer.outcome == "actions") or answer.note
    for action, resources in [
        *((need.action, need.resources) for need in answer.needs),
        *((item.action, item.resources) for item in answer.may_need),
    ]:
        known = authorizer.catalog.action(action)
        if known is None and authorizer.catalog.newer(action):
            continue
        assert known is not None and known.full_name == action
        patterns = [glob(parts(resource)) for resource in resources]
        assert not patterns or known.resource_types, f"{action} supports no resources: {patterns}"
        assert all(pattern.startswith("arn:") and pattern.count(":") >= 5 for pattern in patterns), patterns


@pytest.mark.parametrize(
    ("call", "request_", "on"),
    [
        (
            "logs:PutDeliverySource",
            {"name": "n", "resourceArn": REFERENCE, "logType": "x"},
            ["arn:aws:logs:R:A:delivery-source:n"],
        ),
        (
            "accessanalyzer:StartResourceScan",
            {"analyzerArn": "arn:aws:access-analyzer:eu-west-1:1:analyzer/a", "resourceArn": REFERENCE},
            ["arn:aws:access-analyzer:eu-west-1:1:analyzer/a"],
        ),
        (
            "personalize:CreateCampaign",
            {"name": "c", "solutionVersionArn": REFERENCE},
            ["arn:aws:personalize:R:A:campaign/c", "{reference Other.Arn}"],
        ),
    ],
)
def test_an_arn_of_what_is_not_known_is_not_taken_for_what_another_member_names(
    authorizer: Authorizer, call: str, request_: dict[str, Any], on: list[str]
) -> None:
    """A template's reference may be to anything: what is made, or named beside it, isn't that."""
    granted = needs(ask(authorizer, call, request_))
    own = next(resources for action, resources in granted.items() if action.endswith(call.partition(":")[2]))
    assert [resource for resource in own if "/*" not in resource] == on


@pytest.mark.parametrize("client", ["connect", "ec2", "glue", "iam", "iot", "sagemaker"])
def test_resource_types_are_foretold_from_siblings_as_the_catalog_has_them(
    authorizer: Authorizer, client: str
) -> None:
    """Of what the catalog knows: the types that an action has to be on are among those foretold."""
    found = [authorizer.operations.get(client, name) for name in authorizer.operations.names(client)]
    known = [(one, action) for one in found if one and (action := own_action(one, authorizer))]
    told = [
        ({name for name, _ in types}, {kind.name for kind in action.resource_types if kind.required})
        for operation, action in known
        if (types := foretold(operation, [one for one in known if one[0] is not operation]))
    ]
    assert len(told) > 20
    assert sum(bool(required) and required <= types for types, required in told) >= 0.95 * len(told)


def test_an_operation_newer_than_the_catalog_is_inferred_from_its_name(authorizer: Authorizer) -> None:
    """And said to be; services that name their actions otherwise (Keyspaces) have rows of their own."""
    (need,) = ask(authorizer, "polly:CreateVoice", {}).needs
    assert (need.action, need.source) == ("polly:CreateVoice", INFERRED)
    assert "newer than the catalog" in need.why
    assert needs(ask(authorizer, "keyspaces:GetType", {"keyspaceName": "k", "typeName": "t"})) == {
        "cassandra:Select": ["arn:aws:cassandra:R:A:/keyspace/k/"]
    }


def guessed(authorizer: Authorizer, call: str, parameters: dict[str, object]) -> dict[str, list[str]]:
    service, _, operation = call.partition(":")
    members = value(parameters)
    assert isinstance(members, Struct)
    request = Request(service=service, operation=operation, parameters=members)
    return {one.action: [text(arn) for arn in one.resources] for one in authorizer.guessed_not(request)}


def test_what_is_not_known_may_ask_for_what_it_is_taken_not_to(authorizer: Authorizer) -> None:
    """Of this service and of others; but what another service does in its place is no such thing."""
    some = env("E")
    assert guessed(authorizer, "ssm:GetParameter", {"Name": Unknown()}) == {
        "secretsmanager:GetSecretValue": ["arn:aws:secretsmanager:R:A:secret:*-??????"]
    }
    assert guessed(authorizer, "ssm:GetParameter", {"Name": "/a/b"}) == {}
    router = {"models": [{"modelArn": some}], "fallbackModel": {"modelArn": some}}
    assert guessed(authorizer, "bedrock:CreatePromptRouter", router) == {
        "bedrock:CreatePromptRouter": ["arn:aws:bedrock:*::foundation-model/{env E}"]
    }
    assert set(guessed(authorizer, "ec2:RunInstances", {"ImageId": some})) == {"ssm:GetParameters"}
    template = {"StackName": "s", "TemplateURL": "https://b.s3.amazonaws.com/k"}
    for more, where in (({"StackPolicyURL": some}, "{env E}/*"), ({MORE: 0}, "*/*")):
        made = {**template, **more}
        assert needs(ask(authorizer, "cloudformation:CreateStack", made))["s3:GetObject"] == [
            "arn:aws:s3:::b/k"
        ]
        asked = guessed(authorizer, "cloudformation:CreateStack", made)
        assert asked == {"s3:GetObject": [f"arn:aws:s3:::{where}"]}
    assert guessed(authorizer, "s3:GetObject", {"Bucket": some, "Key": "k"}) == {}
    assert guessed(authorizer, "s3:DeleteObjects", {"Bucket": some}) == {}
    assert guessed(authorizer, "s3:PutObject", {"Bucket": some, "Key": "k"}) == {}
