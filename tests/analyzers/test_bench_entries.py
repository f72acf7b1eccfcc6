"""What ``bench.entries`` shows of a program: where its entry points and all of it differ."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import entries

PROGRAM = """
import boto3

def remove(client, key):
    client.delete_object(Bucket="kept", Key=key)

def handler(event, context):
    boto3.client("s3").put_object(Bucket="written", Key="k")
    remove(None, "k") if event else None

def other(client):
    client.list_queues()
    boto3.client("sqs").list_queues()
"""


def test_what_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    entries.main([str(tmp_path), "--entry", "app.py:handler"])
    said = capsys.readouterr().out
    assert "app.py:handler: 2 requests" in said
    assert "only from an entry point: 0" in said
    assert "app.py: other" in said.partition("no entry point reaches")[2]


def test_templates_name_entry_points(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    (tmp_path / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources:\n"
        "  Writer:\n"
        "    Type: AWS::Serverless::Function\n"
        "    Properties: {CodeUri: ., Handler: app.handler, Runtime: python3.13}\n"
    )
    entries.main([str(tmp_path)])
    assert "app.py:handler: 2 requests" in capsys.readouterr().out
