"""Whether a source says what its row does, where the source is on this machine.

Those are AWS's managed policies, as moto has them, and botocore's documentation, which is that of the API references.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.overlay_source import OVERLAY
from policywright.knowledge.policy.patterns import covers

from .managed import managed_documents, statements_of

_MANAGED = re.compile(r"/aws-managed-policy/latest/reference/(\w+)\.html$")
_API = re.compile(r"/API_(\w+)\.html$")
_TYPE = re.compile(r"/TemplateReference/aws-resource-([\w-]+)\.html$")
_MODEL = "botocore model"


def rows(table: str = "*") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row of the tables, or of those of a name, with the name of its file."""
    for path in sorted(OVERLAY.glob("*.toml")):
        for name, found in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(found, list) and table in ("*", name):
                yield from ((path.stem, row) for row in found if isinstance(row, dict) and "source" in row)


def actions(row: dict[str, Any]) -> list[str]:
    return row.get("actions") or ([row["action"]] if "action" in row else [])


def test_a_managed_policy_that_is_a_source_allows_the_actions() -> None:
    allowed = {
        name: [
            pattern.lower()
            for statement in statements_of(policy)
            if statement["Effect"] == "Allow" and "Action" in statement
            for pattern in _several(statement["Action"])
        ]
        for name, policy in managed_documents()
    }
    wrong, read = [], 0
    for file, row in rows():
        if (found := _MANAGED.search(row["source"])) and "never" not in row:
            patterns = allowed.get(found[1], [])
            read += 1
            wrong += [
                f"{file} {found[1]} {action}"
                for action in actions(row)
                if not any(covers(pattern, action.lower()) for pattern in patterns)
            ]
    assert read > 100
    assert wrong == []


def test_a_page_of_an_api_that_is_a_source_is_of_an_operation_or_a_type(
    clients: dict[str, ClientSource],
) -> None:
    names = {
        name for one in clients.values() for kind in ("operations", "shapes") for name in one.model[kind]
    }
    pages = [(file, found[1]) for file, row in rows() if (found := _API.search(row["source"]))]
    # Some references put the API's name before the operation's: ``API_control_CreateAccessPoint``.
    assert [page for page in pages if page[1].split("_")[-1] not in names] == []
    assert len(pages) > 500


def test_a_type_that_is_a_source_has_the_actions_in_its_handlers() -> None:
    types = json.loads((FACTS / "cloudformation.json").read_text(encoding="utf-8"))["types"]
    handlers = {
        name.lower().replace("::", "-").removeprefix("aws-"): {
            f"{prefix}:{action}".lower()
            for prefix, named in facts.get("actions", {}).items()
            for action in named
        }
        for name, facts in types.items()
    }
    found = [
        (file, row, handlers.get(page[1], set()))
        for file, row in rows("when")
        if not file.startswith("_") and (page := _TYPE.search(row["source"])) and "never" not in row
    ]
    assert found
    wrong = [
        f"{file} {action}" for file, row, has in found for action in actions(row) if action.lower() not in has
    ]
    assert wrong == []


IN_OTHER_WORDS = {
    "acm-pca:CreateCertificateAuthority s3:PutObject": "may write to the bucket",
    "acm-pca:CreateCertificateAuthorityAuditReport s3:PutObject": "that bucket, for the report",
    "acm-pca:UpdateCertificateAuthority s3:PutObject": "may write to the bucket",
    "apigatewayv2:CreateDomainName s3:GetObject": "permissions to access the S3 object",
    "apigatewayv2:CreateDomainName s3:GetObjectVersion": "permissions to access the S3 object",
    "apigatewayv2:UpdateDomainName s3:GetObject": "permissions to access the S3 object",
    "apigatewayv2:UpdateDomainName s3:GetObjectVersion": "permissions to access the S3 object",
    "batch:UpdateComputeEnvironment eks:DescribeCluster": "the cluster's version is looked at",
    "bedrock:CreateCustomModel sagemaker:AccessModelPackage": "AccessModelPackageData, a name that the catalog has not",
    "bedrock-agentcore-control:UpdatePaymentConnector iam:GetRole": "as CreatePaymentConnector says",
    "bedrock-agentcore:StartCodeInterpreterSession secretsmanager:GetSecretValue": "the secret has the certificate",
    "cleanrooms:StartAnalysisLogExport s3:PutObject": "logs are written with the caller's identity",
    "cognito-idp:CreateUserPoolReplica cognito-idp:CreateUserPool": "may create user pools in the target Region",
    "ec2:CreateCapacityManagerDataExport s3:PutObject": "may write to the bucket",
    "ec2:DeregisterImage ec2:DeleteSnapshot": "the snapshots are deleted with it",
    "efs:PutLifecycleConfiguration kms:CreateGrant": "as creating the file system does",
    "efs:PutLifecycleConfiguration kms:DescribeKey": "as creating the file system does",
    "efs:PutLifecycleConfiguration kms:GenerateDataKeyWithoutPlaintext": "as creating the file system does",
    "eventbridgev2:PutRawEvents glue:GetRegistry": "the registry may be one of Glue",
    "eventbridgev2:PutRawEvents glue:GetSchema": "the registry may be one of Glue",
    "eventbridgev2:PutRawEvents glue:GetSchemaVersion": "the registry may be one of Glue",
    "fsx:DeleteFileSystem fsx:TagResource": "the last backup gets tags",
    "lakeformation:DeregisterResource iam:DeleteRolePolicy": "removes the path from the linked role's inline policy",
    "lakeformation:DeregisterResource iam:PutRolePolicy": "removes the path from the linked role's inline policy",
    "network-firewall:AssociateSubnets ec2:CreateNatGateway": "the firewall's NAT gateways are made",
    "qconnect:CreateMessageTemplate connect:SearchRoutingProfiles": "SearchRoutingProfile",
    "qconnect:CreateQuickResponse connect:SearchRoutingProfiles": "SearchRoutingProfile",
    "qconnect:UpdateMessageTemplateMetadata connect:SearchRoutingProfiles": "SearchRoutingProfile",
    "qconnect:UpdateQuickResponse connect:SearchRoutingProfiles": "SearchRoutingProfile",
    "s3tables:PutTableBucketReplication s3tables:GetTableMaintenanceConfiguration": "GetTableMaintenanceConfig",
    "s3tables:PutTableBucketReplication s3tables:PutTableMaintenanceConfiguration": "PutTableMaintenanceConfig",
    "s3tables:PutTableReplication s3tables:GetTableMaintenanceConfiguration": "GetTableMaintenanceConfig",
    "s3tables:PutTableReplication s3tables:PutTableMaintenanceConfiguration": "PutTableMaintenanceConfig",
    "wisdom:CreateQuickResponse connect:SearchRoutingProfiles": "SearchRoutingProfile",
    "wisdom:UpdateQuickResponse connect:SearchRoutingProfiles": "SearchRoutingProfile",
}
"""Operation and action -> what botocore's documentation says instead of the action's name."""


