"""On which ARNs the actions of a resource are granted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from tests.analyzers.deployment import granted as granting

from policywright.analyzers.assembly import resource_texts
from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.analyzers.deployment.naming import arns_of
from policywright.analyzers.deployment.resources import Placing, is_about_tags
from policywright.knowledge import forms, texts
from policywright.knowledge.binding import open_arn
from policywright.knowledge.catalog import Action, Catalog, ResourceType
from policywright.knowledge.deployments import Deployments
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, Struct

STORE = shared_store()
FACTS = Path(__file__).parents[3] / "knowledge" / "policywright" / "knowledge" / "facts"
"""As the generator reads them, which a wheel is without."""
TYPES = json.loads((FACTS / "cloudformation.json").read_text("utf-8"))["types"]


def _calls(catalog: Catalog) -> Iterator[tuple[str, ResourceType, str, Action]]:
    """The types of resources with what their handlers call of their own service, tags apart, as each calls it."""
    known = Deployments(STORE)
    for type in TYPES:
        handlers = known.cloudformation(type)
        prefix, _, name = (handlers.kind if handlers is not None else "").partition(":")
        kind = catalog.resource_type(prefix, name) if name else None
        if handlers is None or kind is None or prefix == "apigateway":
            continue
        for call in {call for step in handlers.steps for call in step.calls}:
            entry = catalog.action(call)
            if entry is not None and entry.prefix == prefix and not is_about_tags(call):
                yield type, kind, call, entry


def test_what_is_named_beside_a_resource_never_hides_the_resource() -> None:
    """Where an action may be about the resource or about another one, naming the other leaves the own."""
    catalog = Catalog(STORE)
    placing = Placing(catalog)
    asked = 0
    for type, kind, call, entry in _calls(catalog):
        several = [one.name for one in entry.resource_types]
        for other in several if kind.name in several else ():
            beside = catalog.resource_type(entry.prefix, other)
            if beside is None or beside == kind:
                continue
            arn = texts.glob(texts.parts(open_arn(beside))).replace("*", "x1")
            bound = placing.bind(call, (open_arn(kind),), Struct((("Other", Const(arn)),)))
            assert any(forms.fits(kind, one) for one in bound), (type, call, arn)
            asked += 1
    assert asked > 100


def test_what_a_resource_is_in_is_asked_for_by_its_own_arn() -> None:
    """Making an index is about its application: ``application/*`` has the form of ``application/A/index/I``."""
    catalog = Catalog(STORE)
    placing = Placing(catalog)
    asked = 0
    for type, kind, call, entry in _calls(catalog):
        named = [catalog.resource_type(entry.prefix, one.name) for one in entry.resource_types]
        arns = {one.arn for one in named if one is not None}
        if kind.arn in arns or not any(kind.arn.startswith(f"{arn}/") for arn in arns):
            continue
        own = open_arn(kind)
        assert own not in placing.bind(call, (own,), Struct(())), (type, call)
        asked += 1
    assert asked > 50


def granted(tmp_path: Path, action: str, **resources: dict[str, Any]) -> set[str]:
    """The ARNs on which an action is granted for a template."""
    template = {"Resources": resources}
    (tmp_path / "template.json").write_text(json.dumps(template), encoding="utf-8")
    options = Options(stack_name="shop")
    return {
        arn
        for policy in deploy([tmp_path], options).analysis.policies
        for grant in policy.grants
        if grant.action == action
        for arn in resource_texts(grant.resources, options.place)
    }


BALANCERS = "arn:aws:elasticloadbalancing:*:*:loadbalancer"


@pytest.mark.parametrize(
    ("properties", "kinds"),
    [
        ({}, {"app"}),
        ({"Type": "network"}, {"net"}),
        ({"Type": {"Ref": "Kind"}}, {"app", "net", "gwy"}),
    ],
)
def test_a_load_balancer_is_of_one_kind(tmp_path: Path, properties: dict[str, Any], kinds: set[str]) -> None:
    balancer = {
        "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "Properties": {"Name": "web", **properties},
    }
    listener = {
        "Type": "AWS::ElasticLoadBalancingV2::Listener",
        "Properties": {"LoadBalancerArn": {"Ref": "Web"}, "Port": 80},
    }
    expected = {f"{BALANCERS}/{kind}/web/*" for kind in kinds}
    assert granted(tmp_path, "elasticloadbalancing:DeleteLoadBalancer", Web=balancer) == expected
    assert granted(tmp_path, "elasticloadbalancing:CreateListener", Web=balancer, On=listener) == expected


def test_what_a_policy_speaks_of_is_not_what_it_is_attached_to(tmp_path: Path) -> None:
    """The roles that a statement lets somebody take on were given the policy as well."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/deploys"}
    role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "builds", "AssumeRolePolicyDocument": {}}}
    policy = {
        "Type": "AWS::IAM::Policy",
        "Properties": {
            "PolicyName": "may",
            "PolicyDocument": {"Statement": [statement]},
            "Roles": [{"Ref": "Builds"}],
        },
    }
    found = granted(tmp_path, "iam:PutRolePolicy", Builds=role, May=policy)
    assert found == {"arn:aws:iam::*:role/builds"}


def test_what_an_instance_has_is_what_its_properties_say(tmp_path: Path) -> None:
    """All of it may be said by a launch template; without one, each has volumes and nothing that isn't named."""
    plain = {"ImageId": "ami-1", "KeyName": "admin"}

    def kinds(properties: dict[str, Any]) -> set[str]:
        box = {"Type": "AWS::EC2::Instance", "Properties": properties}
        found = granted(tmp_path, "ec2:RunInstances", Box=box)
        return {arn.split(":", 5)[-1].partition("/")[0] for arn in found}

    always = {"image", "instance", "network-interface", "security-group", "subnet", "volume"}
    assert kinds(plain) == {*always, "key-pair"}
    assert kinds({**plain, "PlacementGroupName": "near"}) == {*always, "key-pair", "placement-group"}
    assert kinds({"LaunchTemplate": {"LaunchTemplateId": "lt-1", "Version": "1"}}) > {*always, "snapshot"}


def test_the_role_of_a_service_is_one_of_that_service(tmp_path: Path) -> None:
    role = {"Type": "AWS::IAM::ServiceLinkedRole", "Properties": {"AWSServiceName": "es.amazonaws.com"}}
    for action in ("iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole"):
        found = granted(tmp_path, action, Role=role)
        assert found == {"arn:aws:iam::*:role/aws-service-role/es.amazonaws.com/*"}


def test_a_bucket_is_named_whatever_it_is_for(tmp_path: Path) -> None:
    engine = {
        "Type": "AWS::RDS::CustomDBEngineVersion",
        "Properties": {
            "Engine": "custom-oracle-ee",
            "EngineVersion": "19.1",
            "DatabaseInstallationFilesS3BucketName": "installers",
        },
    }
    assert granted(tmp_path, "s3:ListBucket", Engine=engine) == {"arn:aws:s3:::installers"}
    assert granted(tmp_path, "s3:GetObject", Engine=engine) == {"arn:aws:s3:::installers/*"}


def test_what_something_is_in_is_asked_about_as_well() -> None:
    """An action on a resource and on what that is in (a configuration of an application) is granted on both."""
    catalog, known = Catalog(STORE), Deployments(STORE)
    placing = Placing(catalog)
    asked = 0
    for type in TYPES:
        handlers = known.cloudformation(type)
        prefix, _, name = (handlers.kind if handlers is not None else "").partition(":")
        kind = catalog.resource_type(prefix, name) if name else None
        if handlers is None or kind is None or prefix == "apigateway":
            continue
        for call in {call for step in handlers.steps for call in step.calls}:
            entry = catalog.action(call)
            required = [one.name for one in entry.resource_types if one.required] if entry is not None else []
            if entry is None or entry.prefix != prefix or is_about_tags(call) or name not in required:
                continue
            around = [one for one in required if _is_within(kind, catalog.resource_type(prefix, one))]
            bound = placing.bind(call, (open_arn(kind),), Struct(()))
            for one in around:
                parent = catalog.resource_type(prefix, one)
                assert parent is not None
                assert open_arn(parent) in bound, (type, call, one)
                asked += 1
    assert asked > 50


def _is_within(kind: ResourceType, other: ResourceType | None) -> bool:
    return other is not None and kind.arn.startswith(f"{other.arn}/")


def test_the_id_of_what_terraform_changes_is_passed(tmp_path: Path) -> None:
    """It is no argument: of what an update needs it on, everything but the resource was granted."""
    (tmp_path / "main.tf").write_text("""
resource "aws_ssoadmin_permission_set" "readers" {
  name         = "readers"
  instance_arn = "arn:aws:sso:::instance/ssoins-1"
}
""")
    options = Options()
    found = {
        arn
        for policy in deploy([tmp_path], options).analysis.policies
        for grant in policy.grants
        if grant.action == "sso:ProvisionPermissionSet"
        for arn in resource_texts(grant.resources, options.place)
    }
    assert "arn:aws:sso:::permissionSet/*/*" in found
    assert "arn:aws:sso:::instance/ssoins-1" in found


