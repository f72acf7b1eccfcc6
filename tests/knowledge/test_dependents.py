"""Dependent actions: every pair that AWS documents is decided, and none is granted for a member that isn't passed."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator import dependents, handlers
from policywright.knowledge.generator.dependents import read_rules
from policywright.knowledge.generator.facts_source import documented
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.store import shared_store

from .calls import minimal
from .requests_ import MORE, ask, text

KEY = "arn:aws:kms:eu-west-1:123456789012:key/k"
ROLE = "arn:aws:iam::123456789012:role/r"


@pytest.fixture(scope="module")
def authorizer() -> Authorizer:
    return Authorizer(shared_store())


def test_every_documented_pair_is_decided(authorizer: Authorizer) -> None:
    """By a row, or by the rules about roles and tags, which the plan's own candidates tell."""
    decider = dependents.Dependents(authorizer, [], Problems())
    pairs = documented()
    seen = 0
    for service in authorizer.operations.services():
        for name in authorizer.operations.names(service):
            operation = authorizer.operations.get(service, name)
            assert operation is not None
            plan = authorizer.planner.plan(operation)
            assert list(decider.undecided(plan)) == [], f"{service}:{name}"
            # What CloudFormation's handlers alone name is decided, or nothing but a call that they make.
            assert [one for one in decider.named_alone(plan) if not decider.is_a_call(one)] == [], name
            seen += sum(len(pairs.get(action, ())) for action in plan.base)
    assert seen > 4000


def test_every_rule_says_something() -> None:
    problems = Problems()
    rules = read_rules(problems)
    assert problems.lines == [] and len(rules) > 20


# What is granted besides the operation's own action, and what may be needed besides.
CASES: list[tuple[str, dict[str, Any], set[str], set[str]]] = [
    # A key: through the service where it is named; else nothing is granted.
    ("cloudtrail:CreateEventDataStore", {"Name": "n"}, set(), {"iam:CreateServiceLinkedRole"}),
    (
        "cloudtrail:CreateEventDataStore",
        {"Name": "n", "KmsKeyId": KEY},
        {"kms:Decrypt", "kms:GenerateDataKey"},
        {"iam:CreateServiceLinkedRole"},
    ),
    # An unknown member is no reason to grant a dependent action.
    (
        "cloudtrail:CreateEventDataStore",
        {"Name": "n", MORE: 0},
        {"cloudtrail:AddTags"},
        {"iam:CreateServiceLinkedRole", "kms:Decrypt", "kms:GenerateDataKey"},
    ),
    # A network.
    ("omics:CreateConfiguration", {"name": "n"}, set(), set()),
    (
        "omics:CreateConfiguration",
        {"name": "n", "runConfigurations": {"vpcConfig": {"subnetIds": ["subnet-1"]}}},
        {"ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"},
        {"iam:CreateServiceLinkedRole"},
    ),
    # A role.
    (
        "sagemaker:CreateDeviceFleet",
        {"DeviceFleetName": "f", "RoleArn": ROLE, "OutputConfig": {"S3OutputLocation": "s3://b"}},
        {"iam:PassRole"},
        set(),
    ),
    # What the operation's documentation says, besides what its catalog says.
    ("codeartifact:GetAuthorizationToken", {"domain": "d"}, {"sts:GetServiceBearerToken"}, set()),
    ("efs:DeleteMountTarget", {"MountTargetId": "m"}, {"ec2:DeleteNetworkInterface"}, set()),
    (
        "ssm:UpdateAssociation",
        {"AssociationId": "a"},
        {"ssm:DescribeAssociation"},
        set(),
    ),
    # A role and a key that nothing speaks of.
    ("swf:StartWorkflowExecution", {"domain": "d", "lambdaRole": ROLE}, {"iam:PassRole"}, set()),
    (
        "efs:CreateFileSystem",
        {"CreationToken": "t", "KmsKeyId": KEY},
        {"kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"},
        set(),
    ),
    # What only CloudFormation's handler names is never granted, and may be needed where the member is passed.
    ("apprunner:CreateVpcConnector", {"VpcConnectorName": "v", "Subnets": []}, set(), set()),
    (
        "apprunner:CreateVpcConnector",
        {"VpcConnectorName": "v", "Subnets": ["subnet-1"]},
        set(),
        {"ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"},
    ),
    # What reads looks elsewhere for every request.
    ("compute-optimizer:GetEC2InstanceRecommendations", {}, {"ec2:DescribeInstances"}, set()),
    ("route53:ListHostedZonesByVPC", {"VPCId": "v", "VPCRegion": "r"}, {"ec2:DescribeVpcs"}, set()),
    # By the service of an ARN, or what else a value is.
    (
        "wafv2:GetWebACLForResource",
        {"ResourceArn": "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p"},
        {"cognito-idp:GetWebACLForResource", "wafv2:GetWebACL"},
        set(),
    ),
    (
        "imagebuilder:CreateImageRecipe",
        {"name": "n", "semanticVersion": "1.0.0", "parentImage": "ami-1", "components": []},
        {"ec2:DescribeImages"},
        set(),
    ),
    ("service-quotas:GetServiceQuota", {"ServiceCode": "kinesis"}, {"kinesis:DescribeLimits"}, set()),
    # What the service tries with the permissions of its caller.
    (
        "application-autoscaling:RegisterScalableTarget",
        {"ServiceNamespace": "ecs", "ResourceId": "service/c/s"},
        {
            "cloudwatch:DeleteAlarms",
            "cloudwatch:DescribeAlarms",
            "cloudwatch:PutMetricAlarm",
            "ecs:DescribeServices",
            "ecs:UpdateService",
        },
        set(),
    ),
    # A subnet group is where something is connected to a VPC, too.
    (
        "memorydb:CreateCluster",
        {"ClusterName": "c", "NodeType": "n", "ACLName": "a", "SubnetGroupName": "s"},
        {
            "ec2:CreateNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs",
        },
        {"ec2:DeleteNetworkInterface"},
    ),
    # What CloudFormation's handlers name of a type whose operation is called otherwise.
    (
        "ssm:RegisterTaskWithMaintenanceWindow",
        {"WindowId": "mw-1", "TaskArn": "d", "TaskType": "RUN_COMMAND"},
        set(),
        {"iam:CreateServiceLinkedRole"},
    ),
    # Always.
    ("ds-data:ListUsers", {"DirectoryId": "d-1"}, {"ds:AccessDSData"}, set()),
    # Never.
    ("s3:DeleteBucketReplication", {"Bucket": "b"}, set(), set()),
]


