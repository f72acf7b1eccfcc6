"""Whether somebody else says what a row says: each action of each operation has a witness, or the row says
from what it is inferred.

Witnesses on the machine are AWS's reference and its column of dependent actions, the handlers of CloudFormation,
AWS's managed policies, and botocore's documentation. ``pages.toml`` has what pages say that were read.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.policy.patterns import covers

from .managed import managed_documents, statements_of
from .test_sources import IN_OTHER_WORDS, actions, rows

PAGES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("pages.toml").read_text(encoding="utf-8")
)

POLICIES = {
    "application-autoscaling": [
        "AWSApplicationAutoscalingAppStreamFleetPolicy",
        "AWSApplicationAutoscalingComprehendEndpointPolicy",
        "AWSApplicationAutoscalingEMRInstanceGroupPolicy",
        "AWSApplicationAutoscalingElastiCacheRGPolicy",
        "AWSApplicationAutoscalingKafkaClusterPolicy",
        "AWSApplicationAutoscalingNeptuneClusterPolicy",
        "AWSApplicationAutoscalingRDSClusterPolicy",
        "AWSApplicationAutoscalingSageMakerEndpointPolicy",
        "AWSApplicationAutoscalingWorkSpacesPoolPolicy",
    ],
    "athena": ["AmazonAthenaFullAccess"],
    "bedrock-agentcore": ["BedrockAgentCoreFullAccess"],
    "bedrock-runtime": ["AmazonBedrockFullAccess"],
    "cleanroomsml": ["AWSCleanRoomsMLFullAccess"],
    "databrew": ["AwsGlueDataBrewFullAccessPolicy"],
    "ds": ["AWSDirectoryServiceFullAccess"],
    "ec2": [
        "AmazonVPCNetworkAccessAnalyzerFullAccessPolicy",
        "AmazonVPCReachabilityAnalyzerFullAccessPolicy",
    ],
    "elasticache": ["AmazonElastiCacheFullAccess"],
    "elasticbeanstalk": ["AdministratorAccess-AWSElasticBeanstalk"],
    "elbv2": ["ElasticLoadBalancingFullAccess"],
    "guardduty": ["AmazonGuardDutyFullAccess_v2"],
    "inspector2": ["AmazonInspector2FullAccess_v2"],
    "kafka": ["AmazonMSKFullAccess"],
    "logs": ["CloudWatchFullAccessV2"],
    "mq": ["AmazonMQApiFullAccess"],
    "networkmanager": ["AWSNetworkManagerFullAccess"],
    "quicksight": ["AWSQuickSightAssetBundleExportPolicy", "AWSQuickSightAssetBundleImportPolicy"],
    "rds-data": ["AmazonRDSDataFullAccess"],
    "redshift-data": ["AmazonRedshiftDataFullAccess"],
    "resourcegroupstaggingapi": ["ResourceGroupsTaggingAPITagUntagSupportedResources"],
    "servicediscovery": ["AWSCloudMapFullAccess"],
    "translate": ["TranslateFullAccess"],
    "vpc-lattice": ["VPCLatticeFullAccess"],
    "wafv2": ["AWSWAFFullAccess"],
}
"""Client -> AWS's own policies for who uses it (for Application Auto Scaling: for what it does in their place)."""

SHARING = [
    "appmesh:PutMeshPolicy",
    "backup:PutBackupVaultSharingPolicy",
    "imagebuilder:PutComponentPolicy",
    "imagebuilder:PutContainerRecipePolicy",
    "imagebuilder:PutImagePolicy",
    "imagebuilder:PutImageRecipePolicy",
    "resource-groups:PutGroupPolicy",
    "route53profiles:PutProfilePolicy",
    "route53resolver:PutFirewallRuleGroupPolicy",
    "route53resolver:PutResolverQueryLogConfigPolicy",
    "sagemaker:PutModelPackageGroupPolicy",
    "ssm-contacts:PutContactPolicy",
]
"""What writes the policy of what RAM shares, by the action of the service that owns it."""

SAID_OTHERWISE = {
    "apigateway s3:GetObject": "permissions to access the S3 object of the truststore",
    "apigateway s3:GetObjectVersion": "permissions to access the S3 object of the truststore",
    "logs:CreateExportTask s3:PutObject": "credentials that have permission to write to the bucket",
    "config organizations:ListDelegatedAdministrators": "Organizations ListDelegatedAdministrator permissions",
    "rekognition s3:GetObject": "the caller gets AmazonS3ReadOnlyAccess",
    "rekognition s3:GetObjectVersion": "the caller gets AmazonS3ReadOnlyAccess",
    **{
        f"ram {action}": "the PutPolicy permission, or its equivalent, of the service that owns what is shared"
        for action in SHARING
    },
    "resourcegroupstaggingapi apigateway:PUT": "the tagging permission of the service that made the resource",
    "s3 kms:ReEncryptFrom": "kms:ReEncrypt*",
    "s3 kms:ReEncryptTo": "kms:ReEncrypt*",
    "sesv2:SendEmail ses:SendRawEmail": "denied calls name ses:SendRawEmail where the content is raw",
    "ssm s3:GetObject": "files behind presigned addresses only, of what is never asked",
    "ssm secretsmanager:GetSecretValue": "permission to access the secret that the parameter refers to",
}
"""Client (and operation) and action -> what the source of the row says instead of the action's name."""

