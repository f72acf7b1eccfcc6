"""Texts that are nearly right: what people paste, tools cut, and somebody who means harm writes."""

from __future__ import annotations

import re
from random import Random

ODD = (
    "\0", "\x1b[2J", "\u202e", "\ufeff", "\u2028", "²", "٣", "é", "\U0001f600", "\\ud800", "\\UFFFFFFFF", "\t", "\r\n",
    "9" * 4_301, "-1", "1e999", "0x", "{", "}", "[", "]", "(", ")", "\"", "'", "`", "\\", ":", ",", ".", "*", "**", "&", "#",
    "${", "${self:custom.x}", "{{resolve:ssm:x}}", "!Ref ", "!Sub ", "!GetAtt ", "&a ", "*a", "<<: *a", "---\n", "null", "true",
    "=", "==", "=>", "->", "...", "<<EOF\n", "%{", "if", "for", "in", "not", "async ", "await ", "lambda ", "class ", "def ", "match ",
    "case ", "import ", "from ", "return ", "yield ", "_", "__getattr__", "self", "this", "super", "@", ";", "?", "!", "//", "/*", "\"\"\"",
)  # fmt: skip
"""What is put in: characters and words that mean something to some reader."""
_WORD = re.compile(r"\w+")
MAX = 20_000
"""Characters of a text; a longer one is cut."""


def mutated(text: str, other: str, random: Random) -> str:
    """The text with some damage; ``other`` is a text of the same kind, of which pieces may be put in."""
    text = text[:MAX]
    for _ in range(random.choice((1, 1, 2, 3, 5, 9))):
        text = random.choice(_WAYS)(text, other, random)
    return text


def _at(text: str, random: Random) -> int:
    return random.randrange(len(text) + 1)


def _range(text: str, random: Random) -> tuple[int, int]:
    start = _at(text, random)
    return start, min(len(text), start + random.choice((1, 2, 5, 20, 80, 400)))


def _cut(text: str, _other: str, random: Random) -> str:
    start, end = _range(text, random)
    return text[:start] + text[end:]


def _twice(text: str, _other: str, random: Random) -> str:
    start, end = _range(text, random)
    return text[:end] + text[start:end] * random.choice((1, 1, 2, 30)) + text[end:]


def _odd(text: str, _other: str, random: Random) -> str:
    at = _at(text, random)
    return text[:at] + random.choice(ODD) + text[at:]


def _instead(text: str, _other: str, random: Random) -> str:
    """One word of the text, or something odd, in place of another."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    gone = random.choice(words)
    new = random.choice(words).group() if random.random() < 0.7 else random.choice(ODD)
    return text[: gone.start()] + new + text[gone.end() :]


def _ended(text: str, _other: str, random: Random) -> str:
    return text[: _at(text, random)]


def _spliced(text: str, other: str, random: Random) -> str:
    start, end = _range(other, random)
    at = _at(text, random)
    return text[:at] + other[start:end] + text[at:]


def _lines(text: str, _other: str, random: Random) -> str:
    """Two lines change places."""
    lines = text.split("\n")
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


def _indented(text: str, _other: str, random: Random) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at] = (
        random.choice(("  ", "\t", "")) + lines[at].lstrip() if random.random() < 0.5 else "  " + lines[at]
    )
    return "\n".join(lines)


_WAYS = (_cut, _twice, _odd, _odd, _instead, _instead, _ended, _spliced, _lines, _indented)
