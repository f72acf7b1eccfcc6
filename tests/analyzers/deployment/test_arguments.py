"""What an argument's value brings about, and leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.deployment.granted import granted

from policywright.analyzers.deployment.deploying import Options, deploy

BOUNDARY = "arn:aws:iam::123456789012:policy/bounds"
RULE = """
variable "way" {{}}
resource "aws_security_group_rule" "one" {{
  type              = {type}
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  security_group_id = "sg-1"
  self              = true
}}
"""


@pytest.mark.parametrize(
    ("type", "ways"),
    [('"ingress"', {"Ingress"}), ('"egress"', {"Egress"}), ("var.way", {"Ingress", "Egress"})],
)
def test_a_rule_is_of_one_direction(tmp_path: Path, type: str, ways: set[str]) -> None:
    (tmp_path / "main.tf").write_text(RULE.format(type=type))
    actions = {action for action, _ in granted(deploy([tmp_path], Options()).analysis.policies)}
    for way in ("Ingress", "Egress"):
        for verb in ("Authorize", "Revoke"):
            assert (f"ec2:{verb}SecurityGroup{way}" in actions) is (way in ways)


ROLE = """
resource "aws_iam_role" "one" {
  name                 = "one"
  assume_role_policy   = "{}"
  permissions_boundary = "arn:aws:iam::123456789012:policy/bounds"
}
"""


def test_a_boundary_is_asked_for_where_something_is_given(tmp_path: Path) -> None:
    """A role that isn't there yet has none: looking whether it is there would be denied."""
    (tmp_path / "main.tf").write_text(ROLE)
    policies = deploy([tmp_path], Options(boundary=BOUNDARY)).analysis.policies
    asked = {grant.action: grant.conditions for policy in policies for grant in policy.grants}
    assert asked["iam:CreateRole"] and not asked["iam:GetRole"]


@pytest.mark.parametrize(("value", "is_asked"), [("true", True), ("false", False)])
def test_what_a_user_has_goes_before_the_user_where_that_is_forced(
    tmp_path: Path, value: str, is_asked: bool
) -> None:
    text = f'resource "aws_iam_user" "one" {{\nname = "one"\nforce_destroy = {value}\n}}\n'
    (tmp_path / "main.tf").write_text(text)
    found = set(granted(deploy([tmp_path], Options()).analysis.policies))
    user = "arn:aws:iam::*:user/one"
    for action in ("iam:DeleteLoginProfile", "iam:ListAccessKeys", "iam:DeactivateMFADevice"):
        assert ((action, user) in found) is is_asked, action


APPLICATION = """
resource "aws_serverlessapplicationrepository_cloudformation_stack" "one" {
  name           = "rotator"
  application_id = "arn:aws:serverlessrepo:us-east-1:123456789012:applications/SecretsManagerRDSRotation"
  capabilities   = ["CAPABILITY_IAM"]
}
"""


def test_an_application_is_a_stack_whose_template_is_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(APPLICATION)
    analysis = deploy([tmp_path], Options()).analysis
    actions = {action for action, _ in granted(analysis.policies)}
    assert {"cloudformation:ExecuteChangeSet", "cloudformation:DeleteStack"} <= actions
    assert any("serverlessapplicationrepository" in (one.name or "") for one in analysis.unresolved)