def test_a_name_that_is_known_in_part_is_no_part_of_itself(tmp_path: Path) -> None:
    """A table whose name CloudFormation makes (``shop-Orders-*``) is none of its own indexes."""
    table = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]},
    }
    found = granted(tmp_path, "dynamodb:DescribeContributorInsights", Orders=table)
    assert found == {"arn:aws:dynamodb:*:*:table/shop-Orders-*"}


@pytest.mark.parametrize(("type", "properties", "action", "resources"), [
    ("AWS::DynamoDB::Table", {"TableName": ["t", None]}, "dynamodb:CreateTable", {"table/t", "table/shop-One-*"}),
    ("AWS::DynamoDB::Table", {"TableName": ["t", "u"]}, "dynamodb:CreateTable", {"table/t", "table/u"}),
    ("AWS::Backup::BackupVault", {"BackupVaultName": ["v", None]}, "backup:CreateBackupVault", {"backup-vault:*"}),
    ("AWS::IAM::Role", {"RoleName": "r", "Path": ["/a/", None]}, "iam:CreateRole", {"role/a/r", "role/r"}),
    ("AWS::ECS::TaskDefinition", {"Family": ["f", "g"]}, "ecs:RegisterTaskDefinition", {
        "task-definition/f:*", "task-definition/g:*",
    }),
    ("AWS::ECS::TaskDefinition", {"Family": ["f", None]}, "ecs:RegisterTaskDefinition", {"task-definition/*:*"}),
    ("AWS::ECS::Service", {"ServiceName": "s", "Cluster": ["c", None]}, "ecs:CreateService",
     {"service/c/s", "service/default/s"}),
    ("AWS::ECS::Service", {"ServiceName": "s", "Cluster": ["c", "arn:aws:ecs:eu-west-1:123456789012:cluster/d"]},
     "ecs:CreateService", {"service/c/s", "service/d/s"}),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Name": "b", "Type": ["network", None]},
     "elasticloadbalancing:CreateLoadBalancer", {"loadbalancer/net/b/*", "loadbalancer/app/b/*"}),
    ("AWS::ApiGateway::Method", {"RestApiId": ["a", "b"]}, "apigateway:PUT", {"/restapis/a/*", "/restapis/b/*"}),
])  # fmt: skip
def test_one_of_several_names_or_none(
    tmp_path: Path, type: str, properties: dict[str, Any], action: str, resources: set[str]
) -> None:
    """A condition chooses among names, or leaves the name to CloudFormation: each of them may be deployed."""
    made = {
        name: {"Fn::If": ["Chosen", *({"Ref": "AWS::NoValue"} if one is None else one for one in value)]}
        if isinstance(value, list)
        else value
        for name, value in properties.items()
    }
    template = {
        "Parameters": {"Which": {"Type": "String"}},
        "Conditions": {"Chosen": {"Fn::Equals": [{"Ref": "Which"}, "a"]}},
        "Resources": {"One": {"Type": type, "Properties": made}},
    }
    (tmp_path / "template.json").write_text(json.dumps(template), encoding="utf-8")
    options = Options(stack_name="shop")
    found = {
        resource.split(":", 5)[5]
        for policy in deploy([tmp_path], options).analysis.policies
        for grant in policy.grants
        if grant.action == action
        for resource in resource_texts(grant.resources, options.place)
    }
    assert found == resources


