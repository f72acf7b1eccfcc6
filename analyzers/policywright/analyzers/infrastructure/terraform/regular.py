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
    r"\\(?:[AbBdDsSwWz]|[^A-Za-z0-9])"  # escapes that mean the same to both, or are written anew
    r"|\[\^?\]?(?:\[:\^?\w+:\]|[^\]\\\[]|\\.)*\]"
    r"|(?P<flags>\(\?[is]+\))"
    r"|\((?:\?:|\?P?<\w+>)?"
    r"|\((?P<never>\?)"
    r"|(?P<repeat>[*+?]|\{\d+(?:,\d*)?\})\??"
    r"|\\[nrtfv]|[^\\\[]"
)
_NAMED = re.compile(r"\(\?<(?=\w)")
_END = {"$": r"\Z", r"\z": r"\Z"}
_CLASS = re.compile(r"\[:(\w+):\]")
_CLASSES = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "ascii": r"\x00-\x7F", "blank": r"\t ", "digit": "0-9",
    "lower": "a-z", "space": r"\t\n\v\f\r ", "upper": "A-Z", "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
"""https://github.com/google/re2/wiki/Syntax"""


class Refused(Exception):
    """A pattern that is not carried out here; what comes of it is not known."""


def compiled(pattern: str, text: str) -> re.Pattern[str]:
    """The pattern, if a search in the text ends soon; raises ``Refused``."""
    fixed, roaming = _cost(pattern)
    if fixed * max(len(text), 1) ** (roaming + 1) > MAX_TRIES:
        raise Refused
    try:
        return re.compile(_written(pattern), re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise Refused from error


def _written(pattern: str) -> str:
    """The pattern as Python writes it: ``$`` is the end alone, classes of POSIX are what is in them."""
    out: list[str] = []
    at = 0
    while (token := _TOKEN.match(pattern, at)) is not None and at < len(pattern):
        at, text = token.end(), token.group()
        if text[0] == "[":
            text = _CLASS.sub(_class, text)
        out.append(_END.get(text, _NAMED.sub("(?P<", text)))
    return "".join(out)


def _class(match: re.Match[str]) -> str:
    found = _CLASSES.get(match[1])
    if found is None:
        raise Refused
    return found


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
        # What holds for the whole pattern stands at its start.
        if token is None or token["never"] or (token["flags"] and at > 0):
            raise Refused
        at = token.end()
        text = token.group()
        if token["repeat"]:
            if closed:  # of a group that may itself match in several ways: their number doubles each time
                raise Refused
            fixed, roaming = _repeated(token["repeat"], fixed, roaming)
            groups[-1] = True
        closed = False
        if text[0] == "(" and not token["flags"]:
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
