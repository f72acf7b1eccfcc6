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