def test_what_the_named_one_is_in(tmp_path: Path) -> None:
    """An action on an accelerator is asked on that, where an ARN of one of its listeners is given."""
    accelerator = "arn:aws:globalaccelerator::123456789012:accelerator/a"
    (tmp_path / "main.tf").write_text(
        f'resource "aws_globalaccelerator_endpoint_group" "g" {{ listener_arn = "{accelerator}/listener/l" }}\n'
    )
    grants = {
        (grant.action, resource)
        for policy in deploy([tmp_path], Options()).analysis.policies
        for grant in policy.grants
        for resource in resource_texts(grant.resources, Options().place)
    }
    assert ("globalaccelerator:DescribeAccelerator", accelerator) in grants
    assert ("globalaccelerator:CreateEndpointGroup", f"{accelerator}/listener/l") in grants


@pytest.mark.parametrize(("properties", "named"), [
    ({"ResourceId": "vpc-1", "ResourceType": "VPC"}, {"vpc/vpc-1"}),
    ({"ResourceId": {"Ref": "Which"}, "ResourceType": "VPC"}, {"vpc/*"}),
    ({"ResourceId": "tgw-attach-1", "ResourceType": "TransitGatewayAttachment"},
     {"transit-gateway-attachment/tgw-attach-1"}),
    ({"ResourceId": "subnet-1", "ResourceType": {"Ref": "Which"}}, {
        "natgateway/*", "network-interface/*", "subnet/*", "transit-gateway/*",
        "transit-gateway-attachment/*", "vpc/*",
    }),
])  # fmt: skip
def test_what_a_resource_id_is_of_its_resource_type_says(
    tmp_path: Path, properties: dict[str, Any], named: set[str]
) -> None:
    template = {
        "Parameters": {"Which": {"Type": "String"}},
        "Resources": {
            "One": {"Type": "AWS::EC2::FlowLog", "Properties": {**properties, "TrafficType": "ALL"}}
        },
    }
    (tmp_path / "template.json").write_text(json.dumps(template), encoding="utf-8")
    found = {on.split(":", 5)[5] for action, on in _granted(tmp_path) if action == "ec2:CreateFlowLogs"}
    assert found == {"vpc-flow-log/*", *named}


