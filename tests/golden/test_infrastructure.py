"""Golden projects: what each role of the templates needs and has, and the patch that puts it right.

A case is ``tests/golden/infrastructure/<case>/``: ``project/`` is the input, ``expect.json`` what must come out
per role, ``patch.diff`` the patch. Applying the patch and running again must leave nothing to change; where the
patch is one of the source that the template is made from (CDK), ``resynthesised/`` is what that makes then
(``tests/oracle/cdk.py`` makes it again). Cases whose name begins
with ``_`` are right, but not met yet.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.linting import errors
from tests.patches import assert_applies
from tests.shares import projects

from policywright.analyzers.api import Options, analyse
from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.infrastructure.role_diff import ChangeKind, RoleDiff
from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.forms import form, is_given
from policywright.analyzers.infrastructure.matching import covers_form
from policywright.analyzers.infrastructure.model import HeldStatement, Role
from policywright.analyzers.infrastructure.references import References, references_of
from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import NOWHERE
from policywright.analyzers.engine import solver
from policywright.analyzers.model import Condition, UnresolvedCode
from policywright.knowledge.values import Value, alternatives
from policywright.server.diffs import patch_text, shown_all
from policywright.server.selfcheck import faults

ROOT = Path(__file__).parent / "infrastructure"
EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = sorted(path.parent for path in ROOT.glob("[!_]*/expect.json")) + sorted(
    path.parent for path in EXAMPLES.glob("*/expected-roles.json")
)
KEYS = {"roles", "other_code", "problems", "unresolved", "refused", "edited", "about"}
ROLE_KEYS = {"template", "functions", "complete", "added", "widened", "narrowed", "removed", "kept",
             "unchanged", "notes"}  # fmt: skip


def project_of(case: Path) -> Path:
    return case / "project" if case.parent == ROOT else case


def expectation(case: Path) -> Mapping[str, Any]:
    name = "expect.json" if case.parent == ROOT else "expected-roles.json"
    found: dict[str, Any] = json.loads((case / name).read_text())
    assert set(found) <= KEYS, f"unknown keys {set(found) - KEYS}"
    for role, expected in found["roles"].items():
        assert set(expected) <= ROLE_KEYS, f"{role}: unknown keys {set(expected) - ROLE_KEYS}"
    return found


def run(project: Path) -> tuple[Analysis, Infrastructure]:
    analysis = analyse([project], Options())
    assert analysis.infrastructure is not None, "no template was found"
    return analysis, analysis.infrastructure


@lru_cache(maxsize=2)
def once(project: Path) -> tuple[Analysis, Infrastructure]:
    """What is found of a project that nobody changes: all tests of a case come one after the other and ask about it."""
    return run(project)


def of_case(case: Path) -> tuple[Analysis, Infrastructure]:
    """What is found of a case."""
    return once(project_of(case))


@lru_cache(maxsize=2)
def after_patch(case: Path) -> tuple[Analysis, Infrastructure]:
    """What is found once the patch of a case is applied, and the template made from it anew."""
    with patched(case) as project:
        return run(project)


@contextmanager
def patched(case: Path) -> Iterator[Path]:
    """A copy of a case's project with its patch, and the template made from it anew."""
    _, infrastructure = of_case(case)
    with TemporaryDirectory() as directory:
        project = Path(directory) / "project"
        shutil.copytree(project_of(case), project)
        for patch in infrastructure.patches:
            # As bytes: line ends stay what they are.
            assert (project / patch.file).read_bytes().decode() == patch.before
            (project / patch.file).write_bytes(patch.after.encode())
        if (case / "resynthesised").is_dir():
            shutil.copytree(case / "resynthesised", project, dirs_exist_ok=True)
        yield project