@pytest.mark.parametrize(("call", "request_", "granted", "maybe"), CASES)
def test_what_is_granted_and_what_may_be_needed(
    authorizer: Authorizer, call: str, request_: dict[str, Any], granted: set[str], maybe: set[str]
) -> None:
    answer = ask(authorizer, call, request_)
    own = answer.needs[0].action
    assert {need.action for need in answer.needs} - {own} == granted
    assert maybe <= {item.action for item in answer.may_need}
    assert "iam:PassRole" not in {item.action for item in answer.may_need}


def test_a_key_is_used_through_the_service_and_only_that_key(authorizer: Authorizer) -> None:
    answer = ask(authorizer, "cloudtrail:CreateEventDataStore", {"Name": "n", "KmsKeyId": KEY})
    (need,) = (need for need in answer.needs if need.action == "kms:Decrypt")
    assert [text(resource) for resource in need.resources] == [KEY]
    assert [(key, [text(value) for value in values]) for _, key, values in need.conditions] == [
        ("kms:ViaService", ["cloudtrail.*.amazonaws.com"])
    ]


def test_objects_are_limited_to_the_bucket_that_is_named(authorizer: Authorizer) -> None:
    answer = ask(
        authorizer,
        "memorydb:CopySnapshot",
        {"SourceSnapshotName": "s", "TargetSnapshotName": "t", "TargetBucket": "b"},
    )
    found = {need.action: [text(resource) for resource in need.resources] for need in answer.needs}
    assert found["s3:PutObject"] == ["arn:aws:s3:::b/*"]


def test_a_password_that_is_kept_is_a_secret_named_after_the_service(authorizer: Authorizer) -> None:
    answer = ask(
        authorizer, "redshift:CreateCluster", {"ClusterIdentifier": "c", "ManageMasterPassword": True}
    )
    found = {need.action: [text(resource) for resource in need.resources] for need in answer.needs}
    assert found["secretsmanager:RotateSecret"] == ["arn:aws:secretsmanager:R:A:secret:*!*"]
    assert found["secretsmanager:GetRandomPassword"] == []


