"""What Python may mean that imports modules by names it makes up (what comes of it is ``loading``)."""

from __future__ import annotations

import re

from policywright.analyzers.made_up import ANYTHING, argument
from policywright.knowledge.regex import regex

_USES = regex(
    rb"\b(?:import_module|__import__|import_string|resolve_name|(?:iter_modules|walk_packages|entry_points)(?=\s*\())\b"
)
_IMPORTED = regex(rb"^[ \t]*(?:from\s+[\w.]+\s+)?import\b[^\n]*\Z|\bdef\s+\Z", re.MULTILINE)
_BEGINNING = regex(r"[rRfFuU]{0,2}(['\"])((?!\1)[\w.]*)")


def made_up_names(module: str, data: bytes) -> tuple[str, ...]:
    """Regular expressions of the modules that the functions that import by names may mean."""
    found: dict[str, None] = {}
    for use in _USES.finditer(data):
        line = data[data.rfind(b"\n", 0, use.start()) + 1 : use.start()]
        if _IMPORTED.search(line):
            continue
        found[_modules(data, use.end())] = None
    return tuple(found)


def _modules(data: bytes, end: int) -> str:
    text = argument(data, end + 1) if data[end : end + 1] == b"(" else ""
    beginning = _BEGINNING.match(text)
    if beginning is None:
        return ANYTHING
    package, dot, name = beginning.group(2).rpartition(".")
    if not dot and beginning.end() + 1 == len(text):
        package = name
    if not package or package.startswith("."):
        return ANYTHING
    return rf"(?:.*\.)?{re.escape(package)}(?:\..*)?"