def _granted(folder: Path) -> Iterator[tuple[str, str]]:
    options = Options(stack_name="shop", region="eu-west-1", account="123456789012")
    yield from granting.granted(deploy([folder], options).analysis.policies, options.place)


@pytest.mark.parametrize(("terraform", "action", "resources"), [
    ('resource "aws_ami" "a" { name = "a" \n ebs_block_device { snapshot_id = "snap-1" } }', "ec2:RegisterImage",
     {"image/*", "snapshot/snap-1"}),
    ('resource "aws_flow_log" "a" { eni_id = "eni-1" }', "ec2:CreateFlowLogs",
     {"vpc-flow-log/*", "network-interface/eni-1"}),
    # The cluster and the add-on's name are of one ARN.
    ('resource "aws_eks_addon" "a" { cluster_name = "c" \n addon_name = "vpc-cni" }', "eks:DescribeAddon",
     {"addon/c/vpc-cni/*"}),
    ('resource "aws_ecs_service" "a" { name = "s" \n cluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/c" }',
     "ecs:CreateService", {"service/c/s"}),
    ('resource "aws_ecs_service" "a" { name = "s" }', "ecs:CreateService", {"service/default/s"}),
    ('data "aws_ecs_service" "a" { cluster_arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/c" }',
     "ecs:DescribeServices", {"service/c/*"}),
    # A template is called once; its kind stands behind.
    ('resource "aws_pinpoint_email_template" "a" { template_name = "t" }', "mobiletargeting:GetEmailTemplate",
     {"templates/t/*"}),
    ('resource "aws_api_gateway_rest_api_policy" "a" { rest_api_id = "a1" \n policy = "{}" }',
     "apigateway:UpdateRestApiPolicy", {"/restapis/a1"}),
    # The provider makes up a version.
    ('resource "aws_comprehend_entity_recognizer" "a" { name = "n" }', "comprehend:ListTagsForResource",
     {"entity-recognizer/n", "entity-recognizer/n/version/*"}),
])  # fmt: skip
def test_what_arguments_name(tmp_path: Path, terraform: str, action: str, resources: set[str]) -> None:
    (tmp_path / "main.tf").write_text(terraform.replace("{ ", "{\n").replace(" }", "\n}"), encoding="utf-8")
    assert {on.split(":", 5)[5] for one, on in _granted(tmp_path) if one == action} == resources


