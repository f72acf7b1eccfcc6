"""Requests as AWS writes them: botocore's examples, and each ARN in the member that is called like its type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import botocore.session
import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.operations import Operation
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.store import shared_store
from policywright.knowledge.texts import glob, parts

from .requests_ import ask

_LOADER = botocore.session.get_session().get_component("data_loader")
_VARIABLE = re.compile(r"\$\{[^}]*\}|\*")


@pytest.fixture(scope="module")
def authorizer() -> Authorizer:
    return Authorizer(shared_store())


def examples() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(client, operation, request) of every example that botocore has."""
    for client in _LOADER.list_available_services("service-2"):
        try:
            document = _LOADER.load_service_model(client, "examples-1")
        except botocore.exceptions.DataNotFoundError:
            continue
        for operation, cases in document["examples"].items():
            yield from ((client, operation, case["input"]) for case in cases if "input" in case)


def arns(value: Any) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from arns(item)
    if isinstance(value, str) and re.match(r"arn:[a-z-]+:[a-z0-9-]+:[^ ]*$", value):
        yield value


@lru_cache(maxsize=4096)
def form(arn: str) -> re.Pattern[str]:
    """The resource part of a format, field by field."""
    return re.compile("[^:/]+".join(map(re.escape, _VARIABLE.split(":".join(arn.split(":")[5:])))))


def is_of(kind: ResourceType, arn: str) -> bool:
    """Whether an ARN has the form of a type."""
    fields = arn.split(":", 5)
    return any(
        one.split(":")[2:3] == fields[2:3] and len(fields) > 5 and form(one).fullmatch(fields[5])
        for one in kind.arns
    )


def denied(authorizer: Authorizer, operation: Operation, request: dict[str, Any]) -> Iterator[str]:
    """The ARNs of a request that an action checks, by the catalog, and that it is not granted on."""
    answer = ask(authorizer, f"{operation.service}:{operation.name}", request)
    for name in authorizer.planner.plan(operation).base:
        action = authorizer.catalog.action(name)
        granted = [need.resources for need in answer.needs if need.action == name]
        if action is None or not granted or not all(granted):
            continue
        kinds = (authorizer.catalog.resource_type(action.prefix, one.name) for one in action.resource_types)
        checked = [kind for kind in kinds if kind]
        wide = [_anywhere(glob(parts(one))) for each in granted for one in each]
        for arn in arns(request):
            if any(is_of(kind, arn) for kind in checked) and not any(
                covers(one, _anywhere(arn)) for one in wide
            ):
                yield f"{operation.service}:{operation.name} {arn.split(':')[2]}"


def _anywhere(arn: str) -> str:
    return re.sub(r"^arn:[^:]*:([^:]*):[^:]*:[^:]*:", r"arn:*:\1:*:*:", arn)


DENIED = {
    "s3:PutBucketReplication s3": "the bucket that is replicated to is the role's matter",
    "sqs:StartMessageMoveTask sqs": "each of its actions is about one of the two queues",
}


def test_the_arns_in_examples_are_granted(authorizer: Authorizer) -> None:
    found, asked = set(), 0
    for client, name, request in examples():
        operation = authorizer.operations.get(client, name)
        if operation is not None:
            asked += 1
            found |= set(denied(authorizer, operation, request))
    assert asked > 1000
    assert found - DENIED.keys() == set()


