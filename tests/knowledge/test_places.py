"""Whether what a request names in S3 is read or written."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.places import is_written
from policywright.knowledge.operations import Operations


@pytest.mark.parametrize(
    ("call", "path", "written"),
    [
        ("apiportal:CreatePortal", "logoUri", False),
        ("workspaces-web:CreateUserSettings", "brandingConfigurationInput.logo.s3Uri", False),
        # The last word that tells: a target's schema is read.
        (
            "bedrock-agentcore-control:CreateGatewayTarget",
            "targetConfiguration.http.passthrough.schema.source.s3.uri",
            False,
        ),
        ("gameliftstreams:UpdateApplication", "ApplicationLogOutputUri", True),
        ("batch:CreateComputeEnvironment", "deploymentTarget.s3Uri", False),
        # A target counts where it is the place, and not where it is what the operation is about.
        ("ssm:StartAutomationExecution", "TargetLocationsURL", False),
        (
            "bedrock-agentcore-control:CreateGatewayTarget",
            "targetConfiguration.mcp.smithyModel.s3.uri",
            False,
        ),
        ("supplychain:CreateDataIntegrationFlow", "target.s3Target.bucketName", True),
        ("mgn:StartImportFileEnrichment", "s3BucketTarget.s3Bucket", True),
        # By what botocore says of the member, and by what the operation is called.
        ("redshift:EnableLogging", "BucketName", True),
        ("bedrock:PutAccountDataRetentionStorage", "storageConfiguration.s3BucketArn", True),
        ("chime:UpdateGlobalSettings", "VoiceConnector.CdrBucket", True),
        ("omics:CreateSequenceStore", "fallbackLocation", True),
        ("appstream:CreateStack", "AgentAccessConfig.S3BucketArn", True),
        ("ec2:BundleInstance", "Storage.S3.Bucket", True),
        ("ec2:ExportTransitGatewayRoutes", "S3Bucket", True),
        ("auditmanager:ValidateAssessmentReportIntegrity", "s3RelativePath", False),
    ],
)
def test_which_way(
    operations: Operations, clients: Mapping[str, ClientSource], call: str, path: str, written: bool
) -> None:
    service, _, name = call.partition(":")
    operation = operations.get(service, name)
    assert operation is not None
    assert is_written(path, operation, clients[service]) is written