def test_what_another_service_may_name_besides_is_granted(authorizer: Authorizer) -> None:
    """Which security groups an interface gets is not known to who makes it for its caller."""
    answer = ask(
        authorizer,
        "route53resolver:CreateResolverEndpoint",
        {"Direction": "INBOUND", "SecurityGroupIds": ["sg-1"], "IpAddresses": [{"SubnetId": "subnet-1"}]},
    )
    found = {need.action: [text(resource) for resource in need.resources] for need in answer.needs}
    kinds = [one.rpartition(":")[2].partition("/")[0] for one in found["ec2:CreateNetworkInterface"]]
    assert sorted(kinds) == ["network-interface", "security-group", "subnet"]


@pytest.mark.parametrize(
    ("call", "made", "called"),
    [
        ("appflow:CreateConnectorProfile", "secretsmanager:CreateSecret", "appflow:TagResource"),
        ("emr-serverless:CreateApplication", "sso:CreateApplication", "ecr:DescribeImages"),
        ("batch:CreateComputeEnvironment", "eks:CreateAccessEntry", "eks:CreateCluster"),
        ("transfer:UpdateServer", "ec2:CreateVpcEndpoint", "ec2:DescribeNetworkAcls"),
        ("autoscaling:UpdateAutoScalingGroup", "iam:CreateServiceLinkedRole", "vpc-lattice:RegisterTargets"),
    ],
)
def test_what_no_provider_calls_the_service_does(
    authorizer: Authorizer, call: str, made: str, called: str
) -> None:
    """What a handler may do in another service: Terraform's provider makes the same resource without calling it."""
    client, _, name = call.partition(":")
    operation = authorizer.operations.get(client, name)
    assert operation is not None
    spoken = authorizer.planner.plan(operation).candidates()
    assert made in spoken
    assert called not in spoken


def test_a_pair_without_a_rule_is_a_problem(authorizer: Authorizer, tmp_path: Path) -> None:
    problems = Problems()
    decider = dependents.Dependents(authorizer, [], problems)
    operation = authorizer.operations.get("s3", "GetObject")
    assert operation is not None
    decider._row(operation, "ec2:DescribeVpcs", None)  # type: ignore[arg-type]
    assert problems.lines == ["s3.GetObject: ec2:DescribeVpcs: no rule decides"]


@pytest.mark.parametrize(
    ("call", "request_", "where"),
    [
        ("secretsmanager:CreateSecret", {"Name": "s", "AddReplicaRegions": [{"Region": "eu-west-1", "KmsKeyId": "1-a"}]}, "eu-west-1"),
        ("efs:CreateReplicationConfiguration", {"SourceFileSystemId": "f", "Destinations": [{"Region": "eu-west-1", "KmsKeyId": "1-a"}]}, "eu-west-1"),
        ("dynamodb:UpdateTable", {"TableName": "t", "ReplicaUpdates": [{"Create": {"RegionName": "eu-west-1", "KMSMasterKeyId": "1-a"}}]}, "eu-west-1"),
        # The key of a map says the Region.
        ("ssm-incidents:CreateReplicationSet", {"regions": {"eu-west-1": {"sseKmsKeyId": "1-a"}}}, "*"),
        # Left out, or not known.
        ("efs:CreateReplicationConfiguration", {"SourceFileSystemId": "f", "Destinations": [{"KmsKeyId": "1-a"}]}, "*"),
        # What is copied from elsewhere is written where the request is sent.
        ("rds:CopyDBSnapshot", {"SourceDBSnapshotIdentifier": "s", "TargetDBSnapshotIdentifier": "t", "SourceRegion": "eu-west-1", "KmsKeyId": "1-a"}, "R"),
        ("ec2:CopySnapshot", {"SourceSnapshotId": "s", "SourceRegion": "eu-west-1", "KmsKeyId": "1-a"}, "R"),
    ],
)  # fmt: skip
def test_the_key_of_a_replica_is_in_its_region(
    authorizer: Authorizer, call: str, request_: dict[str, Any], where: str
) -> None:
    keys = [need for need in ask(authorizer, call, request_).needs if need.action.startswith("kms:")]
    assert keys
    assert {text(one) for need in keys for one in need.resources} == {f"arn:aws:kms:{where}:A:key/1-a"}