NARROW = [
    ("datasync:CreateTask", {"SourceLocationArn": "arn:aws:datasync:r:1:location/a",
                             "DestinationLocationArn": "arn:aws:datasync:r:1:location/b"},
     "datasync:CreateTask", ["arn:aws:datasync:r:1:location/a", "arn:aws:datasync:r:1:location/b"]),
    ("dms:DeleteEndpoint", {"EndpointArn": "arn:aws:dms:r:1:endpoint:E"},
     "dms:DeleteEndpoint", ["arn:aws:dms:r:1:endpoint:E"]),
    ("wellarchitected:GetReviewTemplate", {"TemplateArn": "arn:aws:wellarchitected:r:1:review-template/t"},
     "wellarchitected:GetReviewTemplate", ["arn:aws:wellarchitected:r:1:review-template/t"]),
    ("license-manager:UpdateLicenseSpecificationsForResource",
     {"AddLicenseSpecifications": [{"LicenseConfigurationArn": "arn:aws:license-manager:r:1:license-configuration:a"}],
      "RemoveLicenseSpecifications": [{"LicenseConfigurationArn": "arn:aws:license-manager:r:1:license-configuration:b"}]},
     "license-manager:UpdateLicenseSpecificationsForResource",
     ["arn:aws:license-manager:r:1:license-configuration:a", "arn:aws:license-manager:r:1:license-configuration:b"]),
    # What is made has another name than what is named, which is checked, too.
    ("comprehend:ImportModel", {"SourceModelArn": "arn:aws:comprehend:r:1:document-classifier/m/version/v"},
     "comprehend:ImportModel",
     ["arn:*:comprehend:*:*:document-classifier/*", "arn:*:comprehend:*:*:entity-recognizer/*",
      "arn:aws:comprehend:r:1:document-classifier/m/version/v"]),
    # What is within a thing is not the thing.
    ("codeguru-reviewer:PutRecommendationFeedback",
     {"CodeReviewArn": "arn:aws:codeguru-reviewer:r:1:association:a:code-review:b"},
     "codeguru-reviewer:PutRecommendationFeedback", None),
]  # fmt: skip


@pytest.mark.parametrize(("call", "request_", "action", "granted"), NARROW)
def test_an_arn_says_which_is_meant(
    authorizer: Authorizer, call: str, request_: dict[str, Any], action: str, granted: list[str] | None
) -> None:
    """``None``: on all, since what is checked is none of the ARNs in the request."""
    needs = [need for need in ask(authorizer, call, request_).needs if need.action == action]
    found = [glob(parts(one)) for need in needs for one in need.resources]
    assert sorted(found) == sorted(granted) if granted else all(one.endswith("*") for one in found)


OF_AWS = [
    ("ssm:GetParameters", {"Names": ["/aws/service/x/y"]}, ":ssm:*::parameter/aws/service/x/y"),
    ("ssm:GetParametersByPath", {"Path": "/aws/service/x"}, ":ssm:*::parameter/aws/service/x"),
    ("organizations:AttachPolicy", {"PolicyId": "p-FullAWSAccess", "TargetId": "ou-abcd-12345678"},
     ":organizations::aws:policy/*/p-FullAWSAccess"),
    ("sagemaker:DescribeHub", {"HubName": "SageMakerPublicHub"}, ":sagemaker:*:aws:hub/SageMakerPublicHub"),
    ("bedrock-agentcore:Evaluate", {"evaluatorId": "Builtin.Helpfulness"},
     ":bedrock-agentcore:::evaluator/Builtin.Helpfulness"),
    ("quicksight:DescribeTheme", {"AwsAccountId": "1", "ThemeId": "CLASSIC"}, ":quicksight::aws:theme/CLASSIC"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "request_", "arn"), OF_AWS)
def test_what_aws_owns_is_in_its_account(
    authorizer: Authorizer, call: str, request_: dict[str, Any], arn: str
) -> None:
    found = [glob(parts(one)) for need in ask(authorizer, call, request_).needs for one in need.resources]
    assert any(one.endswith(arn) for one in found), json.dumps(found)


ROLE = "arn:aws:iam::1:role/r"
KEY = "arn:aws:kms:r:1:key/k"

