"""What handlers list and AWS's service reference has not is said, or decided."""

from __future__ import annotations

from pathlib import Path

from policywright.analyzers.deployment.deploying import Options, deploy


def _notes(tmp_path: Path, resources: str) -> list[str]:
    (tmp_path / "template.yaml").write_text(f"Resources:\n{resources}")
    return [one for one in deploy([tmp_path], Options()).analysis.notes if "known to the catalog" in one]


def test_a_name_that_is_no_action_is_said_with_its_type(tmp_path: Path) -> None:
    (note,) = _notes(tmp_path, "  Q: {Type: AWS::Connect::Queue, Properties: {Name: q}}\n")
    assert "connect:CreateQueueAgentGroup (AWS::Connect::Queue)" in note


def test_an_operation_that_other_actions_allow_is_none_of_them(tmp_path: Path) -> None:
    bucket = "  B: {Type: AWS::S3::Bucket, Properties: {CorsConfiguration: {CorsRules: []}}}\n"
    assert not _notes(tmp_path, bucket)


def test_what_belongs_to_a_property_is_said_where_that_is_set(tmp_path: Path) -> None:
    plain = "  T: {Type: AWS::DynamoDB::Table, Properties: {TableName: t}}\n"
    assert not _notes(tmp_path, plain)
    source = "{S3BucketSource: {S3Bucket: b}, InputFormat: CSV}"
    filled = f"  T: {{Type: AWS::DynamoDB::Table, Properties: {{ImportSourceSpecification: {source}}}}}\n"
    (note,) = _notes(tmp_path, filled)
    assert "s3:GetObjectMetadata (AWS::DynamoDB::Table)" in note


def test_data_sources_that_nobody_knows_are_said(tmp_path: Path) -> None:
    """What lists many is not what reads one, and a service that is no more answers nothing."""
    types = ("aws_sns_topics", "aws_qldb_ledger")
    (tmp_path / "main.tf").write_text("".join(f'data "{type}" "a" {{}}\n' for type in types))
    found = deploy([tmp_path], Options()).analysis
    assert not found.policies
    assert [one.name for one in found.unresolved] == [f"data.{type}" for type in types]
