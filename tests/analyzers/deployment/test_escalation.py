"""What is said first: ways to more permissions, and no more than there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policywright.analyzers.assembly import NOWHERE
from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.analyzers.deployment.risks import remaining, ways
from policywright.analyzers.model import Grant
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Const

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


_LENDS = "it can act with the roles of what it changes or starts: "
KNOWN = [
    ("iam:CreateRole iam:AttachRolePolicy", "it can make a role and give it any permission"),
    ("iam:CreateRole iam:PutRolePolicy", "it can make a role and give it any permission"),
    ("iam:CreateUser iam:AttachUserPolicy", "it can make a user and give it any permission"),
    ("iam:CreateUser iam:PutUserPolicy", "it can make a user and give it any permission"),
    ("iam:AttachRolePolicy", "it can give a role that is there any permission"),
    ("iam:PutRolePolicy", "it can give a role that is there any permission"),
    ("iam:AttachUserPolicy", "it can give a user who is there any permission"),
    ("iam:PutUserPolicy", "it can give a user who is there any permission"),
    ("iam:AttachGroupPolicy", "it can give the users of a group any permission"),
    ("iam:PutGroupPolicy", "it can give the users of a group any permission"),
    ("iam:AddUserToGroup", "it can give users what a group may do"),
    ("iam:PutRolePermissionsBoundary", "it can put another boundary on a role"),
    ("iam:PutUserPermissionsBoundary", "it can put another boundary on a user"),
    ("iam:DeleteRolePermissionsBoundary", "it can take the boundary off a role"),
    ("iam:DeleteUserPermissionsBoundary", "it can take the boundary off a user"),
    ("iam:UpdateAssumeRolePolicy", "it can change who may assume a role"),
    ("iam:CreatePolicyVersion", "it can rewrite a managed policy"),
    ("iam:SetDefaultPolicyVersion", "it can bring back another version of a managed policy"),
    ("iam:CreateAccessKey", "it can make keys with which others act as a user"),
    ("iam:CreateServiceSpecificCredential", "it can make credentials with which others act as a user in a"),
    ("iam:ResetServiceSpecificCredential", "it can make credentials with which others act as a user in a"),
    ("iam:CreateLoginProfile", "it can set the password of a user"),
    ("iam:UpdateLoginProfile", "it can set the password of a user"),
    ("iam:UpdateSAMLProvider", "it can change who signs in through a SAML provider"),
    ("rolesanywhere:UpdateTrustAnchor", "it can change whose certificates roles are given for"),
    ("sso:AttachManagedPolicyToPermissionSet", "it can give the people of a permission set any permission"),
    ("sso:PutInlinePolicyToPermissionSet", "it can give the people of a permission set any permission"),
    (
        "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
        "it can give the people of a permission set any permission",
    ),
    ("sso:CreateAccountAssignment", "it can give people a permission set in an account"),
    ("identitystore:CreateGroupMembership", "it can give people what a group of IAM Identity Center may do"),
    ("sts:AssumeRole", "it can assume any role that trusts it"),
    ("iam:PassRole", "it can pass any role"),
    ("lambda:UpdateFunctionCode", f"{_LENDS}all functions"),
    ("lambda:UpdateFunctionConfiguration", f"{_LENDS}all functions"),
    ("codebuild:UpdateProject", f"{_LENDS}all builds"),
    ("codebuild:StartBuild", f"{_LENDS}all builds"),
    ("codebuild:StartBuildBatch", f"{_LENDS}all builds"),
    ("iam:PassRole glue:UpdateJob", f"{_LENDS}all jobs of Glue"),
    ("glue:UpdateDevEndpoint", f"{_LENDS}all development endpoints"),
    ("states:UpdateStateMachine", f"{_LENDS}all state machines"),
    ("apprunner:UpdateService", f"{_LENDS}all services of App Runner"),
    ("cloudformation:UpdateStack", f"{_LENDS}all stacks"),
    ("cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet", f"{_LENDS}all stacks"),
    ("cloudformation:UpdateStackSet", f"{_LENDS}all stack sets"),
    (
        "sagemaker:UpdateNotebookInstance sagemaker:CreateNotebookInstanceLifecycleConfig",
        f"{_LENDS}all notebooks",
    ),
    ("sagemaker:UpdateNotebookInstanceLifecycleConfig", f"{_LENDS}all notebooks"),
    ("sagemaker:CreatePresignedNotebookInstanceUrl", f"{_LENDS}all notebooks"),
    ("iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService", f"{_LENDS}all tasks"),
    ("iam:PassRole ecs:RegisterTaskDefinition ecs:UpdateService", f"{_LENDS}all tasks"),
    ("iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask", f"{_LENDS}all tasks"),
    ("iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask", f"{_LENDS}all tasks"),
    ("ecs:ExecuteCommand", f"{_LENDS}all tasks"),
    ("batch:SubmitJob", f"{_LENDS}all jobs of Batch"),
    ("ec2:ModifyInstanceAttribute ec2:StartInstances", f"{_LENDS}all instances"),
    ("ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate", f"{_LENDS}all launch templates"),
    ("ssm:SendCommand", f"{_LENDS}all instances"),
    ("ssm:StartSession", f"{_LENDS}all instances"),
    ("ec2-instance-connect:SendSSHPublicKey", f"{_LENDS}all instances"),
    ("elasticmapreduce:AddJobFlowSteps", f"{_LENDS}all clusters of EMR"),
    ("elasticbeanstalk:UpdateEnvironment", f"{_LENDS}all environments of Elastic Beanstalk"),
    ("amplify:UpdateApp", f"{_LENDS}all apps of Amplify"),
    ("amplify:UpdateBranch", f"{_LENDS}all apps of Amplify"),
    ("kinesisanalytics:UpdateApplication", f"{_LENDS}all applications of Managed Flink"),
    ("synthetics:UpdateCanary", f"{_LENDS}all canaries"),
    (
        "bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter",
        f"{_LENDS}all code interpreters",
    ),
    ("eks:AssociateAccessPolicy", f"{_LENDS}all clusters of EKS"),
]


def _lines(*grants: Grant, boundary: bool = False) -> list[str]:
    said = remaining("deploy", grants, NOWHERE, Catalog(shared_store()), boundary=boundary)
    return [line.removeprefix("deploy: ") for line in said]


def _granted(
    action: str, *resources: str, conditions: tuple[tuple[str, str, tuple[Const, ...]], ...] = ()
) -> Grant:
    return Grant(action=action, resources=tuple(map(Const, resources)), conditions=conditions, reasons=())


@pytest.mark.parametrize(("actions", "says"), KNOWN)
def test_a_way_is_said_where_all_of_it_is_granted(actions: str, says: str) -> None:
    grants = [_granted(action) for action in actions.split()]
    assert any(line.startswith(says) for line in _lines(*grants))
    for one in grants:
        assert not any(
            line.startswith(says) for line in _lines(*(each for each in grants if each is not one))
        )
    # What is there is what cannot be made, which is nothing here.
    if "is there" not in says:
        for wide in ("*", f"{grants[-1].action.partition(':')[0]}:*"):
            lines = _lines(*grants[:-1], _granted(wide))
            assert any(says.removeprefix(_LENDS) in line for line in lines)


def test_each_way_is_among_those_that_are_known() -> None:
    catalog = Catalog(shared_store())
    known = {actions.split()[-1]: set(actions.split()) for actions, _ in KNOWN}
    for way in ways():
        assert way.source.startswith("https://docs.aws.amazon.com/")
        for action in (*way.actions, *way.any_of):
            assert catalog.action(action) is not None, action
        assert all(action in known for action in way.any_of)


ROLES = "arn:aws:iam::111122223333:role/"


@pytest.mark.parametrize(
    ("made", "given", "makes", "there"),
    [
        ("shop-*", "shop-*", True, False),
        ("*", "shop-*", True, False),
        ("shop-*", "shop-worker", True, False),
        ("shop-*", "others", False, True),
        ("shop-*", "*", True, True),
    ],
)
def test_what_is_there_is_what_it_cannot_make(made: str, given: str, makes: bool, there: bool) -> None:
    lines = _lines(
        _granted("iam:CreateRole", f"{ROLES}{made}"), _granted("iam:PutRolePolicy", f"{ROLES}{given}")
    )
    assert any("it can make a role" in line for line in lines) == makes
    assert any("it can give a role that is there" in line for line in lines) == there


def test_what_is_passed_to_other_services_runs_no_code_of_this_one() -> None:
    passed = ("StringEquals", "iam:PassedToService", (Const("lambda.amazonaws.com"),))
    grants = _granted("iam:PassRole", f"{ROLES}a", conditions=(passed,)), _granted("glue:UpdateJob")
    assert not _lines(*grants)


def test_functions_by_name_are_not_all_functions() -> None:
    of_one = "arn:aws:lambda:eu-west-1:111122223333:function:one"
    assert _lines(_granted("lambda:UpdateFunctionCode", of_one)) == [
        f"{_LENDS}functions (lambda:UpdateFunctionCode)"
    ]
    stack = "arn:aws:cloudformation:*:*:stack/shop/*"
    assert not _lines(_granted("cloudformation:UpdateStack", stack))