NEEDED = [
    # Places in S3, whatever the members are called.
    ("imagebuilder:CreateComponent", {"name": "c", "uri": "s3://b/k.yaml"}, "s3:GetObject", "s3:::b/k.yaml"),
    ("config:PutOrganizationConformancePack", {"TemplateS3Uri": "s3://b/t.yaml", "DeliveryS3Bucket": "d"},
     "s3:GetObject", "s3:::b/t.yaml"),
    ("elasticache:CreateCacheCluster", {"CacheClusterId": "c", "SnapshotArns": ["arn:aws:s3:::b/k.rdb"]},
     "s3:GetObject", "s3:::b/k.rdb"),
    ("cloudformation:CreateStack", {"StackName": "s", "TemplateURL": "https://b.s3.amazonaws.com/t.yaml"},
     "s3:GetObject", "s3:::b/t.yaml"),
    ("elbv2:CreateTrustStore",
     {"Name": "t", "CaCertificatesBundleS3Bucket": "b", "CaCertificatesBundleS3Key": "k.pem"},
     "s3:GetObject", "s3:::b/k.pem"),
    ("signer:StartSigningJob", {"destination": {"s3": {"bucketName": "b", "prefix": "p"}}},
     "s3:PutObject", "s3:::b/p*"),
    ("cloudfront:UpdateDistribution", {"DistributionConfig": {"Logging": {"Enabled": True, "Bucket": "b.s3.amazonaws.com"}}},
     "s3:PutBucketAcl", "s3:::b"),
    # Roles and keys, however deep, and by what is said of them.
    ("kinesisanalyticsv2:UpdateApplication", {"ApplicationName": "a", "ServiceExecutionRoleUpdate": ROLE},
     "iam:PassRole", "role/r"),
    ("iot:CreateTopicRule",
     {"topicRulePayload": {"actions": [{"http": {"auth": {"sigv4": {"roleArn": ROLE}}}}]}},
     "iam:PassRole", "role/r"),
    ("emr:StartNotebookExecution", {"EditorId": "e", "ServiceRole": "r"}, "iam:PassRole", "role/r"),
    ("network-firewall:CreateFirewall", {"FirewallName": "f", "EncryptionConfiguration": {"KeyId": KEY}},
     "kms:CreateGrant", "key/k"),
    ("eks:CreateCluster", {"name": "c", "encryptionConfig": [{"provider": {"keyArn": KEY}}]},
     "kms:CreateGrant", "key/k"),
    # What a member names is looked at, or passed on.
    ("quicksight:CreateTopic",
     {"Topic": {"DataSets": [{"DatasetArn": "arn:aws:quicksight:r:1:dataset/d"}]}},
     "quicksight:PassDataSet", "dataset/d"),
    ("imagebuilder:CreateImageRecipe",
     {"semanticVersion": "1.0.0", "components": [{"componentArn": "arn:aws:imagebuilder:r:aws:component/u/x.x.x"}]},
     "imagebuilder:GetComponent", "aws:component/u/*.*.*"),
    # Done for an organization, or for logs, by what it is called.
    ("config:PutOrganizationConfigRule", {"OrganizationConfigRuleName": "r"},
     "organizations:EnableAWSServiceAccess", "*"),
    ("vpc-lattice:CreateAccessLogSubscription", {"destinationArn": "arn:aws:logs:r:1:log-group:g"},
     "logs:CreateLogDelivery", "*"),
    ("waf-regional:AssociateWebACL", {"WebACLId": "w", "ResourceArn": "arn:aws:elasticloadbalancing:r:1:loadbalancer/app/a/b"},
     "elasticloadbalancing:SetWebAcl", "*"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "request_", "action", "where"), NEEDED)
def test_what_a_member_brings_with_it_is_granted(
    authorizer: Authorizer, call: str, request_: dict[str, Any], action: str, where: str
) -> None:
    needs = [need for need in ask(authorizer, call, request_).needs if need.action == action]
    found = [glob(parts(one)) for need in needs for one in need.resources] or ["*" for _ in needs]
    assert any(one.endswith(where) for one in found), found
