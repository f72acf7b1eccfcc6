"""Every example's policy is what its ``expected-policy.json`` says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.assembly import document
from policywright.analyzers.deployment.deploying import Options as Deploying
from policywright.analyzers.deployment.deploying import deploy

EXAMPLES = Path(__file__).parent.parent / "examples"
EXPECTED = sorted(EXAMPLES.glob("*/expected-policy.json"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.parent.name)
def test_example(expected: Path) -> None:
    analysis = analyse([expected.parent], Options())
    found = {policy.name: document(policy) for policy in analysis.policies}
    assert found == json.loads(expected.read_text("utf-8"))
    assert not analysis.unresolved


@pytest.mark.parametrize(
    "expected", sorted(EXAMPLES.glob("*/expected-deployment.json")), ids=lambda path: path.parent.name
)
def test_deployment(expected: Path) -> None:
    found = deploy([expected.parent], Deploying(region="eu-west-1", account="123456789012"))
    documents = {
        policy.name: document(policy, "eu-west-1", "123456789012") for policy in found.analysis.policies
    }
    trust = {one.role: one.document for one in found.trust}
    assert {**documents, "trust": trust} == json.loads(expected.read_text("utf-8"))
    assert not found.analysis.unresolved


def test_every_example_has_an_expectation() -> None:
    folders = {path for path in EXAMPLES.iterdir() if path.is_dir() and path.name != "ci"}
    assert folders == {path.parent for path in EXPECTED}
