"""What may be there is asked for, and is never said to be certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.deployment.deploying import Options, deploy

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
