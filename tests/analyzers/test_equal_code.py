"""Roles of equal code under several settings: as many evaluations as there are different answers to what it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.analyzers.discovery import discover
from policywright.analyzers.findings import Run
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

PYTHON = """import os

import boto3

sqs = boto3.client("sqs")


def handler(event, context):
    if os.environ["MODE"] == "purge":
        sqs.purge_queue(QueueUrl=event["q"])
    else:
        sqs.send_message(QueueUrl=event["q"], MessageBody=os.environ["SHARD"])
"""
SCRIPT = """const { SQSClient, PurgeQueueCommand, SendMessageCommand } = require("@aws-sdk/client-sqs");
const sqs = new SQSClient({});

exports.handler = async (event) => {
  if (process.env.MODE === "purge") {
    await sqs.send(new PurgeQueueCommand({ QueueUrl: event.q }));
  } else {
    await sqs.send(new SendMessageCommand({ QueueUrl: event.q, MessageBody: process.env.SHARD }));
  }
};
"""
LANGUAGES = (("app.py", PYTHON), ("app.js", SCRIPT))


def run_of(tmp_path: Path, name: str, text: str) -> Run:
    (tmp_path / name).write_text(text, "utf-8")
    return Run(discover([tmp_path]), Operations(shared_store()), {}, None, None)


def actions(run: Run, name: str, **settings: str) -> set[str]:
    group = run.group([f"{name}:handler"], tuple(sorted(settings.items())))
    return {call.operation for call in group.findings.calls}


@pytest.mark.parametrize(("name", "text"), LANGUAGES)
def test_what_no_test_asks_for_makes_no_evaluation(tmp_path: Path, name: str, text: str) -> None:
    run = run_of(tmp_path, name, text)
    found = [actions(run, name, MODE="send", SHARD=f"shard-{number}") for number in range(50)]
    assert all(one == {"SendMessage"} for one in found)
    assert run.evaluations == 1


@pytest.mark.parametrize(("name", "text"), LANGUAGES)
def test_what_a_test_asks_for_is_told_apart(tmp_path: Path, name: str, text: str) -> None:
    run = run_of(tmp_path, name, text)
    assert actions(run, name, MODE="send", SHARD="a") == {"SendMessage"}
    assert actions(run, name, MODE="purge", SHARD="a") == {"PurgeQueue"}
    assert actions(run, name, MODE="purge", SHARD="b") == {"PurgeQueue"}
    # Set to nothing that is known, and nothing set at all.
    assert actions(run, name, SHARD="a") == {"PurgeQueue", "SendMessage"}
    assert actions(run, name) == {"PurgeQueue", "SendMessage"}
    assert run.evaluations == 4
    assert actions(run, name, MODE="send", SHARD="b") == {"SendMessage"}
    assert run.evaluations == 4
