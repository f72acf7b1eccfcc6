"""Unified diffs that ``git apply`` and ``patch -p1`` take, whatever a file is called and however it ends.

The names in the headers are quoted as git quotes them, so that nothing in a name can pass for a line of the
patch.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

_NO_NEWLINE = "\\ No newline at end of file\n"
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def unified(before: str, after: str, name: str) -> str:
    """The diff of one file, with ``a/`` and ``b/`` names; a text that is empty is of no file."""
    return "".join(_diff(before, after, name))


def _diff(before: str, after: str, name: str) -> Iterator[str]:
    lines = difflib.unified_diff(_lines(before), _lines(after))
    for number, line in enumerate(lines):
        if number == 0:
            yield f"--- {header_name('a/' + name) if before else '/dev/null'}\n"
        elif number == 1:
            yield f"+++ {header_name('b/' + name) if after else '/dev/null'}\n"
        else:
            yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def header_name(name: str) -> str:
    """A file's name as git writes it after ``---``: quoted where it has to be, with a tab behind spaces."""
    data = name.encode("utf-8", "surrogateescape")
    plain = all(0x20 <= byte < 0x7F and byte not in _ESCAPES for byte in data)
    if plain and not name.endswith(" "):
        return f"{name}\t" if " " in name else name
    return '"' + "".join(map(_quoted, data)) + '"'


def _quoted(byte: int) -> str:
    if byte in _ESCAPES:
        return f"\\{_ESCAPES[byte]}"
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"


def _lines(text: str) -> list[str]:
    """Lines as git and patch count them: a line feed ends one, and nothing else does."""
    lines = text.split("\n")
    last = lines.pop()
    found = [f"{line}\n" for line in lines]
    return [*found, last] if last else found