@pytest.mark.parametrize(("type", "properties", "action", "resources"), [
    ("AWS::AppConfig::Environment", {"ApplicationId": "a1", "Name": "prod"}, "appconfig:DeleteEnvironment",
     {"application/a1", "application/a1/environment/*"}),
    ("AWS::ECS::TaskSet", {"Cluster": "c", "Service": "s", "TaskDefinition": "t"}, "ecs:DeleteTaskSet",
     {"task-set/c/s/*"}),
    # Glue keeps names in small letters.
    ("AWS::Glue::Partition", {"DatabaseName": "Db", "TableName": "Tb", "CatalogId": "1", "PartitionInput": {}},
     "glue:CreatePartition", {"table/Db/Tb", "table/db/tb"}),
    # A consumer is registered with its stream.
    ("AWS::Kinesis::StreamConsumer", {"ConsumerName": "c", "StreamARN": "arn:aws:kinesis:eu-west-1:123456789012:stream/s"},
     "kinesis:RegisterStreamConsumer", {"stream/s"}),
    # An id is no name.
    ("AWS::ElasticBeanstalk::ConfigurationTemplate", {"ApplicationName": "a", "EnvironmentId": "e-1"},
     "elasticbeanstalk:DescribeConfigurationSettings", {"environment/a/*"}),
])  # fmt: skip
def test_what_properties_name_belongs_to_what_others_name(
    tmp_path: Path, type: str, properties: dict[str, Any], action: str, resources: set[str]
) -> None:
    template = {"Resources": {"One": {"Type": type, "Properties": properties}}}
    (tmp_path / "template.json").write_text(json.dumps(template), encoding="utf-8")
    found = {on.split(":", 5)[5] for one, on in _granted(tmp_path) if one == action}
    assert resources <= found
    assert not any(wide in found for wide in ("application/*/environment/*", "table/*/Tb", "table/Db/*"))


_CREATES = {
    "ClientCertificate": "GenerateClientCertificate",
    "GatewayResponse": "PutGatewayResponse",
    "Method": "PutMethod",
}
_SAME = {"DomainNameV2": "DomainName", "BasePathMappingV2": "BasePathMapping"}


@pytest.mark.parametrize(
    ("client", "space"), [("apigateway", "ApiGateway"), ("apigatewayv2", "ApiGatewayV2")]
)
def test_paths_of_api_gateway_are_those_that_its_requests_go_to(client: str, space: str) -> None:
    """Its actions are granted on paths, which ``arns.toml`` has by type: what makes a type posts to one of them."""
    model = pytest.importorskip("botocore.session").get_session().get_service_model(client)
    for type in (one for one in TYPES if one.startswith(f"AWS::{space}::")):
        noun = type.rpartition("::")[2]
        name = _CREATES.get(noun, f"Create{_SAME.get(noun, noun)}")
        if name not in model.operation_names:
            assert noun in ("Account", "ApiGatewayManagedOverrides"), type
            continue
        path = model.operation_model(name).http["requestUri"].removeprefix("/v2")
        own = arns_of(type, ("x",), Struct(()))
        patterns = [texts.glob(texts.parts(one)).split(":", 5)[5] for one in own]
        assert any(fnmatchcase(path, one) for one in patterns), (type, path, patterns)


