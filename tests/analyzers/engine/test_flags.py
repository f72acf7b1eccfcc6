"""Flags of public functions: what others may pass them is added to what the program does, and changes none of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden.test_golden import CASES

from policywright.analyzers.discovery import discover
from policywright.analyzers.engine.roots import Roots
from policywright.analyzers.findings import analyse_code, analyse_separately
from policywright.analyzers.model import CodeFindings
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

SOME = [case for number, case in enumerate(CASES) if number % 12 == 0 or case.name.startswith("flags")]

RULES = """
import boto3
events = boto3.client("events")
def update_rule(name, enabled):
    if enabled: events.enable_rule(Name=name)
    else: events.disable_rule(Name=name)
"""
OTHERS = """
import rules, boto3
s3 = boto3.client("s3")
def remove(bucket, for_good):
    if for_good: s3.delete_bucket(Bucket=bucket)
    else: s3.list_objects_v2(Bucket=bucket)
def main():
    remove("b", False)
    rules.update_rule("y", False)
"""


def told(directory: Path) -> CodeFindings:
    return analyse_code(discover([directory]), Authorizer(shared_store()))


@pytest.mark.plain
@pytest.mark.parametrize("case", SOME, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_what_the_program_does_stays_as_it_is(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(case)
    monkeypatch.setattr(Roots, "pass_flags", lambda _self, _apart: {})
    own = told(case)
    assert own.calls == tuple(call for call in found.calls if call.outside is None)
    assert set(own.unresolved) <= set(found.unresolved)
    assert set(own.given) <= set(found.given)


def test_a_group_has_no_callers_but_its_entry_points(tmp_path: Path) -> None:
    """What a group runs is not called by others; what no group reaches may be."""
    (tmp_path / "rules.py").write_text(RULES)
    (tmp_path / "app.py").write_text(
        "import rules\ndef handler(event, context):\n    rules.update_rule('x', False)\n"
    )
    (tmp_path / "tool.py").write_text(OTHERS)
    separate = analyse_separately(
        discover([tmp_path]), Operations(shared_store()), [["app.py:handler"], ["app.py"]]
    )
    for group in separate.groups:
        assert [(call.operation, call.outside) for call in group.calls] == [("DisableRule", None)]
    assert {(call.operation, call.outside) for call in separate.rest.calls} == {
        ("DisableRule", None), ("ListObjectsV2", None),
        ("DeleteBucket", "if code outside of the program calls remove with for_good=true"),
    }  # fmt: skip
