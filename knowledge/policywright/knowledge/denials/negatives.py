"""What looks like a denial and is none: the table is ``negatives.toml``.

Its rows match what only the other system writes, so that a real denial beside one of them is still
found. ``reader`` lets them silence those bare framings that they overlap.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from policywright.knowledge.denials.model import NotDenialCode as Code
from policywright.knowledge.denials.model import Span
from policywright.knowledge.records import dataclass


@dataclass(frozen=True, slots=True)
class NotPolicy:
    """A passage recognised as something else."""

    code: Code
    span: Span


@cache
def table() -> tuple[tuple[Code, re.Pattern[str]], ...]:
    """The rows of ``negatives.toml``; every code but those that readers set themselves has one."""
    text = files(__package__).joinpath("negatives.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["negative"]
    return tuple((Code(row["code"]), re.compile("|".join(row["patterns"]), re.MULTILINE)) for row in rows)


def read_negatives(text: str) -> Iterator[NotPolicy]:
    """Everything in ``text`` that another system or another check has refused."""
    for code, pattern in table():
        for match in pattern.finditer(text):
            yield NotPolicy(code, match.span())
