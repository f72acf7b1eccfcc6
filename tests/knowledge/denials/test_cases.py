"""The readings promised in ``cases.toml``, and the shared corpus where a checkout has it beside it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from policywright.knowledge.denials import Denial, NotDenialCode, read_denials
from policywright.knowledge.denials.negatives import table
from policywright.knowledge.denials.wordings import wordings

CASES: list[dict[str, Any]] = [
    case
    for name in (
        "cases.toml",
        "pasted.toml",
        "gathered.toml",
        "general.toml",
        "drawn.toml",
        "ruled.toml",
        "voiced.toml",
        "on_behalf.toml",
        "worded.toml",
        "lacking.toml",
        "said.toml",
        "neighbours.toml",
        "unable.toml",
        "plain.toml",
        "apart.toml",
        "told.toml",
        "things.toml",
        "asked.toml",
        "joined.toml",
        "failures.toml",
    )
    for case in tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["case"]
]
ROOT = Path(__file__).parents[3]


def _checkouts() -> list[Path]:
    """This checkout, and the one that it is a worktree of: its ``.git`` names the other's."""
    link = ROOT / ".git"
    told = link.read_text(encoding="utf-8").partition("gitdir: ")[2].strip() if link.is_file() else ""
    return [ROOT, *(place.parent for place in Path(told or ROOT).parents if place.name == ".git")]


PLACES = [checkout.parent / "shared" / "denied" / "visible.jsonl" for checkout in _checkouts()]
CORPUS = next((place for place in PLACES if place.is_file()), PLACES[0])
DENIED = [case for case in CASES if "not_denial" not in case]
OTHERS = [case for case in CASES if "not_denial" in case]


def _told(denial: Denial) -> dict[str, Any]:
    return {
        "principal": denial.principal.arn,
        "kind": denial.principal.kind,
        "name": denial.principal.name,
        "actions": list(denial.actions),
        "resource": denial.resource,
        "within": denial.within,
        "denial": denial.denial,
        "policy_type": denial.policy_type,
        "denying_policy": denial.denying_policy,
        "fixable": denial.fixable,
    }


@pytest.mark.parametrize("case", DENIED, ids=[case["id"] for case in DENIED])
def test_a_denial_is_read(case: dict[str, Any]) -> None:
    report = read_denials(case["text"])
    first, *others = report.denials
    assert report.lost == ()
    unsaid = {"principal": None, "kind": "unknown", "name": None, "resource": None, "denying_policy": None}
    unsaid |= {"denial": "unknown", "policy_type": "unknown", "within": None}
    expected = unsaid | {key: value for key, value in case.items() if key not in ("id", "text", "others")}
    assert {**_told(first), "actions": sorted(first.actions)} == {
        **expected,
        "actions": sorted(expected["actions"]),
    }
    assert len(others) == case.get("others", 0)
    assert first.advice
    assert 0 <= first.text_span[0] < first.text_span[1] <= len(case["text"])


@pytest.mark.parametrize("case", OTHERS, ids=[case["id"] for case in OTHERS])
def test_what_is_no_denial_is_recognised(case: dict[str, Any]) -> None:
    report = read_denials(case["text"])
    assert report.denials == report.lost == ()
    assert case["not_denial"] in {other.code for other in report.not_denials} | {"nothing"}


def test_ids_are_unique() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_every_code_has_a_row() -> None:
    assert {code for code, _ in table()} == set(NotDenialCode)


def test_every_wording_compiles_with_known_groups() -> None:
    known = {"principal", "resource", "action", "op", "svc", "ops", "label", "s3", "bucket", "key", "image"}
    known |= {"queue", "template", "role", "by", "target"}
    assert all(set(scan.pattern.groupindex) <= known for scan, _ in wordings())


@pytest.mark.skipif(not CORPUS.is_file(), reason="the shared corpus is not beside this checkout")
def test_the_shared_corpus() -> None:
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    denied = [row for row in rows if row["expected"]["is_denial"]]
    wrong = [(row["id"], keys) for row in denied if (keys := _wrong(row))]
    assert not [row for row in wrong if row[1]]
    others = [
        row["id"] for row in rows if not row["expected"]["is_denial"] and read_denials(row["text"]).denials
    ]
    assert not others


def _wrong(row: dict[str, Any]) -> set[str]:
    denials = read_denials(row["text"]).denials
    if not denials:
        return {"actions", "denial"}
    told, expected = _told(denials[0]), row["expected"]
    also = expected.get("also", {})
    told["actions"], wanted = sorted(told["actions"]), [expected["actions"], *also.get("actions", [])]
    wrong = {"actions"} if told["actions"] not in [sorted(actions) for actions in wanted] else set()
    for key in ("principal", "resource", "denial", "policy_type"):
        if told[key] not in [expected[key], *also.get(key, [])]:
            wrong.add(key)
    return wrong