_KINDS = re.compile(
    r"botocore model$"
    r"|https://docs\.(aws\.amazon\.com|amazonaws\.cn)/[\w.-]+/\S+\.html(#[\w.-]+)?$"
    r"|https://(repost\.aws|registry\.terraform\.io)/\S+$"
    r"|https://github\.com/(aws|awslabs|aws-\w+|aws-controllers-k8s|awsdocs|boto|cdklabs|hashicorp|localstack"
    r"|serverless|terraform-aws-modules|apache|databricks)/\S+$"
)
"""Sources: botocore, a page of AWS's documentation or of its knowledge base, the provider's documentation, a
thread or a file of AWS's, the SDKs' or the provider's repositories."""


def test_every_source_is_of_a_known_kind() -> None:
    found = {(file, row["source"]) for file, row in rows()}
    assert len(found) > 1500
    assert sorted(one for one in found if not _KINDS.match(one[1])) == []


@dataclass
class Witnesses:
    authorizer: Authorizer
    clients: dict[str, ClientSource]
    said: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def listed(self) -> dict[str, dict[str, list[Any]]]:
        found: dict[str, dict[str, list[Any]]] = _facts("authorization")["clients"]
        return found

    @cached_property
    def dependents(self) -> dict[str, set[str]]:
        """Name of an action, without its service -> what AWS's column has beside it."""
        found: dict[str, set[str]] = defaultdict(set)
        for action, beside in _facts("dependents")["actions"].items():
            found[_name(action)] |= {one.lower() for one in beside}
        return found

    @cached_property
    def handlers(self) -> dict[str, set[str]]:
        """Name of an action -> all that handlers have which call it."""
        found: dict[str, set[str]] = defaultdict(set)
        for facts in _facts("cloudformation")["types"].values():
            has = {
                f"{prefix}:{action}".lower()
                for prefix, named in facts.get("actions", {}).items()
                for action in named
            }
            for action in has:
                found[_name(action)] |= has
        return found

    @cached_property
    def policies(self) -> dict[str, list[str]]:
        return {
            name: [
                pattern.lower()
                for statement in statements_of(policy)
                if statement["Effect"] == "Allow"
                for pattern in _several(statement.get("Action", []))
                if pattern != "*"
            ]
            for name, policy in managed_documents()
        }

    def has(self, client: str, operation: str, action: str, source: str) -> bool:
        """Whether anything but the row itself says that the operation has to do with the action."""
        asked, name = action.lower(), _name(action)
        if name == operation.lower():
            return True
        listed = {
            (one if isinstance(one, str) else one[0]).lower()
            for one in self.listed.get(client, {}).get(operation, ())
        }
        beside = set[str]().union(
            *(self.dependents.get(_name(one), ()) for one in (*listed, f":{operation}"))
        )
        if asked in listed | beside | self.handlers.get(operation.lower(), set()):
            return True
        if re.search(rf"\b{name}\b", self._documentation(client, operation)):
            return True
        if action in PAGES.get(source, ()) or f"{client} {action}" in SAID_OTHERWISE:
            return True
        if f"{client}:{operation} {action}" in SAID_OTHERWISE.keys() | IN_OTHER_WORDS.keys():
            return True
        managed = source.rpartition("/")[2].removesuffix(".html") if "/aws-managed-policy/" in source else ""
        return any(
            covers(pattern, asked)
            for policy in (*POLICIES.get(client, ()), managed)
            for pattern in self.policies.get(policy, ())
        )

    def _documentation(self, client: str, operation: str) -> str:
        key = (client, operation)
        if key not in self.said:
            self.said[key] = self.clients[client].said(operation).lower()
        return self.said[key]


@pytest.fixture(scope="module")
def witnesses(authorizer: Authorizer, clients: dict[str, ClientSource]) -> Witnesses:
    return Witnesses(authorizer, clients)


def _rules() -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    """(client, row, operations) of the rows that say which actions operations call for."""
    for table in ("when", "operation"):
        for client, row in rows(table):
            named = [row[key] for key in ("operation", "operations", "name", "names") if key in row]
            if not client.startswith("_") and actions(row):
                yield client, row, [one for value in named for one in _several(value)]


def test_each_action_of_a_row_has_a_witness_or_is_said_to_be_inferred(witnesses: Witnesses) -> None:
    alone, needless, inferred = [], [], 0
    for client, row, operations in _rules():
        without = [
            f"{client}:{operation} {action}"
            for operation in operations
            for action in actions(row)
            if not witnesses.has(client, operation, action, row["source"])
        ]
        inferred += "inferred" in row
        if without and "inferred" not in row:
            alone += without
        if not without and "inferred" in row:
            needless += [f"{client}:{','.join(operations)} {','.join(actions(row))}"]
    assert alone == [], (
        "open the source, write down in pages.toml what it names, or say in the row from what it is inferred"
    )
    assert needless == [], "these have a witness now: take `inferred` out of the row"
    assert 0 < inferred <= INFERRED, "rows that are inferred may only become fewer"


INFERRED = 61
"""Of 1,958 rows about actions."""


def test_what_is_written_down_of_pages_and_policies_is_of_use() -> None:
    sources = {row["source"] for _, row in rows()}
    assert sorted(PAGES.keys() - sources) == []
    clients = {client for client, _, _ in _rules()}
    assert sorted(POLICIES.keys() - clients) == []
    assert sorted(one for one in SAID_OTHERWISE if re.split(r"[ :]", one)[0] not in clients) == []


def _facts(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FACTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _name(action: str) -> str:
    return action.rpartition(":")[2].lower()


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