def test_a_key_of_another_region_says_so_itself(authorizer: Authorizer) -> None:
    replicas = [{"Region": "eu-west-1", "KmsKeyId": KEY.replace("eu-west-1", "eu-north-1")}]
    answer = ask(authorizer, "secretsmanager:CreateSecret", {"Name": "s", "AddReplicaRegions": replicas})
    (need,) = (need for need in answer.needs if need.action == "kms:Encrypt")
    assert [text(one) for one in need.resources] == [replicas[0]["KmsKeyId"]]


@pytest.mark.parametrize(
    ("type", "verbs", "actions", "found"),
    [
        ("AWS::SSM::Parameter", "c", ["ssm:PutParameter", "ssm:AddTagsToResource"], ["ssm:PutParameter"]),
        # Called otherwise: the same words, one more before them, one less.
        ("AWS::SSM::MaintenanceWindowTask", "c", ["ssm:RegisterTaskWithMaintenanceWindow"], ["ssm:RegisterTaskWithMaintenanceWindow"]),
        ("AWS::X::Runtime", "c", ["x:CreateAgentRuntime", "x:CreateAgentRuntimeEndpoint"], ["x:CreateAgentRuntime"]),
        ("AWS::X::ResourceAssociation", "d", ["x:DisassociateResource"], ["x:DisassociateResource"]),
        # What is about a part of it, or something else, or of two one is as near as the other.
        ("AWS::X::LogGroup", "u", ["x:PutLogGroupDeletionProtection"], []),
        ("AWS::X::Bucket", "c", ["x:CreateAccessPoint"], []),
        ("AWS::X::Domain", "c", ["x:CreateUserDomain", "x:CreateAppDomain"], []),
    ],
)  # fmt: skip
def test_whose_permissions_a_handler_has(type: str, verbs: str, actions: list[str], found: list[str]) -> None:
    main = actions[0].partition(":")[0]
    assert handlers._doing(type, main, handlers._VERBS[verbs], actions) == found


_ELSEWHERE = {
    "it need not be in a network": ["devicefarm:*", "grafana:*", "omics:CreateConfiguration"],
    "the network stays as it is": [
        "drs:UpdateReplicationConfiguration*", "elasticache:Modify*", "memorydb:UpdateCluster",
        "vpc-lattice:UpdateServiceNetworkVpcAssociation",
    ],
    "each form of the request names one, which botocore's model doesn't ask for": [
        "ds:CreateDirectory", "ds:StartADAssessment", "kafka:Create*", "neptune-graph:CreatePrivateGraphEndpoint",
        "pcs:CreateCluster", "route53:DisassociateVPCFromHostedZone",
        "route53resolver:AssociateResolverEndpointIpAddress", "vpc-lattice:CreateResourceGateway",
    ],
}  # fmt: skip
ELSEWHERE = {pattern: why for why, patterns in _ELSEWHERE.items() for pattern in patterns}
_NETWORK = {
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
}


def test_what_names_no_network_is_in_none_or_in_the_default_one(authorizer: Authorizer) -> None:
    """What a network that is named calls for is not lost where the account's default one is used instead."""
    found = set()
    for service in authorizer.operations.services():
        for name in authorizer.operations.names(service) if service != "ec2" else ():
            operation = authorizer.operations.get(service, name)
            assert operation is not None
            rows = [row for row in authorizer.planner.plan(operation).rows if "dependent" in row]
            sure = [row for row in rows if "passed" in row and not {"optional", "never"} & row.keys()]
            named = {one for row in sure for one in row["actions"]} & _NETWORK
            if named:
                answer = ask(authorizer, f"{service}:{name}", minimal(service, name))
                told = {one.action for one in (*answer.needs, *answer.may_need)}
                found |= {f"{service}:{name}"} if named - told else set()
    patterns = {one: next((each for each in ELSEWHERE if fnmatchcase(one, each)), one) for one in found}
    assert set(patterns.values()) == set(ELSEWHERE), (
        "mend what is new, or give a reason; take out what is stale"
    )
