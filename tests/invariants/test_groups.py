"""What a group of entry points reaches is its own: no other group, no order of them, no template changes it.

Over golden projects with templates, in every reader's dialect and every language: what a function of a
template is said to do is what ``--entry`` says of it, and all groups with the rest are the whole program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.golden.test_infrastructure import CASES, project_of
from tests.shares import drawn, projects

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.discovery import Discovered
from policywright.analyzers.findings import Separate, analyse_code, analyse_separately
from policywright.analyzers.infrastructure import application
from policywright.analyzers.model import CodeFindings
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Asked:
    """What a template has the engine asked, and what came out."""

    found: Discovered
    groups: Groups
    layers: Mapping[str, tuple[str, ...]]
    settings: tuple[tuple[tuple[str, str], ...], ...]
    separate: Separate
    """Without the settings."""

    def again(self, groups: Sequence[Sequence[str]], *, rest: bool = False) -> Separate:
        return analyse_separately(
            self.found, Operations(shared_store()), groups, rest=rest, layers=self.layers
        )


@cache
def asked(case: Path) -> Asked:
    """The question that the project's templates ask, with the inline code that they add to the program."""
    recorded: list[Asked] = []

    def record(found: Discovered, operations: Operations, groups: Groups, **options: Any) -> Separate:
        settings = tuple(options.pop("settings"))
        separate = analyse_separately(found, operations, groups, **options)
        recorded.append(Asked(found, groups, options["layers"], settings, separate))
        return separate

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "analyse_separately", record)
        analyse([project_of(case)], Options())
    (one,) = recorded
    return one


def plain(code: CodeFindings) -> tuple[object, ...]:
    return code.calls, code.unresolved, code.given, code.counters


def requests(findings: Iterable[CodeFindings]) -> set[tuple[object, ...]]:
    """What the program itself does: what a group runs has no callers outside, as all of it may have."""
    every = (call for code in findings for call in code.calls if call.outside is None)
    return {(call.span, call.service, call.operation) for call in every}


QUICK = 12
SHARE = projects("groups", CASES, QUICK)
"""One case in so many in every run, all of them in the long form."""


@pytest.mark.parametrize("case", SHARE)
def test_each_group_alone(case: Path) -> None:
    one = asked(case)
    for number, group in enumerate(one.groups):
        alone = one.again([group])
        assert plain(alone.groups[0]) == plain(one.separate.groups[number]), group
        assert (alone.missing[0], alone.opaque[0]) == (
            one.separate.missing[number], one.separate.opaque[number],
        )  # fmt: skip


@pytest.mark.parametrize("case", SHARE)
def test_groups_in_another_order(case: Path) -> None:
    one = asked(case)
    other = one.again(one.groups[::-1], rest=True)
    assert [plain(code) for code in other.groups[::-1]] == [plain(code) for code in one.separate.groups]
    assert plain(other.rest) == plain(one.separate.rest)


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name) for case in CASES if "environment" in case.name]
)
def test_variables_only_take_away(case: Path) -> None:
    """What a group does with its variables set, it does without them, and where no code compares them, all."""
    one = asked(case)
    operations = Operations(shared_store())
    under = analyse_separately(
        one.found, operations, one.groups, rest=False, layers=one.layers, settings=one.settings
    )
    less = [
        (requests([code]), requests([whole]))
        for code, whole in zip(under.groups, one.separate.groups, strict=True)
    ]
    assert all(some <= every for some, every in less)
    assert any(some < every for some, every in less)


@pytest.mark.parametrize("case", SHARE)
def test_the_same_as_entry(case: Path) -> None:
    """``--entry`` names files and functions, and knows of no layers: those are the template's alone."""
    one = asked(case)
    for group, code, missing in zip(one.groups, one.separate.groups, one.separate.missing, strict=True):
        if one.layers or missing or any(entry.endswith("/") for entry in group):
            continue
        entered = analyse_code(one.found, Authorizer(shared_store()), entries=group[::-1])
        assert entered.calls == code.calls
        assert entered.unresolved == code.unresolved


@pytest.mark.parametrize("case", SHARE)
def test_all_groups_and_the_rest_are_the_whole_program(case: Path) -> None:
    one = asked(case)
    whole = analyse_code(one.found, Authorizer(shared_store()))
    if not one.layers:
        assert requests([*one.separate.groups, one.separate.rest]) == requests([whole])


@pytest.mark.parametrize(
    "of", [pytest.param(QUICK, id="quick"), pytest.param(1, id="long", marks=pytest.mark.long)]
)
def test_what_these_tests_are_about_is_there(of: int) -> None:
    """Not all of the cases may be left out of a comparison."""
    every = [asked(case) for case in CASES if drawn("groups", case, of)]
    groups = [(one, group) for one in every for group in one.groups]
    entries = [group for one, group in groups if not one.layers and not group[0].endswith("/")]
    assert len(groups) > 120 / of and len(entries) > 100 / of
    assert sum(len(one.groups) > 1 for one in every) > 30 / of
    assert sum(bool(one.separate.rest.calls) for one in every) > 2 / of
