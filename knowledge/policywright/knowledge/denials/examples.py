"""Messages that a page shows as examples: documentation, runbooks, guides, lists of known errors.

Such a page says in its own words that it explains (*example error*, *Symptoms*, *Cause*, *Solution*), and its
messages name nobody, or somebody in one of the accounts that are kept for examples. Each alone is what people
write who ask for help, too; together they are a page.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.knowledge.denials.model import NOBODY, Finding
from policywright.knowledge.denials.nearby import Surroundings, line_around

_AROUND = 1_500
_ENOUGH = 2
"""How many different signs make a page: one alone may be a question.

What names neither who nor on what, with a solution behind it, is one without more. People mask who was
denied, too, so that such a message wants two signs more.
"""
_ACCOUNTS = re.compile(
    r"(?<!\d)(?:123456789012|1234567890|123456789|012345678901|111122223333|444455556666|777788889999"
    r"|(\d)\1{11})(?!\d)"
)
"""AWS's own example accounts, and those that people type for one."""
_UNNAMED = re.compile(
    r"[\"'`]?(?:(?:[Tt]he |IAM )?(?:[Uu]ser|[Rr]ole|[Ii]dentity) )?(?:is |are )?[Nn]ot authorized"
)
_SENTENCE = re.compile(r"(?<![Yy]ou are not )authori[sz]ed\s+to\s+perform")
"""AWS's sentence names who was denied, be it masked; whoever writes a guide does not."""
_HEADING = r"^[#>* \t-]{0,12}(?:[\d.]{1,6}[ \t]{1,4})?(?:\*\*)?(?:[Tt]he )?"


_CELL = r"(?:^|\|)[ \t*]*(?:[A-Za-z]{1,12} ){0,2}"


def _heading(words: str, *, said: bool = True) -> str:
    """Such words at the head of a line, of a table's column or (``said``) in front of a colon."""
    line = rf"{_HEADING}(?:{words})\b[^\n]{{0,50}}$|{_CELL}(?:{words})[ \t*]*(?=\|[^\n]*\n[ \t]*\|?[ \t]*:?-)"
    return rf"{line}|{_HEADING}(?:{words})(?:\*\*)?[:\uff1a]" if said else line


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    text = files(__package__).joinpath("examples.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["sign"])


@cache
def _signs() -> tuple[re.Pattern[str], ...]:
    """The rows of ``examples.toml``."""
    return tuple(map(_compiled, _rows()))


@cache
def _weak() -> frozenset[re.Pattern[str]]:
    """Those that are one sign together."""
    return frozenset(_compiled(row) for row in _rows() if row.get("weak"))


@cache
def _answers() -> tuple[re.Pattern[str], ...]:
    """Those that stand in front of a solution."""
    return tuple(_compiled(row) for row in _rows() if row.get("answers"))


def _compiled(row: dict[str, Any]) -> re.Pattern[str]:
    pattern = _heading(row["heading"], said=row.get("said", True)) if "heading" in row else row["pattern"]
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


_NAMES = re.compile(r"\b(?:mateojackson|marymajor|johndoe)\b", re.IGNORECASE)
"""Whom AWS's own pages are about."""
_QUOTED = re.compile(r"[\"`]\*{0,2}[ \t]*(?:[,|;.(\u2014-]|on\b|means\b|is\b|[a-z])")
"""A sentence that goes on behind what it quotes."""


def is_example(around: Surroundings, start: int, end: int, finding: Finding) -> bool:
    """Whether the message at ``start``..``end``, read as ``finding``, is shown by a page that explains it."""
    text, principal = around.text, finding.principal
    unnamed = _UNNAMED.match(text, start) is not None
    if principal != NOBODY:
        shown = _ACCOUNTS.search(principal.arn or "") is not None
    else:
        shown = _SENTENCE.search(text, start, end) is None or unnamed
    masked = finding.principal.name is None and not shown
    if not shown and not masked:
        return False
    found = around.occurring(_signs())
    begin, stop = max(0, start - _AROUND), end + _AROUND
    abridged = unnamed and finding.resource in (None, "*") and finding.denial == "unknown"
    if principal == NOBODY and abridged and any(around.first(sign, end, stop) for sign in _answers()):
        return True
    quoted = _quoted(text, start, end)
    invented = around.first(_NAMES, begin, stop) is not None
    signs = {s for s in found if around.first(s, begin, start) or around.first(s, end, stop)}
    count = quoted + invented + len(signs - _weak()) + bool(signs & _weak())
    return count >= _ENOUGH + (2 if masked else 0)


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether a message is quoted in a sentence; it may be the message of a frame that is quoted with it."""
    behind = _QUOTED.match(text, end)
    if behind is None or text[start - 1 : start] == text[end]:
        return behind is not None
    before = text.count(text[end], line_around(text, (start, start))[0], start)
    return before % 2 == 1 and not behind[0].endswith(".")