@pytest.mark.parametrize(("type", "properties", "action", "resources"), [
    ("AWS::RDS::DBInstance", {"DBInstanceIdentifier": "a", "SourceDBInstanceIdentifier": "b"},
     "rds:CreateDBInstanceReadReplica", {"db:a", "db:b"}),
    ("AWS::RDS::DBCluster", {"DBClusterIdentifier": "a", "SourceDBClusterIdentifier": "b"},
     "rds:RestoreDBClusterToPointInTime", {"cluster:a", "cluster:b"}),
    ("AWS::RDS::DBInstance", {"DBInstanceIdentifier": "a", "SourceDBInstanceIdentifier": "b"},
     "rds:DeleteDBInstance", {"db:a"}),
    ("AWS::RDS::DBInstance", {"DBInstanceIdentifier": "a", "DBSnapshotIdentifier": {"Ref": "Which"}},
     "rds:RestoreDBInstanceFromDBSnapshot", {"db:a", "snapshot:*"}),
    # The replica is in this region, under the id of the primary key.
    ("AWS::KMS::ReplicaKey", {"PrimaryKeyArn": "arn:aws:kms:us-east-1:123456789012:key/mrk-1", "KeyPolicy": {}}, "kms:PutKeyPolicy",
     {"key/mrk-1"}),
    # An alias is no key's id, and a provider is called after its address.
    ("AWS::Kinesis::Stream", {"Name": "k", "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/own"}},
     "kinesis:StartStreamEncryption", {"stream/k", "key/*"}),
    ("AWS::IAM::OIDCProvider", {"Url": "https://token.example/id/1"}, "iam:CreateOpenIDConnectProvider",
     {"oidc-provider/token.example/id/1"}),
    # A resource's ARN is no source.
    ("AWS::WAFv2::WebACLAssociation", {
        "ResourceArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/b/1",
        "WebACLArn": "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/w/1",
     }, "wafv2:AssociateWebACL", {"loadbalancer/app/b/1", "regional/webacl/w/1"}),
])  # fmt: skip
def test_what_something_is_made_from(
    tmp_path: Path, type: str, properties: dict[str, Any], action: str, resources: set[str]
) -> None:
    """Of what takes other kinds besides (groups of options, networks), these are not looked at here."""
    template = {
        "Parameters": {"Which": {"Type": "String"}},
        "Resources": {"One": {"Type": type, "Properties": properties}},
    }
    (tmp_path / "template.json").write_text(json.dumps(template), encoding="utf-8")
    options = Options(stack_name="shop")
    found = {
        resource.split(":", 5)[5]
        for policy in deploy([tmp_path], options).analysis.policies
        for grant in policy.grants
        if grant.action == action
        for resource in resource_texts(grant.resources, options.place)
    }
    assert {
        one for one in found if not one.startswith(("og:", "pg:", "cluster-pg:", "subgrp:", "cluster:*"))
    } == resources


