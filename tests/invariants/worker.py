"""Analyses programs in a process of its own and prints what was found, by language: usage ``SIZE [golden]``.

A test runs it with several values of ``PYTHONHASHSEED``; the files are shuffled with that seed, too.
"""

from __future__ import annotations

import json
import os
import sys

from tests.golden.test_golden import CASES, expectation
from tests.invariants import support
from tests.invariants.adapter import Run, Unfinished, analyse_shuffled
from tests.invariants.findings import verbatim
from tests.invariants.programs import shapes


def main(size: str, golden: str = "") -> None:
    seed = int(os.environ["PYTHONHASHSEED"])
    found = {language: of_language(language, int(size), seed, golden) for language in support.LANGUAGES}
    json.dump(found, sys.stdout)


def of_language(language: str, size: int, seed: int, golden: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for shape in shapes(language):
        number = size * (10 if shape == "application" else 1)
        files = support.linked(language, shape, number).files
        try:
            found[shape] = told(analyse_shuffled(files, seed))
        except Unfinished:
            # An empty answer: the test tells that there was none.
            found[shape] = []
    for case in CASES if golden else ():
        if case.parent.name == language:
            entries = expectation(case).get("entries", ())
            found[case.name] = told(analyse_shuffled(case, seed, entries=entries))
    return found


def told(run: Run) -> list[str]:
    return [f"nodes: {run.counters.nodes}", *verbatim(run)]


if __name__ == "__main__":
    main(*sys.argv[1:])
