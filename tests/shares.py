"""Which of many like cases a usual run takes: a share of them, the rest is part of the long form.

What decides is the content of a case, and the test that asks: any two tests take other shares, so that nearly every
case is in some test of each run, and a new case comes into as many of them as any other one does. A case that is
changed may be drawn into others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import pytest


@cache
def content(path: Path) -> bytes:
    """What is in a file, or in all files below a directory, in a few bytes."""
    found = hashlib.sha256(path.name.encode())
    for file in sorted(path.rglob("*")) if path.is_dir() else (path,):
        if file.is_file() and "__pycache__" not in file.parts:
            found.update(file.relative_to(path).as_posix().encode() + b"\0")
            found.update(file.read_bytes())
    return found.digest()


def drawn(test: str, one: Path | str, of: int) -> bool:
    """Whether a test takes a case (a directory, a file, or a text that tells it) in every run: one in ``of``."""
    told = content(one) if isinstance(one, Path) else one.encode()
    return int.from_bytes(hashlib.sha256(test.encode() + b"\0" + told).digest()[:8]) % of == 0


_FORM: dict[str, bool] = {}


def set_long(long: bool) -> None:
    """Before any test is read."""
    _FORM["long"] = long


def is_long() -> bool:
    """Whether this is the long form."""
    return bool(_FORM.get("long"))


def in_share(test: str, one: Path | str, of: int) -> bool:
    """``drawn`` in a usual run, whatever it is in the long form: for what a test goes through by itself."""
    return is_long() or drawn(test, one, of)


Case = TypeVar("Case", Path, str)


def some(test: str, cases: Iterable[Case], of: int) -> list[Case]:
    """Those of many cases that a test goes through: one in ``of`` in a usual run, each in the long form."""
    return [one for one in cases if in_share(test, one, of)]


def examples(quick: int, long: int) -> int:
    """How many examples Hypothesis makes. Those of a usual run are others each time."""
    return long if is_long() else quick


def long_unless(taken: bool) -> list[pytest.MarkDecorator]:
    """The marks of a case that a usual run takes, or leaves to the long form."""
    return [] if taken else [pytest.mark.long]


def named(case: Path) -> str:
    """A golden program in the ids of tests."""
    return f"{case.parent.name}/{case.name}"


def projects(test: str, cases: Iterable[Path], of: int) -> list[object]:
    """Golden projects as parameters: one in ``of`` in every run, all of them in the long form."""
    return [pytest.param(one, id=one.name, marks=long_unless(drawn(test, one, of))) for one in cases]


def words(test: str, cases: Iterable[str], of: int) -> list[object]:
    """The same of texts, or of what they name."""
    return [pytest.param(one, marks=long_unless(drawn(test, one, of))) for one in cases]


def shared(
    test: str, cases: Iterable[Path], of: int, not_yet: Mapping[str, str] = MappingProxyType({}), *,
    covered: bool = False,
) -> list[object]:  # fmt: skip
    """Golden programs as parameters: one in ``of`` in every run, all of them in the long form, unless another test
    of that does more of the same with each (``covered``).

    ``not_yet`` tells of those that are left out why, by their names.
    """
    return [
        pytest.param(
            one,
            id=named(one),
            marks=[
                *long_unless(drawn(test, one, of)),
                *([pytest.mark.skip(reason=not_yet[named(one)])] if named(one) in not_yet else []),
            ],
        )
        for one in cases
        if not covered or drawn(test, one, of)
    ]
