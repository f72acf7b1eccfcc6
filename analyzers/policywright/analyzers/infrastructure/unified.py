"""Unified diffs that ``git apply`` and ``patch -p1`` take, whatever a file is called and however it ends.

The names in the headers are quoted as git quotes them, so that nothing in a name can pass for a line of the
patch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from policywright.knowledge.isolation import heard

_NO_NEWLINE = "\\ No newline at end of file\n"
_CONTEXT = 3
_MAX_PAIRS = 50_000
"""Pairs of equal lines up to which all of them are looked at, once for each change: a quarter of a second."""
_Block = tuple[int, int, int]
"""Lines that both have: where they begin in the old text and in the new one, and how many they are."""
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
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if _pairs(old, new) > _MAX_PAIRS:
        # What it would find out by itself, and then has.
        blocks = [*_merged(_alike(old, new)), (len(old), len(new), 0)]
        matcher.matching_blocks = blocks  # type: ignore[attr-defined]
    for group in matcher.get_grouped_opcodes(_CONTEXT):
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


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    counts = Counter(new)
    return sum(counts[line] for line in old)


def _alike(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    """The lines that stay, in order, of texts that are too long to look at every pair.

    Lines that each text has once (a resource's name) tell which parts belong together, and what is between
    two of them is compared by itself.
    """
    start = new_start = 0
    for end, new_end in [*_unique(old, new), (len(old), len(new))]:
        heard()
        yield from _between(old, new, (start, end), (new_start, new_end))
        if end < len(old):
            yield end, new_end, 1
        start, new_start = end + 1, new_end + 1


def _unique(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Where lines are that each text has exactly once: the most of them that have the same order in both."""
    counts, new_counts = Counter(old), Counter(new)
    places = {line: at for at, line in enumerate(new) if new_counts[line] == 1}
    pairs = [(at, places[line]) for at, line in enumerate(old) if counts[line] == 1 and line in places]
    # The longest row that only grows, by patience sorting: where the best row of each length ends.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _between(
    old: Sequence[str], new: Sequence[str], place: tuple[int, int], new_place: tuple[int, int]
) -> Iterator[_Block]:
    """The lines that stay of a part of each text."""
    part, new_part = old[slice(*place)], new[slice(*new_place)]
    if not part or not new_part:
        return
    # Where there is nothing to hold on to, lines that many are like (``}``) are not looked at, and of blocks
    # that are alike the wrong ones may come out side by side.
    many = _pairs(part, new_part) > _MAX_PAIRS
    for start, new_start, length in SequenceMatcher(
        None, part, new_part, autojunk=many
    ).get_matching_blocks():
        if length:
            yield place[0] + start, new_place[0] + new_start, length


def _merged(blocks: Iterator[_Block]) -> Iterator[_Block]:
    """Blocks without a gap between them are one."""
    start = new_start = length = 0
    for block in blocks:
        if block[0] == start + length and block[1] == new_start + length:
            length += block[2]
            continue
        if length:
            yield start, new_start, length
        start, new_start, length = block
    if length:
        yield start, new_start, length


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
