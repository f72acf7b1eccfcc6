"""Strings with holes as plain text: every hole becomes one private character, so that text tools apply.

``text, holes = plain(value)`` and ``restored(text, holes)`` are inverse; in between, text may be cut,
joined and matched as long as the private characters stay whole.
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.values import Const, Hole, Text, Value

FIRST = 0xF0000
"""Private use plane 15: characters that no template has a reason to hold."""
HOLE = "[\U000f0000-\U000ffffd]"
"""A regular expression for one hole."""
_SPLIT = re.compile(f"({HOLE})")
UNKNOWN = Hole(kind="unknown")


def plain(value: Value) -> tuple[str, list[Hole]] | None:
    """A string value as text and its holes; None for what is no string."""
    match value:
        case Const(value=str() as text):
            return text, []
        case Text(parts=parts):
            holes = [part for part in parts if isinstance(part, Hole)]
            marks = iter(range(FIRST, FIRST + len(holes)))
            return "".join(part if isinstance(part, str) else chr(next(marks)) for part in parts), holes
    return None


def restored(text: str, holes: list[Hole]) -> Value:
    """The value that a text made by ``plain`` stands for."""
    parts: list[str | Hole] = []
    for piece in _SPLIT.split(text):
        index = ord(piece) - FIRST if len(piece) == 1 else -1
        parts.append(holes[index] if 0 <= index < len(holes) else piece)
    return text_of(parts)


def joined(*values: Value | str) -> Value:
    """Strings one after the other; what is unknown is a hole."""
    parts: list[str | Hole] = []
    for value in values:
        match value:
            case str():
                parts.append(value)
            case Const(value=scalar) if scalar is not None:
                parts.append(str(scalar))
            case Text(parts=inner):
                parts.extend(inner)
            case _:
                parts.append(UNKNOWN)
    return text_of(parts)


def known(value: Value | None) -> str | None:
    """A constant string; None for anything else."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None
