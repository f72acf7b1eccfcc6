"""Tests that read an environment variable which the template sets: the text is true, what is made of it is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse

TEMPLATE = """Transform: AWS::Serverless-2016-10-31
Resources:
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: {runtime}
      CodeUri: .
      Handler: app.handler
      Environment: {{Variables: {{{name}: "0"}}}}
"""
PYTHON = """import os

import boto3


class Settings:
    debug = int(os.environ["FLAG"])


def handler(event, context):
    if {test}:
        boto3.client("sqs").purge_queue(QueueUrl=event["q"])
    else:
        boto3.client("sqs").send_message(QueueUrl=event["q"], MessageBody="x")
"""
SCRIPT = """const {{ SQSClient, PurgeQueueCommand, SendMessageCommand }} = require("@aws-sdk/client-sqs");
const sqs = new SQSClient({{}});
const settings = {{ debug: Number(process.env.FLAG) }};

exports.handler = async (event) => {{
  if ({test}) {{
    await sqs.send(new PurgeQueueCommand({{ QueueUrl: event.q }}));
  }} else {{
    await sqs.send(new SendMessageCommand({{ QueueUrl: event.q, MessageBody: "x" }}));
  }}
}};
"""
BOTH = ["sqs:PurgeQueue", "sqs:SendMessage"]
TRUE, FALSE = BOTH[:1], BOTH[1:]


@pytest.mark.parametrize(
    ("test", "needed"),
    [
        ('os.environ.get("FLAG")', TRUE), ('not os.environ["FLAG"]', FALSE), ('os.getenv("FLAG", "")', TRUE),
        ('os.getenv("FLAG") and event["x"]', BOTH), ('int(os.environ["FLAG"])', BOTH), ("Settings.debug", BOTH),
        ('os.environ.get("FLAG").strip("0")', BOTH), ('os.environ.get("OTHER")', BOTH),
        ("process.env.FLAG", TRUE), ("!process.env.FLAG", FALSE), ("process.env['FLAG']", TRUE),
        ("JSON.parse(process.env.FLAG)", BOTH), ("+process.env.FLAG", BOTH), ("settings.debug", BOTH),
        ("process.env.FLAG[1]", BOTH), ("process.env.OTHER", BOTH),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["FLAG", "UNRELATED"])
def test_a_variable_that_is_set_is_true(tmp_path: Path, test: str, name: str, needed: list[str]) -> None:
    script = "process" in test or "settings" in test
    code, runtime = (SCRIPT, "nodejs22.x") if script else (PYTHON, "python3.13")
    (tmp_path / "template.yaml").write_text(TEMPLATE.format(runtime=runtime, name=name))
    (tmp_path / ("app.js" if script else "app.py")).write_text(code.format(test=test))
    infrastructure = analyse([tmp_path], Options()).infrastructure
    assert infrastructure is not None
    (role,) = infrastructure.roles
    asked = sorted(change.action for change in role.of("added") if change.action.startswith("sqs:"))
    assert asked == (needed if name == "FLAG" else BOTH)