def seen(diff: RoleDiff) -> dict[str, Any]:
    """A role's diff in the form of the expectations; empty parts are left out."""
    references = references_of(diff.needs.stack)
    found: dict[str, Any] = {
        "template": diff.needs.stack.name,
        "functions": [workload.id for workload in diff.needs.workloads],
        "complete": diff.needs.complete,
    }
    for change in diff.changes:
        where = ", ".join(shown_all(change.resources or change.before, references))
        found.setdefault(change.kind, []).append(f"{change.action} on {where}")
    if diff.notes:
        found["notes"] = list(diff.notes)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_roles(case: Path) -> None:
    expected = expectation(case)
    analysis, infrastructure = of_case(case)
    assert {diff.needs.id: seen(diff) for diff in infrastructure.roles} == expected["roles"]
    other = {
        grant.action
        for policy in analysis.policies
        if policy.attach_to.kind == "unspecified"
        for grant in policy.grants
    }
    assert sorted(other) == expected.get("other_code", [])
    problems = [f"{one.span.file}:{one.span.line} {one.code.value}" for one in infrastructure.problems]
    assert problems == expected.get("problems", [])
    unresolved = [f"{one.span.file}:{one.span.line} {one.code.value}" for one in analysis.unresolved]
    assert unresolved == expected.get("unresolved", [])
    refused = [line for patch in infrastructure.patches for line in patch.refused]
    assert refused == expected.get("refused", [])
    edited = [line for patch in infrastructure.patches for line in patch.said]
    assert edited == expected.get("edited", [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_patch(case: Path) -> None:
    """The patch is the one expected."""
    expected = case / ("patch.diff" if case.parent == ROOT else "expected.patch")
    _, infrastructure = of_case(case)
    assert patch_text(infrastructure) == (expected.read_text() if expected.exists() else "")
    changed = [patch for patch in infrastructure.patches if patch.after != patch.before]
    if changed:
        assert_applies(
            patch_text(infrastructure),
            {patch.file: patch.before for patch in changed},
            {patch.file: patch.after for patch in changed},
        )


PATCHED = projects("patched", CASES, 3)
"""The patch is the same in every run, and one in three is looked at once more."""


@pytest.mark.parametrize("case", PATCHED)
def test_nothing_is_left_after_the_patch(case: Path) -> None:
    _, infrastructure = of_case(case)
    _, after = after_patch(case)
    # What a role lacks that takes no other policy is said, and stays.
    open = [diff for diff in after.roles if diff.needs.role is None or not _is_closed(diff.needs.role)]
    left = [change for diff in open for change in diff.of(*_LEFT)]
    refused = any(patch.refused for patch in infrastructure.patches)
    if not refused:
        assert left == []
    assert patch_text(after) == ""
    # A module is shown where it changes, in place of its callers, and so are they in place of it.
    shown = any(diff.needs.stack.given_code or diff.needs.stack.callers for diff in infrastructure.roles)
    needed = {diff.needs.id: _needs(diff) for diff in infrastructure.roles}
    still = {diff.needs.id: _needs(diff) for diff in after.roles}
    assert {id: found for id, found in still.items() if id in needed or not shown} == {
        id: found for id, found in needed.items() if id in still or not shown
    }
    for id in needed.keys() - still.keys():
        callers = [
            found for other, found in still.items() if other.endswith(f".{id}") or id.endswith(f".{other}")
        ]
        assert callers, f"{id} is shown no longer, and none of its callers is"
        # Each gives it code of its own.
        of_callers = {action for found in callers for action, _ in found}
        assert {action for action, _ in needed[id]} <= of_callers
    for diff in after.roles:
        if diff.needs.role is not None and _is_handed_on(diff.needs.role) and diff.of(*_LEFT):
            assert not diff.of("narrowed", "removed")
            fixed = [policy.fixed for policy in diff.needs.role.policies if policy.fixed is not None]
            fixed.append("gives out no name of it: ")
            assert any(why in note for why in fixed for note in diff.notes), "what it lacks is said"


@pytest.mark.parametrize("case", PATCHED)
def test_what_takes_a_statements_place_allows_no_more(case: Path) -> None:
    """Neither other actions, resources, Regions and accounts, nor under fewer conditions; what is missing is
    added beside it, and said. What grant methods of the CDK bring along is said otherwise."""
    _, before = of_case(case)
    _, after = after_patch(case)
    roles = {(diff.needs.stack.name, diff.needs.id): diff.needs for diff in after.roles}
    added = {change.action for diff in before.roles for change in diff.of("added", "widened")}
    for needs in (diff.needs for diff in before.roles if not diff.needs.stack.synthesised):
        patched_role = roles.get((needs.stack.name, needs.id))
        if patched_role is None or needs.role is None or patched_role.role is None:
            continue
        old = [
            Holding(one, references_of(needs.stack))
            for policy in needs.role.policies
            for one in policy.statements
            if one.effect == "Allow"
        ]
        new = references_of(patched_role.stack)
        for policy in patched_role.role.policies:
            for one in policy.statements if policy.kind != "implied" else ():
                for action, value in _allowed(one) if one.effect == "Allow" else ():
                    there = any(_allows(other, action, value, one.conditions, new) for other in old)
                    assert there or action in added, f"{needs.id}: {action} on {form(value)}"


def _allowed(statement: HeldStatement) -> Iterator[tuple[str, Value]]:
    for action in (form(option) for one in statement.actions for option in alternatives(one)):
        for value in (option for one in statement.resources for option in alternatives(one)):
            yield action, value


def _allows(
    old: Holding, action: str, value: Value, conditions: tuple[Condition, ...], references: References
) -> bool:
    """A statement allowed an action on a resource under no more conditions, and in these places."""
    if not old.covers_action(action) or not set(old.statement.conditions) <= set(conditions):
        return False
    if old.not_resources or old.any_resource or is_given(value):
        return True
    written = [option for one in old.statement.resources for option in alternatives(one)]
    for one, canonical in zip(written, old.values, strict=True):
        pairs = [(form(one), form(value)), (form(canonical), form(references.canonical(value)))]
        placed = all(_place(said, index) in ("*", "") or _place(wanted, index) != "*"
                     for said, wanted in pairs[:1] for index in (3, 4) if said != "*")  # fmt: skip
        # A name right behind ``parameter`` begins with the slash, or there is no such ARN.
        pairs += [(said, wanted.replace(":parameter\ue000", ":parameter/\ue000")) for said, wanted in pairs]
        if placed and any(covers_form(said, wanted) for said, wanted in pairs):
            return True
    return False


def _place(pattern: str, index: int) -> str:
    fields = pattern.split(":", 5)
    return fields[index] if len(fields) > 5 else ""


SYNTHESISED = [case for case in CASES if any(project_of(case).rglob("cdk.out"))]
"""Applications whose templates are there."""


@pytest.mark.parametrize("case", SYNTHESISED, ids=lambda case: case.name)
def test_before_a_synth_nothing_is_written_twice_or_taken_back(case: Path) -> None:
    """The source has the patch, and the template is the one from before."""
    _, infrastructure = of_case(case)
    if not any(patch.after != patch.before for patch in infrastructure.patches):
        return
    with TemporaryDirectory() as directory:
        project = Path(directory) / "project"
        shutil.copytree(project_of(case), project)
        for patch in infrastructure.patches:
            (project / patch.file).write_bytes(patch.after.encode())
        _, again = run(project)
    assert [patch.diff() for patch in again.patches if patch.after != patch.before] == []


_LEFT: tuple[ChangeKind, ...] = ("added", "widened", "narrowed", "removed")


def _is_closed(role: Role) -> bool:
    return role.closed is not None or _is_handed_on(role)


def _is_handed_on(role: Role) -> bool:
    """Nothing is added to a role that another template makes and hands on."""
    return role.owner is None and bool(role.policies) and all(policy.fixed for policy in role.policies)


def test_no_account_is_written_that_no_source_says() -> None:
    """The one that an application was synthesised for is one deployment's."""
    account = re.compile(r"(?<!\d)\d{12}(?!\d)")
    synthesised = 0
    for path in ROOT.glob("*/patch.diff"):
        files = [one for one in (path.parent / "project").rglob("*") if one.is_file()]
        sources = [one for one in files if "cdk.out" not in one.parts]
        if len(sources) == len(files):
            continue
        synthesised += 1
        lines = path.read_text().splitlines()
        written = {one for line in lines if line.startswith("+") for one in account.findall(line)}
        told = {found for one in sources for found in account.findall(one.read_text(errors="replace"))}
        assert written <= told, path.parent.name
    assert synthesised


def test_no_policy_of_a_service_refers_to_what_is_made_after_its_functions() -> None:
    """``!GetAtt SendLambdaFunction.Arn`` in ``iamRoleStatements``: a circular dependency."""
    patches = [path.read_text() for path in ROOT.glob("*/patch.diff")]
    of_services = [text for text in patches if "+++ b/serverless." in text]
    assert of_services
    later = re.compile(r"^\+(?!\+\+).*\w+(?:LambdaFunction|StepFunctionsStateMachine)\b", re.MULTILINE)
    assert [match[0] for text in of_services for match in later.finditer(text)] == []


@pytest.mark.parametrize("case", projects("cut", CASES, 6))
def test_of_what_is_cut_nothing_is_taken_away(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a program that is too large to be followed to its end, no role is complete."""
    analysis, infrastructure = of_case(case)
    monkeypatch.setattr(solver, "MAX_WORK", 3)
    cut, after = run(project_of(case))
    if not any(one.code is UnresolvedCode.BUDGET for one in cut.unresolved):
        return
    # Which roles stand for others may change with what is known.
    before = {diff.needs.id: diff for diff in (*infrastructure.covered, *infrastructure.roles)}
    for diff in after.roles:
        if _needs(diff) != _needs(before[diff.needs.id]):
            assert not diff.needs.complete
            assert not diff.of("removed", "narrowed")


def _needs(diff: RoleDiff) -> set[tuple[str, tuple[str, ...]]]:
    references = references_of(diff.needs.stack)
    return {(grant.action, tuple(shown_all(grant.resources, references))) for grant in diff.needs.grants}


@pytest.mark.parametrize("case", projects("faults", CASES, 3))
def test_validate_finds_no_fault(case: Path) -> None:
    """Our own judge of policies (``validate``) over those that are made for the roles of a project."""
    analysis, _ = of_case(case)
    assert not [(policy.name, one.message) for policy in analysis.policies for one in faults(policy, NOWHERE)]


@pytest.mark.parametrize("case", projects("valid", CASES, 4))
def test_patched_templates_are_valid(case: Path) -> None:
    """CloudFormation and SAM through cfn-lint: the patch brings no error that was not there before."""
    _, infrastructure = of_case(case)
    templates = {stack.name for stack in infrastructure.stacks if stack.dialect == "cloudformation"}
    for patch in infrastructure.patches:
        if patch.file in templates and patch.after != patch.before:
            # Most have none now, and what was there before needs no look.
            found = errors(patch.after)
            assert not found or found <= errors(patch.before)