def test_botocore_names_the_actions_of_rows_that_it_is_the_source_of(
    clients: dict[str, ClientSource],
) -> None:
    found, read = set(), 0
    for name, row in rows("when"):
        client = clients.get(name)
        if client is None or row["source"] != _MODEL:
            continue
        for operation in row.get("operations") or [row["operation"]]:
            text = client.said(operation).lower()
            read += 1
            found |= {
                f"{name}:{operation} {action}"
                for action in actions(row)
                if not re.search(rf"\b{action.partition(':')[2].lower()}\b", text)
            }
    assert read > 100
    assert found == IN_OTHER_WORDS.keys(), (
        "mend what is new, or say in which words; take out what is no longer found"
    )


_NAMED = re.compile(r"\b([a-z][a-z0-9-]+):([A-Z][A-Za-z0-9]{3,})")
_ASKED = re.compile(r"permission|requires|iam action|accessdenied", re.IGNORECASE)
_NO_ACTION = re.compile(r"condition|context key|filter keys|arn:|there is no|list of values", re.IGNORECASE)
NO_ACTIONS = {
    "bedrock:UpdateBrowserStream": "the prefix is bedrock-agentcore",
    "iam:AssumeRole": "sts:AssumeRole is meant, and the role's trust",
    "iam:ResourceTag": "it says that this does not do",
    "iam:TagResource": "it says that this does not do",
    "kms:ReEncrypt": "a pattern, in the key's policy",
    "neptune-db:StartMLModelDataProcessingJob": "AWS has StartMLDataProcessingJob",
    "oam:RequestTag": "a condition key",
    "oam:ResourceTag": "a condition key",
    "s3tables:GetTableMaintenanceConfig": "AWS has GetTableMaintenanceConfiguration",
    "s3tables:PutTableMaintenanceConfig": "AWS has PutTableMaintenanceConfiguration",
    "ssm:CreateOpsItems": "ssm:CreateOpsItem is meant",
    "tag:UntagResource": "tag:UntagResources, in an example",
}
"""What documentation names as an action that the catalog doesn't have -> why it is none."""


def test_actions_newer_than_the_catalog_that_documentation_asks_for_are_decided(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    prefixes = {service.prefix for service in authorizer.catalog.services()}
    found = set()
    for name, client in clients.items():
        for operation in client.document["operations"]:
            asked = authorizer.operations.get(name, operation)
            decided: set[str] | None = None
            for sentence in re.split(r"(?<=[.])\s+", client.said(operation)):
                if not _ASKED.search(sentence) or _NO_ACTION.search(sentence):
                    continue
                for prefix, action in _NAMED.findall(sentence):
                    if prefix not in prefixes or authorizer.catalog.action(f"{prefix}:{action}"):
                        continue
                    if decided is None and asked is not None:
                        plan = authorizer.planner.plan(asked)
                        decided = {one.lower() for one in plan.candidates()}
                    if f"{prefix}:{action}".lower() not in (decided or ()):
                        found.add(f"{prefix}:{action}")
    assert found == NO_ACTIONS.keys(), (
        "mend what is new, or say why it is no action; take out what is no longer found"
    )


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
