"""Commas between the arguments of a block, which Terraform took up to version 0.11: blanks for the parser.

Offsets stay as they are. Commas of lists, objects and calls stay as well: an object's brace is behind a sign
(``tags = {``), a block's behind its type or a label.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    rb"""(?P<comment>\#[^\n]*|//[^\n]*|/\*.*?\*/)
    |<<-?(?P<mark>[^\W\d][\w-]*)[ \t]*\r?\n.*?^[ \t]*(?P=mark)\b
    |(?P<word>[\w-]+)
    |(?P<sign>[^\s])""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_LABEL = re.compile(rb'["\w]')
_OPERATORS = frozenset((b"in",))
"""Words that an object may be behind."""


def without_commas(data: bytes) -> bytes:
    """The text with blanks in place of such commas."""
    found = bytearray(data)
    inside: list[bytes] = []
    before, at = b"", 0
    while (token := _TOKEN.search(data, at)) is not None:
        at = token.end()
        sign = token["sign"]
        if sign == b'"':
            at = _end_of_string(data, at)
        elif sign in (b"{", b"(", b"["):
            is_block = sign == b"{" and before not in _OPERATORS and _LABEL.match(before) is not None
            inside.append(b"block" if is_block else sign)
        elif sign in (b"}", b")", b"]") and inside:
            inside.pop()
        elif sign == b"," and inside[-1:] == [b"block"]:
            found[token.start()] = ord(" ")
        if token["comment"] is None:
            before = token[0]
    return bytes(found)


def _end_of_string(data: bytes, at: int) -> int:
    """Behind the string whose content begins at an offset, with what is interpolated in it."""
    opened = [b'"']
    while at < len(data) and opened:
        one, two = data[at : at + 1], data[at : at + 2]
        if opened[-1] == b'"':
            if one == b"\\" or two in (b"$$", b"%%"):
                at += 1
            elif two in (b"${", b"%{"):
                opened.append(b"{")
                at += 1
            elif one == b'"':
                opened.pop()
            elif one == b"\n":
                return at
        elif one in (b'"', b"{"):
            opened.append(one)
        elif one == b"}":
            opened.pop()
        at += 1
    return at


__all__ = ["without_commas"]
