"""Text that came from analysed files, made fit to show.

File names, string constants and error details are hostile input: they may hold control characters that
drive a terminal, or characters that end a Markdown code span or a table cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

_BACKTICKS = regex(r"`+")
_COPIED = regex(r"(`[^`]+`|arn:aws[^\s,;()\"'`]*[^\s,;:.()\"'`])")
"""What somebody may want to copy out of a sentence."""


def one_line(text: str) -> str:
    """The text with everything that could move a cursor or hide in a line made visible."""
    return text if text.isprintable() else "".join(_visible(character) for character in text)


_HIDDEN = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]|\r(?!\n)"
)
"""What drives a terminal, or is not seen and changes what is: control characters, directions, zero widths."""


def inert(text: str) -> str:
    """A text of many lines for a terminal or an assistant, with what would drive them made visible."""
    return without_hidden(text, _escape)


def json_text(data: Any, **layout: Any) -> str:
    """JSON in which nothing is hidden: the escapes are JSON's own, so the data is the same."""
    shown = json.dumps(data, ensure_ascii=False, **layout)
    return without_hidden(shown, lambda character: json.dumps(character)[1:-1])


def without_hidden(text: str, escape: Callable[[str], str]) -> str:
    """The text with each hidden character as its language escapes one."""
    return _HIDDEN.sub(lambda found: escape(found.group()), text)


def _visible(character: str) -> str:
    if character.isprintable() or character == " ":
        return character
    return {"\n": " ", "\t": " ", "\r": " "}.get(character) or _escape(character)


def _escape(character: str) -> str:
    import unicodedata  # names of files and constants seldom get here

    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    # Zs are spaces of some width: they show, and a file may well be named with one.
    if unicodedata.category(character) == "Zs":
        return character
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def code_span(text: str) -> str:
    """A Markdown code span that holds the text whatever backticks it has."""
    shown = one_line(text)
    longest = max((len(run) for run in _BACKTICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str) -> str:
    """Text as Markdown prose: nothing in it is taken for markup."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", one_line(text))


def worded(text: str) -> str:
    """Our own prose as Markdown: what is in back-quotes, and each ARN, stays as it is, to be copied."""
    parts = _COPIED.split(one_line(text))
    return "".join(
        code_span(part.strip("`")) if index % 2 else prose(part) for index, part in enumerate(parts)
    )


def block(text: str, language: str) -> str:
    """A Markdown block of a text as it is (a patch has tabs), behind a fence that nothing in it closes."""
    shown = inert(text).rstrip("\n")
    longest = max((len(run) for run in _BACKTICKS.findall(shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def fenced(lines: Iterable[str], language: str) -> list[str]:
    """A block of code, whatever back-quotes are in it; each line is made fit to show."""
    shown = [one_line(line) for line in lines]
    longest = max((len(run) for line in shown for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *shown, fence]


def cell(markdown: str) -> str:
    """Markdown as the content of a table cell."""
    return re.sub(r"(?<!\\)\|", r"\\|", markdown)


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters, with the cut shown."""
    return text if len(text) <= limit else text[: max(limit - 3, 0)] + "..."


def plural(count: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    if count == 1:
        return f"1 {noun}"
    consonant_y = noun.endswith("y") and noun[-2] not in "aeiou"
    return f"{count} {noun[:-1]}ies" if consonant_y else f"{count} {noun}s"


def few(texts: Sequence[str], most: int = 2) -> str:
    """``a, b and 3 more``."""
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more
