"""Every request of a generated program is found on its line, and nothing else is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.invariants import execution, support
from tests.invariants.adapter import write
from tests.invariants.findings import sites
from tests.invariants.programs import Program, Site, make, shapes

from policywright.analyzers.engine.bounds import MAX_ALIKE
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

SEEDS = (2, 3, 4, 5, 6)


def check(language: str, shape: str, size: int, seed: int) -> None:
    linked = support.linked(language, shape, size, seed)
    run = support.analysed(language, shape, size, seed)
    assert run.analysis.skipped == ()
    found = sites(run)
    missing, beyond = sorted(linked.sites - found), sorted(found - linked.sites)
    assert (missing, beyond) == ([], []), (
        f"{len(missing)} missing and {len(beyond)} beyond of {len(linked.sites)}"
    )
    made = {(call.service, call.operation) for call in run.code.calls}
    assert not made & support.program(language, shape, size, seed).absent
    assert {call.certainty for call in run.code.calls} <= {"resolved"}
    # What the catalog does not know is said by the grants, not by the engine.
    assert run.code.unresolved == ()


@pytest.mark.parametrize(("language", "shape", "size"), support.every_program(large=True))
def test_all_requests_are_found_and_no_others(language: str, shape: str, size: int) -> None:
    check(language, shape, size, 1)


@pytest.mark.parametrize("language", support.LANGUAGES)
def test_no_request_is_lost_where_records_are_joined(language: str) -> None:
    """More services than a place keeps records apart: what is joined is called part by part."""
    check(language, "registry", MAX_ALIKE + 4, 1)


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("language", "shape"), support.ALL)
def test_whatever_the_services(language: str, shape: str, seed: int) -> None:
    check(language, shape, 10 * support.small(shape) if shape == "application" else 24, seed)


@pytest.mark.parametrize(("language", "shape"), support.ALL)
def test_the_same_seed_gives_the_same_program(language: str, shape: str) -> None:
    size = support.small(shape)
    assert make(language, shape, size, 1).link() == make(language, shape, size, 1).link()
    assert make(language, shape, size, 1).link() != make(language, shape, size, 2).link()


@pytest.mark.parametrize("shape", shapes("python"))
def test_the_expectation_is_what_happens(shape: str, tmp_path: Path) -> None:
    """An oracle: Python itself runs the program, and all that is made of it, with a stand-in for boto3."""
    program = support.program("python", shape, support.small(shape))
    forms = {"as it is": program, "moved": program.split(1).renamed(2).reordered(3)}
    for name, form in forms.items():
        linked = form.link()
        assert executed(form, tmp_path / name) == linked.sites, name
        assert len(linked.sites) == len(support.linked("python", shape, support.small(shape)).sites)


def executed(program: Program, directory: Path) -> set[Site]:
    """The requests that a program makes when it runs."""
    write(program.link().files, directory)
    home = program.home()
    entries = [f"{home[entry].replace('/', '.')}:{entry}" for entry in program.entries]
    result = subprocess.run(
        [sys.executable, str(execution.__file__), str(directory), *entries],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    operations = Operations(shared_store())
    found = set()
    for service, method, file, line in json.loads(result.stdout):
        operation = operations.by_method(service, method)
        assert operation is not None
        found.add(Site(service, operation.name, file, line))
    return found
