"""The engine's work on synthetic programs stays within what is on record (``bench/counts.json``)."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench import counts

QUICK = (
    "synthetic/python/6250",
    "synthetic/python",
    "synthetic/typescript",
    "synthetic/go",
    "synthetic/java",
    "entered/python",
    "entered/typescript",
    "entered/go",
    "entered/java",
    "deployed/serverless",
    "deployed/terraform",
    "deployed/sharing",
)


@pytest.mark.parametrize("name", QUICK)
def test_no_more_work_than_on_record(name: str, tmp_path: Path) -> None:
    """Less is fine; what is meant to be more goes on record: ``make counts WRITE=1``."""
    found = counts.count(dict(counts.programs(tmp_path))[name]())
    assert not found.grown(counts.recorded()[name])


def test_drift_is_said() -> None:
    before = {"same": counts.Counts(100, 100, 10, 50), "more": counts.Counts(100, 100, 10, 50)}
    found = {**before, "more": counts.Counts(100, 150, 10, 50), "new": counts.Counts()}
    assert [*counts.drift(found, before)] == [
        "nodes               200 ->          200  +0.0%",
        "updates             200 ->          250  +25.0%",
        "instances            20 ->           20  +0.0%",
        "edges               100 ->          100  +0.0%",
        "more: 100 nodes, 100 updates, 10 instances, 50 edges -> 100 nodes, 150 updates, 10 instances, 50 edges",
        "new: new",
    ]
