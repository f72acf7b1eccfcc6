"""What is too much for one policy: each of several fits, is called after its service, and changes with it alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from policywright.analyzers.assembly import MOST_POLICIES, document
from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.knowledge.policy.quota import QUOTAS, size

_TYPES = {
    "AWS::SQS::Queue": "QueueName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::Kinesis::Stream": "Name",
}


def policies_of(
    path: Path, counts: dict[str, int], prefix: str = "a-name-that-takes-some-room"
) -> dict[str, Any]:
    resources = {
        f"{type.rpartition('::')[2]}{number}": {
            "Type": type,
            "Properties": {_TYPES[type]: f"{prefix}-{number * 7919 % 1000:03}"},
        }
        for type, count in counts.items()
        for number in range(count)
    }
    (path / "template.json").write_text(json.dumps({"Resources": resources}))
    found = deploy([path], Options(stack_name="app"))
    documents = {one.name: document(one) for one in found.analysis.policies}
    assert all(size(one) <= QUOTAS["managed"] for one in documents.values())
    return {name: one for name, one in documents.items() if name.startswith("app-execution")}


def test_a_policy_that_fits_has_the_name_alone(tmp_path: Path) -> None:
    assert list(policies_of(tmp_path, {"AWS::SQS::Queue": 2})) == ["app-execution"]


def test_what_is_split_is_called_after_services(tmp_path: Path) -> None:
    counts = {
        "AWS::SQS::Queue": 60,
        "AWS::DynamoDB::Table": 12,
        "AWS::SNS::Topic": 3,
        "AWS::Kinesis::Stream": 2,
    }
    before = policies_of(tmp_path, counts)
    assert list(before) == ["app-execution-dynamodb", "app-execution-sqs", "app-execution-others"]
    for name, one in before.items():
        used = {
            action.partition(":")[0]
            for statement in one["Statement"]
            for action in (
                [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
            )
        }
        assert (
            used == {name.rpartition("-")[2]} if not name.endswith("others") else used >= {"sns", "kinesis"}
        )
    # One queue more is nothing to the policies of the others.
    after = policies_of(tmp_path, {**counts, "AWS::SQS::Queue": 61})
    assert [*after] == [*before]
    assert {name for name in before if before[name] != after[name]} == {"app-execution-sqs"}
    # Of a service that is new the rest has it.
    fewer = policies_of(tmp_path, {**counts, "AWS::Kinesis::Stream": 0})
    assert {name for name in before if before[name] != fewer[name]} == {"app-execution-others"}


def test_a_service_that_is_too_much_for_one_has_several(tmp_path: Path) -> None:
    found = policies_of(tmp_path, {"AWS::SQS::Queue": 200, "AWS::SNS::Topic": 1})
    numbered = [name for name in found if name.startswith("app-execution-sqs")]
    assert numbered[:2] == ["app-execution-sqs", "app-execution-sqs-2"] and len(found) <= MOST_POLICIES
