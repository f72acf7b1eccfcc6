"""What may be there is asked for, and is never said to be certain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.analyzers.deployment.selecting import TAKEN_OUT

_FILE = """
variable "rules" {}
variable "none" { default = [] }
variable "on" { type = bool }
variable "key" { default = null }

resource "aws_s3_bucket" "b" {
  bucket = "b"
  dynamic "cors_rule" {
    for_each = var.rules
    content { allowed_methods = ["GET"] }
  }
  dynamic "logging" {
    for_each = var.none
    content { target_bucket = "logs" }
  }
  dynamic "website" {
    for_each = var.on ? [1] : []
    content { index_document = "index.html" }
  }
  dynamic "lifecycle_rule" {
    for_each = toset(["x"])
    content { enabled = true }
  }
  dynamic "replication_configuration" {
    for_each = []
    content { role = "arn:aws:iam::123456789012:role/r" }
  }
}

resource "aws_cloudwatch_log_group" "g" {
  name              = "g"
  kms_key_id        = var.key
  retention_in_days = 7
}
"""


@pytest.mark.parametrize(("action", "certainty"), [
    ("s3:PutBucketCORS", "inferred"),
    ("s3:PutBucketLogging", "inferred"),
    ("s3:PutBucketWebsite", "inferred"),
    ("logs:AssociateKmsKey", "inferred"),
    ("s3:PutLifecycleConfiguration", "resolved"),
    ("logs:PutRetentionPolicy", "resolved"),
    ("s3:CreateBucket", "resolved"),
    ("s3:PutReplicationConfiguration", ""),
])  # fmt: skip
def test_blocks_and_variables_that_may_be_there(action: str, certainty: str, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(_FILE, encoding="utf-8")
    found = deploy([tmp_path], Options())
    reasons = [
        reason
        for policy in found.analysis.policies
        for grant in policy.grants
        for reason in grant.reasons
        if grant.action == action
    ]
    assert {str(reason.certainty) for reason in reasons} == ({certainty} if certainty else set())
    assert all(("may be set" in reason.detail) == (certainty == "inferred") for reason in reasons)


@pytest.mark.parametrize("actions", [["update"], ["create"], ["delete", "create"]])
def test_a_plan_says_what_is_taken_out(actions: list[str], tmp_path: Path) -> None:
    """Where nothing says what there was, it may be needed; a plan does."""
    role = {"name": "r", "assume_role_policy": "{}"}
    plan = {
        "format_version": "1.2",
        "planned_values": {"root_module": {}},
        "resource_changes": [{
            "address": "aws_iam_role.r", "mode": "managed", "type": "aws_iam_role", "name": "r",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {
                "actions": actions, "after": role, "after_unknown": {},
                "before": None if actions == ["create"] else {**role, "assume_role_policy": "[]"},
            },
        }],
        "configuration": {"provider_config": {}, "root_module": {}},
    }  # fmt: skip
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    found = deploy([tmp_path], Options())
    assert any(one.when == TAKEN_OUT for one in found.analysis.may_need) is False
    assert {policy.name for policy in found.analysis.policies} == {"plan"}


def test_files_do_not_say_what_is_taken_out(tmp_path: Path) -> None:
    text = 'resource "aws_iam_role" "r" {\n  name               = "r"\n  assume_role_policy = "{}"\n}\n'
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    found = deploy([tmp_path], Options())
    assert "iam:DetachRolePolicy" in {one.action for one in found.analysis.may_need if one.when == TAKEN_OUT}
