"""Standard input of the MCP server, in which half of a surrogate pair is the replacement character.

JSON can say such a half (``"\\ud800"``), no text in UTF-8 can, and the SDK drops a line that has one without
an answer: whoever asked would wait for ever.
"""

from __future__ import annotations

import io
import os
import re
import sys
from typing import Any, BinaryIO

_HALVES = re.compile(
    rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


def repair_standard_input() -> None:
    """Has ``sys.stdin`` be read through ``Repaired``; what else reads the descriptor finds its end."""
    private = os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(Repaired(private)), encoding="utf-8", errors="replace")


class Repaired(io.RawIOBase):
    """The lines of a stream, each fit to be read."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = repaired(self._stream.readline())
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def repaired(line: bytes) -> bytes:
    """A line of JSON without halves of surrogate pairs."""
    return _HALVES.sub(lambda found: rb"\ufffd" if found[1] else found[0], line)
