"""Golden cases: every folder ``tests/golden/<language>/<case>/`` with an ``expect.json`` is one test.

``grants`` is the exact set of granted actions with their exact resources, so every case also asserts what is
absent; ``absent`` names what a careless analysis would grant, for the reader. ``unresolved`` has file, line and code
of each entry in their order, and how many places hang on it if they are several. ``paths`` are asked about instead of the whole
folder. ``said.txt`` has all that a person reads of it (see ``said``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.golden.said import FILE, said

from policywright.analyzers.api import Analysis, Options, analyse
from policywright.analyzers.assembly import NOWHERE, condition_data, resource_texts
from policywright.analyzers.model import Policy
from policywright.server.selfcheck import faults

HERE = Path(__file__).parent
LANGUAGES = ("python", "typescript", "go", "java")
CASES = sorted(path.parent for language in LANGUAGES for path in HERE.glob(f"{language}/*/expect.json"))
KEYS = frozenset((
    "about", "grants", "absent", "conditions", "may_need", "not_granted", "unresolved", "roles", "skipped",
    "entries", "inferred", "paths",
))  # fmt: skip


def expectation(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((case / "expect.json").read_text("utf-8"))
    unknown = set(expected) - KEYS
    assert not unknown, f"unknown keys in {case.name}/expect.json: {sorted(unknown)}"
    return expected


def principal(policy: Policy) -> str | None:
    """What the expectations call whom a policy is for: a role's name, ``access-key VARIABLE`` and their kin."""
    target = policy.attach_to
    if target.kind in ("access-key", "federated-user"):
        return f"{target.kind} {target.name}" if target.name is not None else target.kind
    return target.name


def granted(analysis: Analysis, role: str | None) -> dict[str, list[str]]:
    """Actions to resources, of the policies attached to a role (None: the ambient identity)."""
    found: dict[str, set[str]] = {}
    for policy in analysis.policies:
        if principal(policy) != role:
            continue
        for grant in policy.grants:
            found.setdefault(grant.action, set()).update(resource_texts(grant.resources))
    return {action: sorted(resources) for action, resources in sorted(found.items())}


def answer(case: Path) -> Analysis:
    expected = expectation(case)
    paths = [case / name for name in expected.get("paths", ["."])]
    return analyse(paths, Options(entries=tuple(expected.get("entries", ()))))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_case(case: Path) -> None:
    expected = expectation(case)
    analysis = answer(case)
    assert said(analysis) == (case / FILE).read_text("utf-8")
    assert not [(policy.name, one.message) for policy in analysis.policies for one in faults(policy, NOWHERE)]
    actual = granted(analysis, None)
    assert actual == {action: sorted(found) for action, found in sorted(expected.get("grants", {}).items())}
    assert not set(expected.get("absent", ())) & set(actual)
    for role, grants in expected.get("roles", {}).items():
        assert granted(analysis, role) == grants, role
    assert {principal(policy) for policy in analysis.policies} - {None} == set(expected.get("roles", {}))
    conditions = {
        grant.action: condition_data(grant.conditions)
        for policy in analysis.policies for grant in policy.grants if grant.conditions
    }  # fmt: skip
    if "conditions" in expected:
        assert conditions == expected["conditions"]
    assert set(expected.get("may_need", ())) <= {item.action for item in analysis.may_need}
    if "not_granted" in expected:
        assert sorted({item.operation for item in analysis.not_granted}) == sorted(expected["not_granted"])
    unresolved = [
        [item.span.file, item.span.line, item.code.value, *([len(item.places)] if item.places else [])]
        for item in analysis.unresolved
    ]
    assert unresolved == expected.get("unresolved", [])
    if "skipped" in expected:
        assert sorted([item.file, item.code.value] for item in analysis.skipped) == sorted(
            expected["skipped"]
        )
    inferred = {
        grant.action for policy in analysis.policies for grant in policy.grants
        if all(reason.certainty == "inferred" for reason in grant.reasons)
    }  # fmt: skip
    assert inferred == set(expected.get("inferred", ()))


def test_there_are_cases() -> None:
    assert CASES
