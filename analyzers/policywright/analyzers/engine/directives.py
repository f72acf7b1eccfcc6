"""Formats (``%s``, ``%05d``) that a program puts together itself: ``"%0" + width + "d"`` is one directive.

In: the pieces of a format; out: the same with None for each directive that a hole is a part of. What it shows
is not known, and the letters behind the hole are no text. ``str.format`` of Python has braces instead.
"""

from __future__ import annotations

from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole

_WHOLE = regex(r"%(?:\(\w*\)|\[\d+\]|\d+\$)?[-+# 0-9.,(*]*[a-zA-Z%]")
_BEGUN = regex(r"%(?:\(\w*\)?|\[\d*\]?|\d+\$)?[-+# 0-9.,(*]*")
_REST = regex(r"[-+# 0-9.,(*]*[a-zA-Z]")


def whole(pieces: tuple[str | Hole, ...]) -> list[str | Hole | None]:
    found: list[str | Hole | None] = []
    begun = False
    for place, piece in enumerate(pieces):
        if not isinstance(piece, str):
            if not begun:
                found.append(piece)
            continue
        rest = _REST.match(piece) if begun else None
        text = piece[rest.end() :] if rest is not None else piece
        # At the end of a format it is a text that looks like one.
        at = _begun_at(text) if place + 1 < len(pieces) else None
        begun = at is not None
        found.append(text[:at])
        if begun:
            found.append(None)
    return found


def _begun_at(text: str) -> int | None:
    """Where the text ends in the middle of a directive."""
    end = 0
    for match in _WHOLE.finditer(text):
        end = match.end()
    at = text.find("%", end)
    return at if at >= 0 and _BEGUN.fullmatch(text, at) else None
