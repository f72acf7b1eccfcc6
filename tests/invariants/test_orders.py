"""The order of work changes nothing: the same findings to the byte, and the same number of nodes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.golden.test_golden import CASES, expectation
from tests.invariants import support
from tests.invariants.adapter import Run, analyse_shuffled
from tests.invariants.findings import verbatim
from tests.invariants.known import EARLY, UNCOUNTED
from tests.shares import shared

ROOT = Path(__file__).parents[2]
MORE_SEEDS = range(10, 18)
HASH_SEEDS = ("1", "987654321")


def assert_same(one: Run, other: Run, shape: str = "") -> None:
    assert verbatim(one) == verbatim(other)
    if shape not in UNCOUNTED:
        assert one.counters.nodes == pytest.approx(other.counters.nodes, rel=EARLY.get(shape, 0.0), abs=0)


@pytest.mark.parametrize(("language", "shape", "size"), support.every_program(large=True))
def test_shuffled_programs(language: str, shape: str, size: int) -> None:
    files = support.linked(language, shape, size).files
    for seed in (1,) if size == support.small(shape) else (1, 2):
        shuffled = analyse_shuffled(files, seed, seconds=support.seconds(size))
        assert_same(support.analysed(language, shape, size), shuffled, shape)


@pytest.mark.long
@pytest.mark.parametrize("seed", MORE_SEEDS)
@pytest.mark.parametrize(("language", "shape"), support.ALL)
def test_many_orders(language: str, shape: str, seed: int) -> None:
    size = 40 if shape != "application" else 400
    files = support.linked(language, shape, size, seed).files
    limit = support.seconds(size)
    assert_same(analyse_shuffled(files, seconds=limit), analyse_shuffled(files, seed, seconds=limit), shape)


@pytest.mark.parametrize("case", shared("shuffled", CASES, 8))
def test_shuffled_golden_cases(case: Path) -> None:
    entries = expectation(case).get("entries", ())
    assert_same(analyse_shuffled(case, entries=entries), analyse_shuffled(case, 1, entries=entries))


@pytest.mark.long
@pytest.mark.parametrize("seed", MORE_SEEDS)
@pytest.mark.parametrize("language", support.LANGUAGES)
def test_shuffled_golden_cases_of_a_language_as_one_program(language: str, seed: int) -> None:
    tree = ROOT / "tests" / "golden" / language
    limit = support.LONG_SECONDS
    assert_same(analyse_shuffled(tree, seconds=limit), analyse_shuffled(tree, seed, seconds=limit))


def in_a_process(hash_seed: str, *arguments: str) -> dict[str, dict[str, list[str]]]:
    """What a process of its own says, by language and program."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.invariants.worker", *arguments],
        cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, dict[str, list[str]]] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(
    ("size", "golden"),
    [pytest.param(4, "", id="small"), pytest.param(40, "golden", id="large", marks=pytest.mark.long)],
)
def test_hash_seeds(size: int, golden: str) -> None:
    """Sets are walked in another order, and files are found in another one, too."""
    first, second = (in_a_process(seed, str(size), golden) for seed in HASH_SEEDS)
    assert first.keys() == second.keys() == set(support.LANGUAGES)
    for language, one in first.items():
        other = second[language]
        assert one.keys() == other.keys()
        for name, lines in one.items():
            assert lines, (language, name)
            counted = 1 if name in UNCOUNTED else 0
            assert other[name][counted:] == lines[counted:], (language, name)
