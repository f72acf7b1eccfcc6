"""Checks over all operations: what the documentation says.

Each finds one class of mistake; what it finds is mended, or stands here with the reason."""

from __future__ import annotations

import re

from tests.knowledge.checked import (
    compared,
    operations,
)

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.catalog_source import read_catalog
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.values import Request

# --- What the documentation of an operation says that it needs.

_ACTION = re.compile(r"\b([a-z0-9][a-z0-9-]+):([A-Z][A-Za-z0-9]+)\b")


def test_what_documentation_says_that_an_operation_needs_is_decided(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """Every action that botocore's text of an operation names has a rule, or a reason why it is no permission."""
    known = {f"{prefix}:{name}".lower() for prefix, names in read_catalog().actions.items() for name in names}
    found = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        said = clients[operation.service].model["operations"][operation.name].get("documentation", "")
        decided = {action.lower() for action in plan.candidates()}
        named = {match.group().lower() for match in _ACTION.finditer(re.sub("<[^>]+>", "", said))}
        if plan.layer != "no-permission" and (named & known) - decided:
            found.add(f"{operation.service}:{operation.name}")
    compared(found, DOCUMENTED)


_REQUIRED = (
    re.compile(r"[Rr]equires? permissions? to access the ([\w:, ]*?) actions?\b"),
    re.compile(r"permission required for this operation is (\w+)"),
)
"""How documentation says outright what an operation requires; often without the service's prefix."""

REQUIRED = {
    "glue:DeleteColumnStatisticsForPartition": "AWS's reference has another action: it may be needed",
    "glue:DeleteColumnStatisticsForTable": "AWS's reference has another action: it may be needed",
    "iot:DisassociateSbomFromPackageVersion": "no action is called like that",
    "iot:UpdatePackageConfiguration": "a role is passed where the request names one",
}
"""Operation -> why what its documentation requires is not needed for each request."""


def test_what_documentation_requires_outright_is_needed(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    """With the members alone that have to be passed."""
    from policywright.knowledge.samples import named_members

    found, seen = set(), 0
    for operation in operations(authorizer):
        said = clients[operation.service].model["operations"][operation.name].get("documentation", "")
        text_ = re.sub("<[^>]+>", "", said)
        named = {
            (action if ":" in action else f"{operation.prefix}:{action}").lower()
            for pattern in _REQUIRED
            for match in pattern.finditer(text_)
            for action in re.findall(r"(?:[a-z-]+:)?[A-Z]\w+", match[1])
        }
        if named:
            seen += 1
            passed = named_members(operation, required=True)
            request = Request(service=operation.service, operation=operation.name, parameters=passed)
            needed = {need.action.lower() for need in authorizer.authorize(request).needs}
            if named - needed:
                found.add(f"{operation.service}:{operation.name}")
    assert seen > 100
    compared(found, REQUIRED)


_DOCUMENTED = {
    "a policy that the request sets, or an example of one": [
        "aiops:GetInvestigationGroupPolicy", "aiops:PutInvestigationGroupPolicy",
        "logs:PutResourcePolicy", "quicksight:UpdateThemePermissions",
        "waf-regional:PutPermissionPolicy", "waf:PutPermissionPolicy",
    ],
    "what a role of the service, or one that is passed, has": [
        "application-signals:CreateServiceLevelObjective", "application-signals:StartDiscovery",
        "backup:DeleteRecoveryPoint", "cloudwatch:AssociateDatasetKmsKey",
        "config:DescribeComplianceByConfigRule", "config:DescribeComplianceByResource",
        "ec2:AssociateEnclaveCertificateIamRole",
        "iot-data:SendDirectMessage", "lakeformation:AssumeDecoratedRoleWithSAML",
        "logs:CreateImportTask", "marketplacecommerceanalytics:GenerateDataSet",
        "marketplacecommerceanalytics:StartSupportDataExport",
        "s3control:GetDataAccess",
        "sns:SetSMSAttributes", "storagegateway:StartCacheReport",
    ],
    "what denies, or what it is not authorized by": [
        "bedrock-runtime:Converse", "bedrock-runtime:ConverseStream", "bedrock-runtime:InvokeModel",
        "bedrock-runtime:StartAsyncInvoke", "config:PutConformancePack",
        "config:PutOrganizationConformancePack", "kinesis:CreateStream", "ssm:DeleteParameters",
        "ssm:GetParameterHistory", "ssm:GetParameters", "ssm:GetParametersByPath",
    ],
    "another operation that is called before, after, or instead": [
        "elasticbeanstalk:UpdateTagsForResource", "logs:PutAccountPolicy",
        "logs:PutDataProtectionPolicy", "quicksight:GetIdentityContext", "s3:CreateBucket",
        "s3:DeleteObject", "s3:PutBucketLifecycle", "s3:PutBucketLifecycleConfiguration",
        "s3control:PutBucketReplication", "sagemaker:CreateEndpoint", "ssm:GetServiceSetting",
        "ssm:ResetServiceSetting", "synthetics:CreateCanary",
    ],
    "roles and keys that the request passes are ruled on by their members": [
        "continuum:UpdateIntegration",
    ],
    "the text is that of another operation": [
        "chime-sdk-meetings:UntagResource", "kinesisanalytics:AddApplicationReferenceDataSource",
    ],
}  # fmt: skip
DOCUMENTED = {operation: why for why, operations in _DOCUMENTED.items() for operation in operations}
"""Operation -> why an action in its documentation is no permission that its caller needs for it."""
