"""A connection of CodePipeline is checked under the name of the service that its ARN has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policywright.analyzers.deployment.deploying import Options, deploy

OLD, NEW = "codestar-connections", "codeconnections"


@pytest.mark.parametrize(
    ("arn", "services"),
    [
        (f"arn:aws:{OLD}:eu-west-1:123456789012:connection/1", {OLD}),
        (f"arn:aws:{NEW}:eu-west-1:123456789012:connection/1", {NEW}),
        ({"Ref": "Connection"}, {OLD, NEW}),
    ],
)
def test_use_and_pass(tmp_path: Path, arn: object, services: set[str]) -> None:
    action = {
        "Name": "Source",
        "ActionTypeId": {
            "Category": "Source", "Owner": "AWS", "Provider": "CodeStarSourceConnection", "Version": "1",
        },
        "Configuration": {"ConnectionArn": arn, "FullRepositoryId": "acme/shop", "BranchName": "main"},
    }  # fmt: skip
    template = {
        "Parameters": {"Connection": {"Type": "String"}},
        "Resources": {
            "Ship": {
                "Type": "AWS::CodePipeline::Pipeline",
                "Properties": {
                    "RoleArn": "arn:aws:iam::123456789012:role/ships",
                    "ArtifactStore": {"Type": "S3", "Location": "artifacts"},
                    "Stages": [{"Name": "Source", "Actions": [action]}],
                },
            }
        },
    }
    (tmp_path / "template.json").write_text(json.dumps(template), encoding="utf-8")
    found = deploy([tmp_path], Options())
    granted = {grant.action for policy in found.analysis.policies for grant in policy.grants}
    for what in ("UseConnection", "PassConnection"):
        assert {f"{one}:{what}" for one in (OLD, NEW)} & granted == {f"{one}:{what}" for one in services}
