"""Coverage: every operation of botocore has an answer, and most of them a useful one."""

from __future__ import annotations

import pytest

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.coverage import LAYERS, MEANING, Coverage, coverage
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import Store


@pytest.fixture(scope="module")
def report(store: Store) -> Coverage:
    return coverage(store)


def test_every_operation_is_counted_once(report: Coverage, operations: Operations) -> None:
    expected = sum(len(operations.names(service)) for service in operations.services())
    assert report.operations == expected
    assert sum(count for service in report.services for _, count in service.counts) == expected


def test_layers_have_meanings_and_counts(report: Coverage) -> None:
    assert [layer for layer, _ in report.totals] == list(LAYERS) == list(MEANING)
    totals = dict(report.totals)
    assert all(totals[layer] > 0 for layer in LAYERS if layer != "unknown")
    assert totals["unknown"] == 0
    assert totals["same-name"] > totals["facts"]


def test_little_is_unknown(report: Coverage) -> None:
    unknown = dict(report.totals)["unknown"]
    assert unknown == sum(len(service.unknown) for service in report.services)
    assert report.answered == report.operations - unknown
    assert unknown / report.operations < 0.05


@pytest.mark.parametrize("service", ["s3", "sqs", "sns", "kms", "events", "stepfunctions", "firehose", "ecr"])
def test_nothing_is_unknown_in_the_most_used_services(store: Store, service: str) -> None:
    (found,) = coverage(store, [service]).services
    assert found.unknown == ()


BY_ROWS_ALONE = {
    "dynamodb:BatchExecuteStatement", "dynamodb:ExecuteStatement", "dynamodb:ExecuteTransaction",
    "dynamodb:TransactWriteItems", "ecr:ListImageReferrers", "iam:AcquireRole", "s3:DeleteObjects",
}  # fmt: skip
"""What is asked for hangs on the request, or is of another name."""


def test_rows_take_no_operation_its_own_action(authorizer: Authorizer) -> None:
    """A row about something else, of an operation that the catalog doesn't have yet, has to be ``besides``."""
    found = set()
    for client in authorizer.operations.services():
        for name in authorizer.operations.names(client):
            operation = authorizer.operations.get(client, name)
            assert operation is not None
            plan = authorizer.planner.plan(operation)
            if not plan.base and plan.layer != "no-permission":
                found.add(f"{client}:{name}")
    assert found == BY_ROWS_ALONE
