"""Which stretches of a long text are worth a close look.

A build log has megabytes of which a few lines matter. The stretches are found by plain substring
search; whatever the carriers did to a message, some of these words survive in it.
"""

from __future__ import annotations

from policywright.knowledge.denials.model import Span

SHORT = 24_000
"""Texts up to this length are read as a whole."""

BEFORE, AFTER = 3_000, 6_000
_WORDS = (
    "arn:aws", "arn%3a", "authoriz", "authoris", "denied", "forbidden", "403", "permission", "credential",
    "assume", "expired", "signature", "throttl", "rate exceeded", "is not allowed", "errorcode", "verif",
    "eventsource", "eventname", "token", "explicit deny", "because no", "launch template",
    "specified model id", "access to kms",
)  # fmt: skip


def windows(text: str) -> tuple[Span, ...]:
    """The stretches of ``text`` around its telling words, in order, not overlapping."""
    if len(text) <= SHORT:
        return ((0, len(text)),)
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter.lower() if letter.isascii() else letter for letter in text)
    hits = sorted(hit for word in _WORDS for hit in _hits(lowered, word))
    found: list[Span] = []
    for hit in hits:
        if found and hit < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], min(len(text), hit + AFTER)))
        else:
            start = max(found[-1][1] if found else 0, hit - BEFORE)
            found.append((start, min(len(text), hit + AFTER)))
    return tuple(_joined(text, found))


def _hits(text: str, word: str) -> list[int]:
    """Places of a word, those left out that the window of the one before covers anyway."""
    found: list[int] = []
    position = text.find(word)
    while position >= 0:
        found.append(position)
        position = text.find(word, position + AFTER // 3)
    return found


def _joined(text: str, found: list[Span]) -> list[Span]:
    """Cut at line ends, so that no window begins or ends inside a message."""
    result: list[Span] = []
    for start, end in found:
        begin = text.rfind("\n", max(0, start - 500), start) + 1 or start
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], end)
        else:
            result.append((begin, end))
    return result
