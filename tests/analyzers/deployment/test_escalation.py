"""What is said first: ways to more permissions, and no more than there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policywright.analyzers.deployment.deploying import Options, deploy

BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


@pytest.mark.parametrize(
    "properties, says",
    [
        ({"ManagedPolicyArns": [BASIC]}, "give it AWSLambdaBasicExecutionRole ("),
        ({"ManagedPolicyArns": ["arn:aws:iam::123456789012:policy/own"]}, "give it any permission ("),
        ({"ManagedPolicyArns": [BASIC], "Policies": [{"PolicyName": "p"}]}, "give it any permission ("),
    ],
)
def test_a_role_can_be_given(properties: dict[str, Any], says: str, tmp_path: Path) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}, **properties}}
    (tmp_path / "template.json").write_text(json.dumps({"Resources": {"R": role}}), encoding="utf-8")
    lines = deploy([tmp_path], Options(stack_name="shop")).escalation
    assert [line for line in lines if says in line]
