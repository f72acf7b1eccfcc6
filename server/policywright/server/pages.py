"""Texts of a length that an assistant can take: cut at a line's end, or in pages.

Three characters are about a token, in JSON as in policies; clients cut what they get at some 25,000 tokens,
and every token is taken from what the assistant can keep in mind.
"""

from __future__ import annotations

from policywright.server.errors import UserError

SHORT = 2_800
"""Characters of an answer about a small project, for which nobody has asked for more."""
LONG = 6_800
"""The same for any project: 2,500 tokens."""
PAGE = 24_000
"""Characters of one page of what was asked for: 8,000 tokens."""
_FENCE = "\n```"


def fit(text: str, limit: int, rest: str = "the structured result has the rest") -> str:
    """The text, cut at a line's end if it is too long, with a word about it."""
    if len(text) <= limit:
        return text
    note = f"\n... (cut; {rest})"
    kept = text[: limit - len(note)].rsplit("\n", 1)[0]
    # An open code block would swallow the note.
    fence = _FENCE if kept.count(_FENCE) % 2 else ""
    return kept + fence + note


def page_of(text: str, number: int, limit: int = PAGE) -> tuple[str, int]:
    """One page of a text, and how many there are; put together they are the text.

    Raises ``UserError`` for a page that isn't there.
    """
    pages = _pages(text, limit)
    if not 1 <= number <= len(pages):
        raise UserError(f"there is no page {number}; there are {len(pages)}")
    return pages[number - 1], len(pages)


def _pages(text: str, limit: int) -> list[str]:
    pages, start = [], 0
    while len(text) - start > limit:
        end = text.rfind("\n", start, start + limit) + 1
        end = end if end > start else start + limit  # one line, longer than a page
        pages.append(text[start:end])
        start = end
    return [*pages, text[start:]]
