"""What people said beside something that an edit takes away: a comment that no line of the new text has.

What the diff takes out of the file shows it, between many other lines; here it is said by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from policywright.analyzers.infrastructure.listing import few
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

_COMMENT = {
    ".yaml": regex(r"(?:^|\s)#\s*(.*)"),
    ".tf": regex(r"(?:^|\s)(?:#|//|/\*)\s*(.*)"),
    ".py": regex(r"(?:^|\s)#\s*(.*)"),
    ".ts": regex(r"(?:^|[\s;,{(])(?://|/\*+)\s*(.*)"),
}
_LIKE = {".yml": ".yaml", ".template": ".yaml", ".tofu": ".tf", ".js": ".ts", ".mjs": ".ts", ".mts": ".ts"}
_SAYS = regex(r"\w")
_MOST = 80
"""Characters of one comment."""
_SHOWN = 4


def gone(before: str, after: str, file: str) -> Iterator[str]:
    """A line for the comments of a file that are in it no more."""
    suffix = file[file.rfind(".") :]
    comment = _COMMENT.get(_LIKE.get(suffix, suffix))
    if comment is None or before == after:
        return
    left = Counter(text for line in after.split("\n") if (text := _said(comment.search(line), line)))
    lost: list[str] = []
    for number, line in enumerate(before.split("\n"), start=1):
        text = _said(comment.search(line), line)
        if text and left[text] > 0:
            left[text] -= 1
        elif text:
            lost.append(f'"{text}" (line {number})')
    if lost:
        verb = "a comment goes" if len(lost) == 1 else f"{len(lost)} comments go"
        yield f"{file}: {verb} with what {'it' if len(lost) == 1 else 'they'} stood at: {few(lost, _SHOWN)}"


def _said(found: Match[str] | None, line: str) -> str:
    """What a comment says; nothing for what is inside of a text."""
    if found is None or any(line[: found.start()].count(quote) % 2 for quote in ("'", '"', "`")):
        return ""
    text = found[1].removesuffix("*/").strip()
    shown = text if len(text) <= _MOST else f"{text[:_MOST]}..."
    return shown if _SAYS.search(text) else ""
