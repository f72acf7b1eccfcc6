"""The same value or call in another form: nothing that is needed is lost, nothing gets certain, nothing breaks.

A member by ``getattr``, a function by ``functools.partial`` or ``bind``, an argument out of a function, a property, a
container, a channel, an optional: in every golden program one piece after the other is written that way.
"""

from __future__ import annotations

import fnmatch
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.golden.test_golden import CASES, expectation
from tests.invariants.findings import pattern
from tests.invariants.forms import Edit, edits
from tests.shares import shared

from policywright.analyzers.api import Analysis, Options, analyse
from policywright.analyzers.model import Unresolved, UnresolvedCode

NAMELESS = "what nothing else says AWS of is found by how the text of the call looks"
NOTHING = "a receiver that the program gives no value is told by a call that stands there"
NULLS = (
    "of a null beside another value in one place nothing is left, and a row has both in a place of its own"
)
NOT_YET: Mapping[str, str] = {
    "python/attributes_of_libraries": "what a library's object is set to by a bound setter is not kept",
    "python/class_protocols": "a setter is no argument of a call that is known",
    "python/lib_spark_sessions": "a method of a session that nobody makes is held: only its text said whose it is",
    "python/named_by_one_call": NAMELESS,
    "python/null_in_names": NULLS,
    "python/resources_that_names_tell": NAMELESS,
    "python/transfers_of_unknown_buckets": NOTHING,
    "typescript/client_from_elsewhere": NOTHING,
    "typescript/methods_called_later": "a bind that is bound itself (f.bind.bind(f)) is not followed",
    "typescript/named_by_one_call": NAMELESS,
    "typescript/names_that_mean_nothing": NAMELESS,
    "typescript/unknown_receivers": NAMELESS,
}
"""Programs of which some piece in another form does lose something, and why."""


def _requested(analysis: Analysis) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for policy in analysis.policies:
        for grant in policy.grants:
            found.setdefault(grant.action, set()).update(set(map(pattern, grant.resources)) or {"*"})
    return found


def _covered(resources: set[str], one: str) -> bool:
    return any(fnmatch.fnmatchcase(one.replace("[", "("), other.replace("[", "(")) for other in resources)


def _hides(one: Unresolved) -> bool:
    """What no service has is no permission: a service and an operation that other calls have may be told apart."""
    return one.code is not UnresolvedCode.UNKNOWN_OPERATION


def _said(analysis: Analysis) -> set[tuple[str, str]]:
    return {(one.code.value, one.detail) for one in analysis.unresolved}


def lost(before: Analysis, after: Analysis) -> list[str]:
    """What is needed no more, or of fewer things, with nothing said; what is certain now; what is broken."""
    found = [f"defect: {one.detail}" for one in after.unresolved if one.code is UnresolvedCode.INTERNAL]
    if any(map(_hides, before.unresolved)) and not after.unresolved:
        found.append("complete")
    if _said(after) <= _said(before):
        now = _requested(after)
        for action, resources in _requested(before).items():
            if not all(_covered(now.get(action, set()), one) for one in resources):
                found.append(action)
    return found


def check(case: Path, project: Path, times: int) -> None:
    expected = expectation(case)
    shutil.copytree(case, project, ignore=shutil.ignore_patterns("expect.json", "said.txt", "__pycache__"))
    paths = [project / name for name in expected.get("paths", ["."])]
    options = Options(entries=tuple(expected.get("entries", ())))
    before = analyse(paths, options)
    files = sorted(
        {one.span.file for policy in before.policies for grant in policy.grants for one in grant.reasons}
    )
    choices = [
        (file, edit) for file in map(project.joinpath, files) if file.is_file() for edit in edits(file)
    ]
    chance = random.Random(case.name)
    for file, edit in _each_form(choices, chance, times):
        data = file.read_bytes()
        file.write_bytes(edit.applied(data))
        after = analyse(paths, options)
        file.write_bytes(data)
        if after.skipped != before.skipped:
            # A keyword is no name there, a statement no expression.
            continue
        line = data[: edit.start].count(b"\n") + 1
        what = data[edit.start : edit.end].decode()
        assert lost(before, after) == [], f"after {file.name}:{line} {what} as {edit.text} ({edit.form})"


def _each_form(
    choices: list[tuple[Path, Edit]], chance: random.Random, times: int
) -> list[tuple[Path, Edit]]:
    """Some edits of each form; in a usual run (0) one of one form."""
    if not times:
        return [chance.choice(choices)] if choices else []
    forms: dict[str, list[tuple[Path, Edit]]] = {}
    for one in choices:
        forms.setdefault(one[1].form, []).append(one)
    return [one for found in forms.values() for one in chance.sample(found, min(times, len(found)))]


@pytest.mark.parametrize("case", shared("equal", CASES, 24, NOT_YET, covered=True))
def test_an_equal_form(case: Path, tmp_path: Path) -> None:
    check(case, tmp_path / case.name, 0)


@pytest.mark.long
@pytest.mark.parametrize("case", shared("equal", CASES, 1, NOT_YET))
def test_many_equal_forms(case: Path, tmp_path: Path) -> None:
    check(case, tmp_path / case.name, 2)


@pytest.mark.long
def test_each_form_is_in_some_program() -> None:
    """The rules still fit the lowered forms of the languages."""
    found = {
        edit.form
        for case in CASES
        for file in case.iterdir()
        if file.suffix in (".py", ".ts", ".js", ".go", ".java") and file.stat().st_size < 4_000
        for edit in edits(file)[:50]
    }
    assert found == _FORMS


_FORMS = {
    "partial", "getattr", "lambda", "item", "generator", "property", "bind", "bound method", "computed", "arrow",
    "getter", "destructured", "same", "channel", "called", "boxed", "method value", "optional", "list", "future",
    "reference", "spread",
}  # fmt: skip
