"""Terraform's regular expressions, which are RE2's, by Python's: those that both read alike, and that end.

RE2 takes time that grows with the text, Python's may take for ever. So what a search takes at worst is
reckoned before it is made, and a pattern that may take more is not carried out: ``Refused`` says so. The
bindings of RE2 would make this one line; they have no wheels for Alpine.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_TRIES = 10_000_000
"""Ways in which a pattern may be tried on a text: about a second."""
MAX_PATTERN = 1_000
"""Characters of a pattern."""

_TOKEN = re.compile(
    r"\\(?:[AbBdDsSwW]|[^A-Za-z0-9])"  # escapes that mean the same to both
    r"|\[\^?\]?(?:[^\]\\\[]|\\.)*\]"
    r"|\((?:\?:|\?P?<\w+>)?"
    r"|\((?P<never>\?)"
    r"|(?P<repeat>[*+?]|\{\d+(?:,\d*)?\})\??"
    r"|\\[nrtfv]|[^\\\[]"
)
_NAMED = re.compile(r"\(\?<(?=\w)")


class Refused(Exception):
    """A pattern that is not carried out here; what comes of it is not known."""


def compiled(pattern: str, text: str) -> re.Pattern[str]:
    """The pattern, if a search in the text ends soon; raises ``Refused``."""
    fixed, roaming = _cost(pattern)
    if fixed * max(len(text), 1) ** (roaming + 1) > MAX_TRIES:
        raise Refused
    try:
        return re.compile(_NAMED.sub("(?P<", pattern))
    except (re.error, OverflowError, RecursionError) as error:
        raise Refused from error


@lru_cache(maxsize=256)
def _cost(pattern: str) -> tuple[int, int]:
    """In how many ways a pattern can be tried from one place: a number, and so often the text's length."""
    if len(pattern) > MAX_PATTERN:
        raise Refused
    groups = [False]
    """For the open groups, whether anything in them may match in several ways."""
    fixed, roaming, at = 1, 0, 0
    closed = False
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None or token["never"]:
            raise Refused
        at = token.end()
        text = token.group()
        if token["repeat"]:
            if closed:  # of a group that may itself match in several ways: their number doubles each time
                raise Refused
            fixed, roaming = _repeated(token["repeat"], fixed, roaming)
            groups[-1] = True
        closed = False
        if text[0] == "(":
            groups.append(False)
        elif text == "|":
            fixed *= 2
            groups[-1] = True
        elif text == ")":
            if len(groups) == 1:
                raise Refused
            closed = groups.pop()
            groups[-1] = groups[-1] or closed
    return fixed, roaming


def _repeated(repeat: str, fixed: int, roaming: int) -> tuple[int, int]:
    if repeat == "?":
        return fixed * 2, roaming
    first, comma, last = repeat.strip("{}").partition(",")
    if repeat in "*+" or (comma and not last):
        return fixed, roaming + 1
    return fixed * (int(last or first) - int(first) + 1 if comma else 1), roaming


__all__ = ["Refused", "compiled"]
