"""What is left out on some paths takes nothing away on the others, in every golden program.

A value that is perhaps nothing, a container that is perhaps empty, a call that may raise: ``perhaps.py`` has the edits.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.golden.test_golden import CASES, expectation
from tests.invariants.forms import Edit
from tests.invariants.perhaps import edits
from tests.invariants.test_equal_forms import lost
from tests.shares import shared

from policywright.analyzers.api import Options, analyse

KEYS = "what is set later under one of two keys is taken to have been set before"
NOT_YET: Mapping[str, Mapping[str, str]] = {
    "nothing": {}, "empty": {"java/sets_that_run_later": KEYS}, "raised": {},
}  # fmt: skip
"""Programs of which some edit does lose something, and why."""


def check(rule: str, case: Path, project: Path, times: int) -> None:
    expected = expectation(case)
    shutil.copytree(case, project, ignore=shutil.ignore_patterns("expect.json", "said.txt", "__pycache__"))
    paths = [project / name for name in expected.get("paths", ["."])]
    options = Options(entries=tuple(expected.get("entries", ())))
    before = analyse(paths, options)
    files = {one.span.file for policy in before.policies for grant in policy.grants for one in grant.reasons}
    found = [
        (file, edit)
        for file in map(project.joinpath, sorted(files)) if file.is_file()
        for edit in edits(rule, file)
    ]  # fmt: skip
    for file, edit in random.Random(case.name).sample(found, min(times, len(found))):
        data = file.read_bytes()
        file.write_bytes(edit.applied(data))
        after = analyse(paths, options)
        file.write_bytes(data)
        if after.skipped == before.skipped:
            assert lost(before, after) == [], said(file, data, edit)


def said(file: Path, data: bytes, edit: Edit) -> str:
    line = data[: edit.start].count(b"\n") + 1
    return f"after {file.name}:{line} {data[edit.start : edit.end].decode()} as {edit.text}"


@pytest.mark.parametrize("case", shared("perhaps nothing", CASES, 48, NOT_YET["nothing"], covered=True))
def test_value_or_nothing(case: Path, tmp_path: Path) -> None:
    check("nothing", case, tmp_path / case.name, 1)


@pytest.mark.parametrize("case", shared("perhaps empty", CASES, 48, NOT_YET["empty"], covered=True))
def test_perhaps_empty(case: Path, tmp_path: Path) -> None:
    check("empty", case, tmp_path / case.name, 1)


@pytest.mark.parametrize("case", shared("unknown exceptions", CASES, 48, NOT_YET["raised"], covered=True))
def test_unknown_exceptions(case: Path, tmp_path: Path) -> None:
    check("raised", case, tmp_path / case.name, 1)


@pytest.mark.long
@pytest.mark.parametrize("case", shared("perhaps nothing", CASES, 1, NOT_YET["nothing"]))
def test_many_values_or_nothing(case: Path, tmp_path: Path) -> None:
    check("nothing", case, tmp_path / case.name, 12)


@pytest.mark.long
@pytest.mark.parametrize("case", shared("perhaps empty", CASES, 1, NOT_YET["empty"]))
def test_many_perhaps_empty(case: Path, tmp_path: Path) -> None:
    check("empty", case, tmp_path / case.name, 8)


@pytest.mark.long
@pytest.mark.parametrize("case", shared("unknown exceptions", CASES, 1, NOT_YET["raised"]))
def test_many_unknown_exceptions(case: Path, tmp_path: Path) -> None:
    check("raised", case, tmp_path / case.name, 8)
