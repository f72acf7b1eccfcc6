"""The same program in another form: what is said of each of its units stays the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.golden.test_golden import CASES, expectation
from tests.invariants import support
from tests.invariants.adapter import analyse_shuffled, write
from tests.invariants.findings import of_units, told_by_unit, verbatim
from tests.invariants.known import EARLY
from tests.invariants.programs import Linked, Program
from tests.invariants.programs.application import dead, unrelated
from tests.shares import long_unless, shared

Form = Callable[[Program, int], Program]


def reordered(program: Program, seed: int) -> Program:
    return program.reordered(seed)


def renamed(program: Program, seed: int) -> Program:
    return program.renamed(seed)


def split(program: Program, seed: int) -> Program:
    return program.split(seed)


def padded(program: Program, seed: int) -> Program:
    """As many dead functions as there are others."""
    return program.padded(seed, dead(program.language, len(program.units), seed))


def beside(program: Program, seed: int) -> Program:
    return program.beside(unrelated(program.language, seed), "unrelated")


def beside_another(program: Program, seed: int) -> Program:
    """Beside a program that makes requests of its own."""
    services = {site.service for site in program.link().sites}
    return program.beside(unrelated(program.language, seed, 4, services), "unrelated")


def together(program: Program, seed: int) -> Program:
    """All of it at once."""
    return beside(renamed(split(padded(reordered(program, seed), seed), seed), seed), seed)


KEEPS_NAMES: Mapping[str, Form] = {
    "reordered": reordered, "padded": padded, "beside": beside, "beside_another": beside_another,
}  # fmt: skip
FORMS: Mapping[str, Form] = {**KEEPS_NAMES, "renamed": renamed, "split": split, "together": together}
SAME_NODES = ("reordered", "renamed")
MORE_SEEDS = range(10, 13)


def check(form: str, language: str, shape: str, size: int, seed: int) -> None:
    program = support.program(language, shape, size)
    other = FORMS[form](program, seed).link()
    chains = form in KEEPS_NAMES
    limit = support.seconds(size)
    run = analyse_shuffled(other.files, seconds=limit)
    first = support.analysed(language, shape, size)
    before = told_by_unit(first, support.linked(language, shape, size), chains=chains)
    after = told_by_unit(run, other, chains=chains)
    assert (of_units(after, program.units) if form == "beside_another" else after) == before
    if form in SAME_NODES:
        assert run.counters.nodes == pytest.approx(first.counters.nodes, rel=EARLY.get(shape, 0.0), abs=0)


def in_a_form() -> list[object]:
    """Each program in one form now and then, one in two in all of them together, in each form in the long one."""
    return [
        pytest.param(form, *program.values, id=f"{program.id}-{form}",
                     marks=[*program.marks, *long_unless((number + at) % (2 if form == "together" else 12) == 0)])
        for number, program in enumerate(support.every_program(large=True))
        for at, form in enumerate(FORMS)
    ]  # fmt: skip


@pytest.mark.parametrize(("form", "language", "shape", "size"), in_a_form())
def test_forms(form: str, language: str, shape: str, size: int) -> None:
    check(form, language, shape, size, 1)


@pytest.mark.long
@pytest.mark.parametrize("seed", MORE_SEEDS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("language", "shape"), support.ALL)
def test_many_forms(form: str, language: str, shape: str, seed: int) -> None:
    check(form, language, shape, 400 if shape == "application" else 24, seed)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", support.LANGUAGES)
def test_forms_are_other_programs(form: str, language: str) -> None:
    """Something was changed, and all requests are still there."""
    program = support.program(language, "application", support.small("application"))
    before, after = program.link(), FORMS[form](program, 1).link()
    assert after.files != before.files

    def by_unit(linked: Linked) -> set[tuple[str, str, str, int]]:
        return {(site.service, site.operation, *linked.place(site.file, site.line)) for site in linked.sites}

    assert {site for site in by_unit(after) if site[2] in program.units} == by_unit(before)


# --- the golden cases ---

PADDING = {
    ".py": "\n\ndef unused_{n}(a, b):\n    rows = [{{'n': a}} for _ in range(3)]\n    return [unused_{n}(row, b) for row in rows]\n",
    ".go": "\nfunc unused{n}(a int, b int) int {{\n\tfor a > 0 {{\n\t\ta = a - unused{n}(b, a)\n\t}}\n\treturn b\n}}\n",
    ".java": "\nclass Unused{n} {{\n    int unused(int a, int b) {{\n        return a > 0 ? unused(a - 1, b) : b;\n    }}\n}}\n",
    **dict.fromkeys(
        (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".tsx"),
        "\nfunction unused{n}(a, b) {{\n  const rows = [1, 2].map((n) => ({{ n, a }}));\n  return rows.map((row) => unused{n}(row, b));\n}}\n",
    ),
}


UNNAMED = [case for case in CASES if "paths" not in expectation(case)]
"""The cases that are directories: files that are named by themselves are all that is said of such a case."""


def laid_out(case: Path, directory: Path) -> Path:
    shutil.copytree(case, directory, ignore=shutil.ignore_patterns("expect.json", "__pycache__"))
    return directory


@pytest.mark.parametrize("case", shared("padded", CASES, 24))
def test_padded_golden_cases(case: Path, tmp_path: Path) -> None:
    """Dead functions behind everything else: not even a line has moved."""
    entries = expectation(case).get("entries", ())
    project = laid_out(case, tmp_path / case.name)
    before = analyse_shuffled(project, entries=entries)
    broken = {item.file for item in before.analysis.skipped}
    for number, path in enumerate(sorted(project.rglob("*"))):
        padding = PADDING.get(path.suffix)
        if path.is_file() and padding is not None and path.relative_to(project).as_posix() not in broken:
            data = path.read_bytes()
            path.write_bytes(
                data + (b"" if data.endswith(b"\n") else b"\n") + padding.format(n=number).encode()
            )
    assert verbatim(analyse_shuffled(project, entries=entries)) == verbatim(before)


@pytest.mark.parametrize("case", shared("beside", UNNAMED, 24))
def test_golden_cases_beside_another_package(case: Path, tmp_path: Path) -> None:
    entries = expectation(case).get("entries", ())
    project = laid_out(case, tmp_path / case.name)
    before = analyse_shuffled(project, entries=entries)
    other = unrelated(case.parent.name, 1)
    write(
        Program(language=other.language, shape="", units={}, places={})
        .beside(other, "unrelated")
        .link()
        .files,
        project,
    )
    assert verbatim(analyse_shuffled(project, entries=entries)) == verbatim(before)
