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


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({}, True),
        ({"PermissionsBoundary": "arn:aws:iam::123456789012:policy/other"}, True),
        ({"PermissionsBoundary": "arn:aws:iam::123456789012:policy/bounds"}, False),
        ({"PermissionsBoundary": {"Ref": "Bounds"}}, False),
    ],
)
def test_what_the_boundary_denies_is_said(properties: dict[str, Any], said: bool, tmp_path: Path) -> None:
    """The condition on it makes a template fail whose roles have none."""
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}, **properties}}
    template = {"Parameters": {"Bounds": {"Type": "String"}}, "Resources": {"Runs": role}}
    (tmp_path / "template.json").write_text(json.dumps(template), encoding="utf-8")
    options = Options(stack_name="shop", boundary="arn:aws:iam::123456789012:policy/bounds")
    told = [line for line in deploy([tmp_path], options).analysis.notes if "has to be set on Runs" in line]
    assert bool(told) == said
    assert not [line for line in deploy([tmp_path], Options()).analysis.notes if "has to be set" in line]
