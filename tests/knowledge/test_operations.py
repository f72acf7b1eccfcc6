"""Operations: the same answers as botocore itself gives, which is here only as the oracle."""

from __future__ import annotations

import boto3
import botocore.loaders
import botocore.session
import pytest
from botocore import xform_name

from policywright.knowledge.operations import Operations

SERVICES = ["s3", "dynamodb", "sqs", "ec2", "stepfunctions", "cloudfront", "glacier", "apigatewayv2"]


@pytest.fixture(scope="module")
def loader() -> botocore.loaders.Loader:
    return botocore.loaders.create_loader()


def test_every_client_and_operation_is_there(operations: Operations, loader: botocore.loaders.Loader) -> None:
    assert set(operations.services()) == set(loader.list_available_services("service-2"))
    total = sum(len(operations.names(service)) for service in operations.services())
    assert total > 15_000


@pytest.mark.parametrize("service", SERVICES)
def test_methods_and_members_agree_with_botocore(operations: Operations, service: str) -> None:
    model = botocore.session.get_session().get_service_model(service)
    assert set(operations.names(service)) == set(model.operation_names)
    for name in model.operation_names:
        ours = operations.get(service, name)
        theirs = model.operation_model(name)
        assert ours is not None and ours.method == xform_name(name)
        members = theirs.input_shape.members if theirs.input_shape else {}
        assert [member.name for member in ours.members] == list(members)
        assert [member.type for member in ours.members] == [shape.type_name for shape in members.values()]


def test_members_that_botocore_fills_in_are_not_required(operations: Operations) -> None:
    archive = operations.by_method("glacier", "upload_archive")
    assert archive is not None
    required = {member.name for member in archive.members if member.required}
    assert "accountId" not in required and "vaultName" in required
    assert operations.auto_filled("glacier", "UploadArchive") == {"accountId"}
    token = operations.get("ec2", "RunInstances")
    assert token is not None
    client_token = token.member("ClientToken")
    assert client_token is not None and not client_token.required


def test_required_members(operations: Operations) -> None:
    put = operations.get("s3", "PutObject")
    assert put is not None
    assert {member.name for member in put.members if member.required} == {"Bucket", "Key"}


def test_services_with_method(operations: Operations) -> None:
    assert operations.services_with_method("list_objects_v2") == ("s3",)
    assert "s3" in operations.services_with_method("get_object")
    assert len(operations.services_with_method("tag_resource")) > 100
    assert operations.services_with_method("load") == ()


@pytest.mark.parametrize("service", SERVICES)
def test_paginators_and_waiters(
    operations: Operations, loader: botocore.loaders.Loader, service: str
) -> None:
    if service in loader.list_available_services("paginators-1"):
        pages = loader.load_service_model(service, "paginators-1")["pagination"]
        assert operations.paginators(service) == set(pages)
    if service in loader.list_available_services("waiters-2"):
        for name, waiter in loader.load_service_model(service, "waiters-2")["waiters"].items():
            assert operations.waiters(service)[name] == waiter["operation"]
            assert operations.waiters(service)[xform_name(name)] == waiter["operation"]


def test_service_ids(operations: Operations) -> None:
    assert operations.service_id("dynamodb") == "DynamoDB"
    assert operations.service_by_id("DynamoDB") == "dynamodb"
    assert operations.service_by_id("Cloudwatch Logs") == "logs"
    assert operations.service_by_id("SFN") == "stepfunctions"
    assert operations.service_by_id("nothing") is None


@pytest.mark.parametrize(
    ("client", "prefix"),
    [
        ("s3", "s3"),
        ("stepfunctions", "states"),
        ("efs", "elasticfilesystem"),
        ("emr", "elasticmapreduce"),
        ("elbv2", "elasticloadbalancing"),
        ("sesv2", "ses"),
        ("bedrock-runtime", "bedrock"),
        ("iot-data", "iot"),
        ("opensearch", "es"),
        ("cloudwatch", "cloudwatch"),
        ("apigatewayv2", "apigateway"),
        ("resourcegroupstaggingapi", "tag"),
        ("apigatewaymanagementapi", "execute-api"),
        ("keyspaces", "cassandra"),
        ("cloudcontrol", "cloudformation"),
    ],
)
def test_iam_prefixes(operations: Operations, client: str, prefix: str) -> None:
    assert operations.prefix(client) == prefix


def test_role_and_tag_paths(operations: Operations) -> None:
    run = operations.get("ecs", "RunTask")
    assert run is not None
    assert {"overrides.taskRoleArn", "overrides.executionRoleArn"} <= set(run.role_paths)
    targets = operations.get("events", "PutTargets")
    assert targets is not None and "Targets[].RoleArn" in targets.role_paths
    function = operations.get("lambda", "CreateFunction")
    assert function is not None and (function.role_paths, function.tag_paths) == (("Role",), ("Tags",))
    named = operations.get("iam", "GetRole")
    assert named is not None and named.role_paths == ()


def test_unsigned_operations(operations: Operations) -> None:
    sign_up, get = operations.get("cognito-idp", "SignUp"), operations.get("s3", "GetObject")
    assert sign_up is not None and not sign_up.signed
    assert get is not None and get.signed


def test_resource_models_are_boto3s(operations: Operations) -> None:
    for service in boto3.Session(region_name="us-east-1").get_available_resources():
        model = operations.resource_model(service)
        assert model is not None and {"service", "resources"} <= set(model)
    assert operations.resource_model("lambda") is None


def test_unknown_names_are_none(operations: Operations) -> None:
    assert operations.get("nosuch", "Get") is None
    assert operations.get("s3", "get_object") is None
    assert operations.by_method("s3", "GetObject") is None
    assert operations.names("nosuch") == ()
    assert not operations.waiters("nosuch") and not operations.paginators("nosuch")
