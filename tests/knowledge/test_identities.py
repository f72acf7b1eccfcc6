"""What members hold: a name is never taken for an id that AWS assigns; an id and an ARN are what they are."""

from __future__ import annotations

from typing import Any

import pytest

from policywright.knowledge import texts
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator.catalog_source import read_catalog
from policywright.knowledge.generator.identities import Holds, by_words, read_judgements, word
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const, Request, Struct

from .requests_ import ask, text

AT = "arn:aws:{}:R:A:"
CASES: list[tuple[str, dict[str, Any], str, list[str]]] = [
    # Assigned: the name of the thing is not in its ARN.
    (
        "application-autoscaling:RegisterScalableTarget",
        {"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "x"},
        "application-autoscaling:RegisterScalableTarget",
        ["arn:aws:application-autoscaling:R:A:scalable-target/*"],
    ),
    (
        "config:DeleteConfigRule",
        {"ConfigRuleName": "n"},
        "config:DeleteConfigRule",
        ["arn:aws:config:R:A:config-rule/*"],
    ),
    ("rds:DeleteDBProxy", {"DBProxyName": "p"}, "rds:DeleteDBProxy", ["arn:aws:rds:R:A:db-proxy:*"]),
    (
        "sagemaker:UpdateCluster",
        {"ClusterName": "c"},
        "sagemaker:UpdateCluster",
        ["arn:aws:sagemaker:R:A:cluster/*"],
    ),
    (
        "personalize:CreateDataset",
        {"name": "n", "schemaArn": "arn:aws:personalize:eu-west-1:1:schema/s"},
        "personalize:CreateDataset",
        ["arn:aws:personalize:R:A:dataset/*", "arn:aws:personalize:R:A:dataset-group/*"],
    ),
    (
        "servicecatalog-appregistry:GetApplication",
        {"application": "orders"},
        "servicecatalog:GetApplication",
        ["arn:aws:servicecatalog:R:A:/applications/*"],
    ),
    (
        "synthetics:GetGroup",
        {"GroupIdentifier": "web"},
        "synthetics:GetGroup",
        ["arn:aws:synthetics:R:A:group:*"],
    ),
    # An ARN says itself, wherever it is taken.
    (
        "synthetics:GetGroup",
        {"GroupIdentifier": "arn:aws:synthetics:eu-west-1:1:group:abc"},
        "synthetics:GetGroup",
        ["arn:aws:synthetics:eu-west-1:1:group:abc"],
    ),
    # Chosen, under another word.
    (
        "databrew:DescribeJob",
        {"Name": "nightly"},
        "databrew:DescribeJob",
        ["arn:aws:databrew:R:A:job/nightly"],
    ),
    (
        "rds:DescribeDBInstances",
        {"DBInstanceIdentifier": "orders"},
        "rds:DescribeDBInstances",
        ["arn:aws:rds:R:A:db:orders"],
    ),
    (
        "quicksight:DescribeUser",
        {"AwsAccountId": "1", "Namespace": "default", "UserName": "ann"},
        "quicksight:DescribeUser",
        ["arn:aws:quicksight:R:A:user/default/ann"],
    ),
    # In lower case, with something else for what is not allowed.
    (
        "imagebuilder:CreateComponent",
        {"name": "My Comp", "semanticVersion": "1.0.0"},
        "imagebuilder:CreateComponent",
        ["arn:aws:imagebuilder:R:A:component/my*comp/1.0.0/*"],
    ),
    # Kept in lower case: as it is said, and as it is kept.
    (
        "sagemaker-runtime:InvokeEndpoint",
        {"EndpointName": "Scores"},
        "sagemaker:InvokeEndpoint",
        ["arn:aws:sagemaker:R:A:endpoint/Scores", "arn:aws:sagemaker:R:A:endpoint/scores"],
    ),
    (
        "rds:DeleteDBInstance",
        {"DBInstanceIdentifier": "Orders"},
        "rds:DeleteDBInstance",
        ["arn:aws:rds:R:A:db:Orders", "arn:aws:rds:R:A:db:orders"],
    ),
    # Both ends of a rename, and of a copy.
    (
        "iam:UpdateUser",
        {"UserName": "bob", "NewUserName": "robert"},
        "iam:UpdateUser",
        ["arn:aws:iam::A:user/bob", "arn:aws:iam::A:user/robert"],
    ),
    (
        "elasticache:CopySnapshot",
        {"SourceSnapshotName": "a", "TargetSnapshotName": "b"},
        "elasticache:CopySnapshot",
        ["arn:aws:elasticache:R:A:snapshot:a", "arn:aws:elasticache:R:A:snapshot:b"],
    ),
    # An id that the caller chose, and a name, where the ARN has an id of its own.
    (
        "mediapackage:DescribeChannel",
        {"Id": "news"},
        "mediapackage:DescribeChannel",
        ["arn:aws:mediapackage:R:A:channels/*"],
    ),
    (
        "wafv2:GetWebACLForResource",
        {"ResourceArn": "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/1"},
        "wafv2:GetWebACLForResource",
        ["arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/1", "arn:aws:wafv2:R:A:*/webacl/*/*"],
    ),
    # Tags of what is made.
    (
        "kendra:CreateDataSource",
        {"IndexId": "i", "Name": "n", "Type": "S3", "Tags": []},
        "kendra:TagResource",
        ["arn:aws:kendra:R:A:index/i/data-source/*"],
    ),
    (
        "drs:StartRecovery",
        {"sourceServers": [{"sourceServerID": "s-1"}], "tags": {"a": "b"}},
        "drs:TagResource",
        [],
    ),
    # Something within the request that merely has a name or an id of its own.
    (
        "lightsail:UpdateBucket",
        {"bucketName": "b", "cors": {"rules": [{"id": "x"}]}},
        "lightsail:UpdateBucket",
        ["arn:aws:lightsail:R:A:Bucket/*"],
    ),
]


@pytest.fixture(scope="module")
def authorizer() -> Authorizer:
    return Authorizer(shared_store())


@pytest.mark.parametrize(("call", "request_", "action", "expected"), CASES, ids=[case[0] for case in CASES])
def test_what_a_member_holds(
    authorizer: Authorizer, call: str, request_: dict[str, Any], action: str, expected: list[str]
) -> None:
    need = next(need for need in ask(authorizer, call, request_).needs if need.action == action)
    assert [text(resource) for resource in need.resources] == expected


WORDS = [
    ("${Partition}:x:::thing/${ThingId}", "ThingId", "ThingId", "", Holds.PART),
    ("${Partition}:x:::thing/${ThingId}", "ThingId", "ThingName", "The name.", Holds.NOTHING),
    ("${Partition}:x:::thing/${ThingId}", "ThingId", "ThingIdentifier", "The ID or ARN.", Holds.PART),
    ("${Partition}:x:::thing/${ThingId}", "ThingId", "ThingIdentifier", "The name or ID.", Holds.GIVEN),
    (
        "${Partition}:x:::thing/${ThingId}",
        "ThingId",
        "Identifier",
        "The Amazon Resource Name (ARN) or ID.",
        Holds.PART,
    ),
    ("${Partition}:x:::thing/${ThingName}", "ThingName", "Thing", "", Holds.PART),
    ("${Partition}:x:::thing/${ThingName}", "ThingName", "ThingIdentifier", "", Holds.GIVEN),
    ("${Partition}:x:::thing/${ThingName}", "ThingName", "OtherId", "", Holds.NOTHING),
    ("${Partition}:x:::bot/${BotVersion}", "BotVersion", "version", "", Holds.PART),
]


@pytest.mark.parametrize(("arn", "variable", "leaf", "says", "expected"), WORDS)
def test_words_tell_names_from_ids(arn: str, variable: str, leaf: str, says: str, expected: Holds) -> None:
    kind = ResourceType(prefix="x", name="thing", arn=f"arn:{arn}")
    assert by_words(kind, variable, leaf, lambda: says) is expected


def test_kinds_of_words() -> None:
    names = ("BucketName", "Names", "KeyId", "SubnetIds", "TopicArn", "QueueUrl", "Bucket", "Identifier")
    assert [word(name) for name in names] == ["name", "name", "id", "id", "arn", "url", "bare", "identifier"]


def test_every_row_is_about_types_of_the_catalog() -> None:
    problems = Problems()
    rows = read_judgements(problems)
    assert problems.lines == []
    prefixes = set(read_catalog().documents)
    assert {kind.partition(":")[0] for row in rows for kind in row.types} <= prefixes


@pytest.mark.parametrize(
    ("call", "member"),
    [
        ("ec2:ModifyInstanceAttribute", "InstanceId"),
        ("ec2:ModifyNetworkInterfaceAttribute", "NetworkInterfaceId"),
    ],
)
def test_a_member_that_is_known_to_name_a_type_counts_whatever_it_is_called(
    authorizer: Authorizer, call: str, member: str
) -> None:
    """``Groups`` has no word of the variable's, but a fact says that it names security groups."""
    answer = ask(authorizer, call, {member: "i-1", "Groups": ["sg-1"]})
    assert any(":security-group/" in text(one) for need in answer.needs for one in need.resources)
    alone = ask(authorizer, call, {member: "i-1"})
    assert not any(":security-group/" in text(one) for need in alone.needs for one in need.resources)


def test_what_accounts_share_may_be_in_any_account(authorizer: Authorizer) -> None:
    """A subnet that is only named by its id may be another account's; a network interface in it is the caller's."""
    parameters = Struct((("SubnetId", Const("subnet-1")),))
    found = authorizer.authorize(
        Request(service="ec2", operation="CreateNetworkInterface", parameters=parameters)
    )
    accounts = {
        text.rpartition(":")[2].partition("/")[0]: texts.split(texts.parts(one), ":")[4] == (texts.ACCOUNT,)
        for need in found.needs
        for one in need.resources
        for text in ["".join(part if isinstance(part, str) else "*" for part in texts.parts(one))]
    }
    assert accounts["network-interface"] and not accounts["subnet"]


OWNED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("organizations:DescribePolicy", {"PolicyId": "p-1"}, ["arn:aws:organizations::*:policy/o-*/*/p-1"]),
    (
        "organizations:CreatePolicy",
        {"Name": "n", "Type": "SERVICE_CONTROL_POLICY"},
        ["arn:aws:organizations::*:policy/o-*/*/p-*"],
    ),
    (
        "route53resolver:AssociateResolverRule",
        {"ResolverRuleId": "r-1"},
        ["arn:aws:route53resolver:R:*:resolver-rule/r-1"],
    ),
    (
        "route53resolver:DeleteResolverRule",
        {"ResolverRuleId": "r-1"},
        ["arn:aws:route53resolver:R:A:resolver-rule/r-1"],
    ),
    (
        "cloudformation:DescribeStackSet",
        {"StackSetName": "s", "CallAs": "DELEGATED_ADMIN"},
        ["arn:aws:cloudformation:R:*:stackset/s:*"],
    ),
    (
        "cloudformation:DescribeStackSet",
        {"StackSetName": "s", "CallAs": "SELF"},
        ["arn:aws:cloudformation:R:A:stackset/s:*"],
    ),
    ("cloudformation:DescribeStackSet", {"StackSetName": "s"}, ["arn:aws:cloudformation:R:A:stackset/s:*"]),
]


@pytest.mark.parametrize(("call", "request_", "granted"), OWNED)
def test_whose_it_is(authorizer: Authorizer, call: str, request_: dict[str, Any], granted: list[str]) -> None:
    """Of a shared thing, or one of the organization's management account, nothing says the account."""
    assert [text(one) for one in ask(authorizer, call, request_).needs[0].resources] == granted


def test_tags_are_in_the_account_of_what_is_tagged(authorizer: Authorizer) -> None:
    request = {"CatalogId": "222222222222", "DatabaseInput": {"Name": "d"}, "Tags": {"a": "b"}}
    answer = ask(authorizer, "glue:CreateDatabase", request)
    tagged = [
        text(one) for need in answer.needs if need.action == "glue:TagResource" for one in need.resources
    ]
    assert tagged == ["arn:aws:glue:R:222222222222:database/d"]
