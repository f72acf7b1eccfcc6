"""Has every compiled function look at how much of the stack is left before it does anything (``stack.h``).

mypyc leaves that out. Without it a program that makes the analysis recurse without end, which plain Python
turns into ``RecursionError`` and the engine into a finding, would be the end of the process.
"""

from __future__ import annotations

import re
from pathlib import Path

HEADER = Path(__file__).with_name("stack.h")
_FUNCTION = re.compile(r"^(PyObject \*|char |CPyTagged )(CPyDef_\w+)\([^;{]*\) \{$", re.MULTILINE)
"""The functions that mypyc writes, by what they return; those that give tuples or floats only call others."""
_FAILED = {"PyObject *": "NULL", "char ": "2", "CPyTagged ": "CPY_INT_TAG"}
"""What they return, by mypyc's conventions, when an exception is set."""


def guarded(text: str) -> str:
    """One C file with the checks put in."""
    return _FUNCTION.sub(lambda found: f"{found[0]}\n    POLICYWRIGHT_CHECK({_FAILED[found[1]]})", text)


def guard(directory: Path) -> int:
    """Puts the checks into the files that mypyc wrote to a directory; gives their number."""
    count = 0
    for path in sorted(directory.rglob("__native*.c")):
        before = path.read_text(encoding="utf-8")
        after = guarded(before)
        count += after.count("POLICYWRIGHT_CHECK(") - before.count("POLICYWRIGHT_CHECK(")
        if after != before:
            path.write_text(after, encoding="utf-8")
    return count
