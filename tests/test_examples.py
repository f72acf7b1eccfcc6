"""Every example's policy is what its ``expected-policy.json`` says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.assembly import document

EXAMPLES = Path(__file__).parent.parent / "examples"
EXPECTED = sorted(EXAMPLES.glob("*/expected-policy.json"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.parent.name)
def test_example(expected: Path) -> None:
    analysis = analyse([expected.parent], Options())
    found = {policy.name: document(policy) for policy in analysis.policies}
    assert found == json.loads(expected.read_text("utf-8"))
    assert not analysis.unresolved


def test_every_example_has_an_expectation() -> None:
    folders = {path for path in EXAMPLES.iterdir() if path.is_dir() and path.name != "ci"}
    assert folders == {path.parent for path in EXPECTED}
