"""Texts of a length that an assistant can take: cut at a line's end, or in pages.

Three characters are about a token, in JSON as in policies; clients cut what they get at some 25,000 tokens,
and every token is taken from what the assistant can keep in mind. Names that are hashes, or in other scripts
than Latin, take far more tokens than that: such a text weighs more than it has characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from policywright.server.errors import UserError
from policywright.server.published import Json

SHORT = 2_800
"""Characters of an answer about a small project, for which nobody has asked for more."""
LONG = 6_800
"""The same for any project: 2,500 tokens."""
PAGE = 24_000
"""Characters of one page of what was asked for: 8,000 tokens."""
WHOLE = 1 << 62
"""No limit: for a patch of which a part is of no use."""
_FENCE = "\n```"
_PER_TOKEN = 2.8
"""Characters for a token: what ``SHORT`` and ``LONG`` are for 1,000 and for 2,500."""
_PIECES = re.compile(r"([A-Za-z]+)|([0-9]+)|([\r\n]+)|([^A-Za-z0-9\s\x80-\U0010ffff]+)|([^\x00-\x7f]+)")
_OF_PIECES = (7, 3, 1_000, 2)
"""Characters of a token: of words, digits, ends of lines and marks. Blanks go with the word that follows."""


def weight(text: str) -> int:
    """How many characters a text counts for: those that it has, or more where it takes more tokens."""
    return max(len(text), int(_PER_TOKEN * _tokens(text)))


def _tokens(text: str) -> int:
    """About how many tokens a text is, by the pieces into which the usual vocabularies divide it.

    Outside of ASCII, four tokens are at most about five bytes.
    """
    found = 0
    for piece in _PIECES.finditer(text):
        kind = piece.lastindex or 0
        if kind > len(_OF_PIECES):
            found += 4 * len(piece[0].encode("utf-8", "surrogatepass")) // 5
        else:
            found += -(-len(piece[0]) // _OF_PIECES[kind - 1])
    return found


def clipped(text: str, limit: int) -> str:
    """A text that weighs at most as much, with the cut shown."""
    if weight(text) <= limit:
        return text
    while text and weight(text) > limit - 3:
        text = text[: min(len(text) - 1, len(text) * limit // weight(text))]
    return text + "..."


def fit(text: str, limit: int, rest: str = "the structured result has the rest") -> str:
    """The text, cut at a line's end if it is too long, with a word about it."""
    if weight(text) <= limit:
        return text
    note = f"\n... (cut; {rest})"
    kept = _beginning(text, limit - len(note)).rsplit("\n", 1)[0]
    # An open code block would swallow the note.
    fence = _FENCE if kept.count(_FENCE) % 2 else ""
    return kept + fence + note


def lean(data: Json, lists: Iterable[tuple[Json, str]], limit: int = PAGE) -> Json:
    """The data with as many entries of its lists as an assistant takes; ``left_out`` counts the others.

    ``lists`` are parts of the data and the key of a list in them, the most important first.
    """
    if weight(json.dumps(data, ensure_ascii=False)) <= limit:
        return data
    whole = [(part, key, part[key]) for part, key in lists]
    for part, key, _ in whole:
        part[key] = []
    room = limit - weight(json.dumps(data, ensure_ascii=False))
    for part, key, entries in whole:
        for entry in entries:
            room -= weight(json.dumps(entry, ensure_ascii=False)) + 2
            if room < 0:
                break
            part[key].append(entry)
        if len(part[key]) < len(entries):
            part["left_out"] = part.get("left_out", 0) + len(entries) - len(part[key])
    return data


def page_of(text: str, number: int, limit: int = PAGE) -> tuple[str, int]:
    """One page of a text, and how many there are; put together they are the text.

    Raises ``UserError`` for a page that isn't there.
    """
    pages = _pages(text, limit)
    if not 1 <= number <= len(pages):
        raise UserError(f"there is no page {number}; there are {len(pages)}")
    return pages[number - 1], len(pages)


def _pages(text: str, limit: int) -> list[str]:
    pages = []
    while text:
        page = _beginning(text, limit)
        if len(page) < len(text):
            ends = (page.rfind(mark) + 1 for mark in ("\n", " "))  # a line may be longer than a page
            page = page[: next((end for end in ends if end > len(page) // 2), len(page))]
        pages.append(page)
        text = text[len(page) :]
    return pages or [""]


def _beginning(text: str, limit: int) -> str:
    """As much of a text as weighs no more than the limit, also as a text in JSON."""
    kept = text[:limit]
    while len(kept) > 1 and (heavy := _tokens(json.dumps(kept, ensure_ascii=False)) * _PER_TOKEN) > limit:
        kept = kept[: min(len(kept) - 1, int(len(kept) * limit / heavy))]
    return kept
