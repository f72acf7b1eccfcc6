"""What the tests of this directory share: sizes, and programs that are analysed once."""

from __future__ import annotations

from functools import cache

import pytest
from _pytest.mark import ParameterSet
from tests.invariants.adapter import Run, analyse_shuffled
from tests.invariants.programs import ALL, LANGUAGES, Linked, Program, make

SMALL = 8
SMALL_APPLICATION = 60
LARGE = {
    "decorated": 320, "undecorated": 320, "sessions": 200, "generics": 160, "factory": 160, "registry": 160,
    "middleware": 160, "retry": 160, "paginated": 100, "evaluator": 60, "mutual": 100, "application": 2000,
}  # fmt: skip
LONG_SECONDS = 300.0


def small(shape: str) -> int:
    return SMALL_APPLICATION if shape == "application" else SMALL


def every_program(*, large: bool) -> list[ParameterSet]:
    """Parameters (language, shape, size): small ones for every run, large ones for the long form."""
    found = [pytest.param(language, shape, small(shape), id=f"{language}-{shape}") for language, shape in ALL]
    for language, shape in ALL if large else ():
        size = LARGE[shape]
        found.append(
            pytest.param(language, shape, size, id=f"{language}-{shape}-{size}", marks=pytest.mark.long)
        )
    return found


def seconds(size: int) -> float:
    """How long an analysis may take before it counts as one without an end."""
    return 20.0 if size <= SMALL_APPLICATION else LONG_SECONDS


@cache
def program(language: str, shape: str, size: int, seed: int = 1) -> Program:
    return make(language, shape, size, seed)


@cache
def linked(language: str, shape: str, size: int, seed: int = 1) -> Linked:
    return program(language, shape, size, seed).link()


@cache
def analysed(language: str, shape: str, size: int, seed: int = 1) -> Run:
    """The program as it is, in the usual order."""
    return analyse_shuffled(linked(language, shape, size, seed).files, seconds=seconds(size))


__all__ = ["ALL", "LANGUAGES", "analysed", "every_program", "linked", "program", "seconds", "small"]
