"""Which services RCPs and some condition keys reach: lists of AWS's pages, by action prefix.

Read by ``evaluate`` and by ``lint``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

_RCP: Final = """
    aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront
    cloudsearch cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity
    cognito-idp comprehend comprehendmedical compute-optimizer cost-optimization-hub dax dsql
    dynamodb ecr ecr-public events firehose fis fms gamelift health inspector-scan kendra
    kinesisvideo kms logs memorydb networkmonitor notifications opensearch pca-connector-ad
    personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery
    signin sqs sts support swf textract timestream-influxdb transcribe transfer translate wafv2
    workspaces xray
    """
RCP_SERVICES: Final = frozenset(_RCP.split())
"""Services whose resources RCPs reach ("List of AWS services that support RCPs").
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html"""
NOT_BY_RCP: Final = frozenset(("kms:retiregrant",))
"""Actions of these services that RCPs do not reach (the same page, "not restricted by RCPs")."""


def reached_by_rcp(action: str) -> bool:
    """Whether RCPs speak of an action at all."""
    folded = action.lower()
    return folded.partition(":")[0] in RCP_SERVICES and folded not in NOT_BY_RCP


_VPCE: Final = """
    acm-pca applicationinsights apprunner athena cloudformation comprehendmedical compute-optimizer
    datasync discovery dynamodb ebs ecr ecs firehose gamelift healthlake iam iotfleetwise
    iotwireless kinesisanalytics kms lambda medical-imaging omics payment-cryptography polly rbin
    rekognition route53 s3 scheduler servicediscovery servicequotas shield ssm-contacts
    storagegateway textract transcribe transfer
    """
_OF_ORGANIZATION: Final = """
    b2bi cassandra cognito-identity dms ds-data identitystore iottwinmaker network-firewall pricing
    ses sms-voice sqs workmail
    """
KEY_SERVICES: Final[Mapping[str, frozenset[str]]] = {
    "aws:vpceaccount": frozenset(_VPCE.split()),
    "aws:vpceorgid": frozenset((_VPCE + _OF_ORGANIZATION).split()),
    "aws:vpceorgpaths": frozenset(_VPCE.split()),
}
"""Global condition keys that some services only send.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""