def test_what_is_asked_of_a_version_is_granted_on_it(tmp_path: Path) -> None:
    """A policy on a function's plain name does not match a request that has a qualifier."""
    function = {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "orders"}}
    version = {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Orders"}}}
    plain = "arn:aws:lambda:*:*:function:orders"
    for action in ("lambda:GetFunctionConfiguration", "lambda:DeleteFunction"):
        assert granted(tmp_path, action, Orders=function, One=version) == {plain, f"{plain}:*"}
    assert granted(tmp_path, "lambda:DeleteFunction", Orders=function) == {plain}


IDENTIFIED = (
    (
        "AWS::DMS::ReplicationInstance",
        "ReplicationInstanceIdentifier",
        "dms:DeleteReplicationInstance",
        "rep:",
    ),
    ("AWS::DMS::Endpoint", "EndpointIdentifier", "dms:DeleteEndpoint", "endpoint:"),
    ("AWS::DMS::ReplicationTask", "ReplicationTaskIdentifier", "dms:DeleteReplicationTask", "task:"),
    ("AWS::DMS::DataProvider", "DataProviderName", "dms:DeleteDataProvider", "data-provider:"),
    ("AWS::RDS::Integration", "IntegrationName", "rds:DeleteIntegration", "integration:"),
    ("AWS::EVS::Environment", "EnvironmentName", "evs:DeleteEnvironment", "environment/"),
    ("AWS::Connect::EmailAddress", "EmailAddress", "connect:DeleteEmailAddress", "email-address/"),
    ("AWS::Braket::SpendingLimit", "SpendingLimit", "braket:DeleteSpendingLimit", "spending-limit/"),
)


@pytest.mark.parametrize(("type", "property", "action", "head"), IDENTIFIED)
def test_an_id_that_the_service_makes_is_not_what_a_property_is_called(
    tmp_path: Path, type: str, property: str, action: str, head: str
) -> None:
    resource = {"Type": type, "Properties": {property: "mine"}}
    found = granted(tmp_path, action, One=resource)
    assert any(one.endswith(f"{head}*") for one in found)
    assert not any(one.endswith(":mine") or one.endswith("/mine") for one in found)


def test_an_id_that_a_resource_says_is_in_its_arn(tmp_path: Path) -> None:
    properties = {"EndpointIdentifier": "source", "ResourceIdentifier": "orders"}
    endpoint = {"Type": "AWS::DMS::Endpoint", "Properties": properties}
    assert granted(tmp_path, "dms:DeleteEndpoint", One=endpoint) == {"arn:aws:dms:*:*:endpoint:orders"}


def test_an_attachment_is_tagged_as_one(tmp_path: Path) -> None:
    properties = {
        "TransitGatewayId": "tgw-1", "VpcId": "vpc-1", "SubnetIds": ["subnet-1"],
        "Tags": [{"Key": "a", "Value": "b"}],
    }  # fmt: skip
    one = {"Type": "AWS::EC2::TransitGatewayVpcAttachment", "Properties": properties}
    assert granted(tmp_path, "ec2:CreateTags", One=one) == {"arn:aws:ec2:*:*:transit-gateway-attachment/*"}


@pytest.mark.parametrize("type", ["AWS::EC2::LaunchTemplate", "AWS::EC2::ClientVpnEndpoint"])
def test_tags_that_are_specified_are_tags(tmp_path: Path, type: str) -> None:
    tags = [{"Tags": [{"Key": "a", "Value": "b"}]}]
    one = {"Type": type, "Properties": {"TagSpecifications": tags}}
    assert granted(tmp_path, "ec2:CreateTags", One=one) and not granted(
        tmp_path, "ec2:CreateTags", One={"Type": type, "Properties": {}}
    )


ACL = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop/1"
BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/1"


@pytest.mark.parametrize(
    ("action", "type", "properties", "on"),
    [
        # What stands before the kind in an ARN is no name.
        (
            "wafv2:AssociateWebACL", "AWS::WAFv2::WebACLAssociation",
            {"WebACLArn": ACL, "ResourceArn": BALANCER}, {ACL, BALANCER},
        ),
        # The network of the other side is one, too; accepting is about that.
        (
            "ec2:AcceptVpcPeeringConnection", "AWS::EC2::VPCPeeringConnection",
            {"VpcId": "vpc-1", "PeerVpcId": "vpc-2"},
            {"arn:aws:ec2:*:*:vpc/vpc-1", "arn:aws:ec2:*:*:vpc/vpc-2", "arn:aws:ec2:*:*:vpc-peering-connection/*"},
        ),
        # A queue by its address.
        (
            "sqs:SetQueueAttributes", "AWS::SQS::QueuePolicy",
            {"Queues": ["https://sqs.us-east-1.amazonaws.com/123456789012/jobs"], "PolicyDocument": {}},
            {"arn:aws:sqs:us-east-1:123456789012:jobs"},
        ),
        (
            "glue:DeleteTable", "AWS::Glue::Table", {"DatabaseName": "shop", "TableInput": {"Name": "orders"}},
            {"arn:aws:glue:*:*:catalog", "arn:aws:glue:*:*:database/shop", "arn:aws:glue:*:*:table/shop/orders"},
        ),
        (
            "ec2:CreateNetworkInterface", "AWS::EC2::NetworkInterface",
            {"SubnetId": "subnet-1", "GroupSet": ["sg-1"]},
            {f"arn:aws:ec2:*:*:{one}" for one in ("network-interface/*", "subnet/subnet-1", "security-group/sg-1")},
        ),
        (
            "ec2:AuthorizeSecurityGroupIngress", "AWS::EC2::SecurityGroupIngress",
            {"GroupId": "sg-1", "IpProtocol": "-1", "SourceSecurityGroupId": "sg-2"},
            {"arn:aws:ec2:*:*:security-group/sg-1"},
        ),
        (
            "codepipeline:PutWebhook", "AWS::CodePipeline::Webhook", {"TargetPipeline": "release", "TargetAction": "Source"},
            {"arn:aws:codepipeline:*:*:release", "arn:aws:codepipeline:*:*:webhook:*"},
        ),
        (
            "apigateway:DELETE", "AWS::ApiGateway::DomainName", {"DomainName": "api.example.com"},
            {f"arn:aws:apigateway:*::/{one}" for one in ("domainnames", "domainnames/api.example.com", "tags/*")},
        ),
        (
            "glue:GetDatabase", "AWS::Glue::Database", {"DatabaseInput": {"Name": "shop"}},
            {"arn:aws:glue:*:*:catalog", "arn:aws:glue:*:*:database/shop"},
        ),
    ],
)  # fmt: skip
def test_properties_say_which_resource_it_is(
    tmp_path: Path, action: str, type: str, properties: dict[str, Any], on: set[str]
) -> None:
    assert granted(tmp_path, action, One={"Type": type, "Properties": properties}) == on


GROUP = 'name = "orders"\nsubnet_ids = ["subnet-1"]'


@pytest.mark.parametrize(
    ("type", "body", "action", "on"),
    [
        # Making it is about what it is in, or goes into.
        ("aws_vpc_security_group_ingress_rule", 'security_group_id = "sg-1"', "ec2:CreateTags", {"security-group-rule/*"}),
        ("aws_ec2_subnet_cidr_reservation", 'subnet_id = "subnet-1"', "ec2:CreateTags", {"subnet-cidr-reservation/*"}),
        # What is in something is tagged there, whatever it is in.
        ("aws_kendra_faq", 'index_id = "i-1"', "kendra:TagResource", {"index/*"}),
        # Its name is said where it is made.
        ("aws_neptune_subnet_group", GROUP, "rds:AddTagsToResource", {"subgrp:orders"}),
        ("aws_docdb_subnet_group", GROUP, "rds:DeleteDBSubnetGroup", {"subgrp:orders"}),
        ("aws_glue_registry", 'registry_name = "orders"', "glue:TagResource", {"registry/orders"}),
    ],
)  # fmt: skip
def test_what_is_tagged_is_what_is_made(
    tmp_path: Path, type: str, body: str, action: str, on: set[str]
) -> None:
    tags = 'tags = { team = "shop" }'
    (tmp_path / "main.tf").write_text(f'resource "{type}" "one" {{\n{body}\n{tags}\n}}\n')
    options = Options()
    found = {
        arn.split(":", 5)[5]
        for policy in deploy([tmp_path], options).analysis.policies
        for grant in policy.grants
        if grant.action == action
        for arn in resource_texts(grant.resources, options.place)
    }
    assert on <= found


def test_a_replica_is_asked_for_in_both_regions(tmp_path: Path) -> None:
    table = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
    (tmp_path / "main.tf").write_text(
        f'resource "aws_dynamodb_table_replica" "one" {{\n  global_table_arn = "{table}"\n}}\n'
    )
    options = Options()
    found = {
        (grant.action, arn)
        for policy in deploy([tmp_path], options).analysis.policies
        for grant in policy.grants
        for arn in resource_texts(grant.resources, options.place)
    }
    everywhere = "arn:aws:dynamodb:*:*:table/orders"
    for name in (
        "UpdateTable",
        "CreateTableReplica",
        "BatchWriteItem",
        "DeleteTableReplica",
        "DescribeTable",
    ):
        assert (f"dynamodb:{name}", everywhere) in found
    assert ("kms:DescribeKey", "arn:aws:kms:*:*:key/*") in found
