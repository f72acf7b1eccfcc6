"""Unified diffs that ``git apply`` and ``patch -p1`` take, whatever a file is called and however it ends.

The names in the headers are quoted as git quotes them, so that nothing in a name can pass for a line of the
patch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

_NO_NEWLINE = "\\ No newline at end of file\n"
_CONTEXT = 3
_MAX_PAIRS = 500_000
"""Pairs of equal lines up to which all of them are looked at. Else lines that many are like (``}``) are not,
and of blocks that are alike the wrong ones come out side by side."""
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


@lru_cache(maxsize=16)  # each answer about the same templates has it anew
def unified(before: str, after: str, name: str) -> str:
    """The diff of one file, with ``a/`` and ``b/`` names; a text that is empty is of no file."""
    return "".join(_diff(before, after, name))


def _diff(before: str, after: str, name: str) -> Iterator[str]:
    old, new = _lines(before), _lines(after)
    if old == new:
        return
    yield f"--- {header_name('a/' + name) if before else '/dev/null'}\n"
    yield f"+++ {header_name('b/' + name) if after else '/dev/null'}\n"
    counts = Counter(new)
    many = sum(counts[line] for line in old) > _MAX_PAIRS
    for group in SequenceMatcher(None, old, new, autojunk=many).get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for tag, start, end, new_start, new_end in group:
            for sign, lines in (
                (" ", old[start:end] if tag == "equal" else ()),
                ("-", old[start:end] if tag in ("delete", "replace") else ()),
                ("+", new[new_start:new_end] if tag in ("insert", "replace") else ()),
            ):
                for line in lines:
                    yield f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n{_NO_NEWLINE}"


def _range(start: int, end: int) -> str:
    """Lines as a hunk's head counts them: from one, an empty range behind the line before it."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


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
