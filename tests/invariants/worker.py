"""Analyses programs in a process of its own and prints what was found: usage ``LANGUAGE SIZE [golden]``.

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


def main(language: str, size: str, golden: str = "") -> None:
    seed = int(os.environ["PYTHONHASHSEED"])
    found: dict[str, list[str]] = {}
    for shape in shapes(language):
        number = int(size) * (10 if shape == "application" else 1)
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
    json.dump(found, sys.stdout)


def told(run: Run) -> list[str]:
    return [f"nodes: {run.counters.nodes}", *verbatim(run)]


if __name__ == "__main__":
    main(*sys.argv[1:])
