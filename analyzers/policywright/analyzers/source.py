"""Reading source files: limits, encodings, and the way from byte offsets to lines and columns.

What comes in is a path the user named or a directory walk found, which is hostile until shown
otherwise: nothing but regular files within the size limit is opened.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from bisect import bisect_right
from itertools import accumulate

from policywright.analyzers.model import SkipCode, Skipped, Span
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.regex import regex
from policywright.knowledge.store import StrPath

MAX_FILE_BYTES = 5_000_000
"""Larger files are data or bundles, not code that somebody wrote."""
MAX_DATA_BYTES = 200_000
"""Data that code imports and that is larger is not configuration."""
COMPILED = {".js": (".ts", ".tsx", ".jsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
"""What the ending of a file may stand for before it is compiled (TypeScript handbook, module resolution)."""

_CODING = regex(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)
_NOT_FOR_SOURCE = frozenset(("idna", "punycode", "undefined", "raw_unicode_escape", "unicode_escape"))
"""Codecs under their canonical names (hyphens as underscores) that Python would accept in a coding line but
nobody writes code in; some of them take quadratic time, and one raises whatever it is given."""
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class SourceError(Exception):
    """A file that can't be used; carries the ``Skipped`` entry that says so."""

    def __init__(self, skipped: Skipped) -> None:
        super().__init__(skipped.detail)
        self.skipped = skipped


@dataclass(slots=True, eq=False)
class SourceFile:
    """The text of one file as UTF-8 bytes, with its name relative to the inputs' common root."""

    name: str
    path: StrPath
    data: bytes
    note: Skipped | None = None
    """Set when the text was read with a doubt (a fallback encoding)."""
    place: str = ""
    """The path from the project's root, where that is not the name."""
    _starts: list[int] = field(default_factory=list)

    def span(self, start: int, end: int) -> Span:
        """The place of a byte range; columns count characters."""
        line, column = self.location(start)
        end_line, end_column = self.location(end)
        return Span(
            file=self.name, line=line, column=column, end_line=end_line, end_column=end_column,
            start_byte=start, end_byte=end,
        )  # fmt: skip

    def location(self, offset: int) -> tuple[int, int]:
        """Line and column (from 1) of a byte offset."""
        if not self._starts:
            self._starts = [0, *accumulate(map(len, self.data.splitlines(keepends=True)))]
            if self.data and not self.data.endswith((b"\n", b"\r")):
                self._starts.pop()
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        return line, len(self.data[start:offset].decode("utf-8", "replace")) + 1


def read_source(path: StrPath, name: str) -> SourceFile:
    """Reads one file as UTF-8, transcoding when a byte-order mark or a coding line says so.

    Raises ``SourceError`` for what is not a regular file, too large, or not text.
    """
    data = read_bytes(path, name)
    text, note = _decode(data, name)
    if text is None:
        return SourceFile(name, path, data)
    return SourceFile(name, path, text.encode("utf-8", "replace"), note)


def read_bytes(path: StrPath, name: str) -> bytes:
    """The bytes of a regular file within the size limit; ``SourceError`` for anything else."""
    try:
        # O_NONBLOCK: opening a FIFO must not wait for a writer.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise SourceError(_skip(name, SkipCode.UNREADABLE, error.strerror or str(error))) from error
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(_skip(name, SkipCode.NOT_A_FILE, "not a regular file"))
        if status.st_size > MAX_FILE_BYTES:
            detail = f"{status.st_size:,} bytes; the limit is {MAX_FILE_BYTES:,}"
            raise SourceError(_skip(name, SkipCode.TOO_LARGE, detail))
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise SourceError(_skip(name, SkipCode.UNREADABLE, error.strerror or str(error))) from error
    finally:
        os.close(handle)


def _decode(data: bytes, name: str) -> tuple[str | None, Skipped | None]:
    """The text and a doubt about it; (None, None) when the bytes are UTF-8 as they are."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError as error:
                raise SourceError(_skip(name, SkipCode.ENCODING, f"not valid {encoding}")) from error
    if b"\0" in data[:8192]:
        return _decode_nul(data, name)
    head = b"\n".join(data.split(b"\n", 2)[:2])
    declared = _CODING.search(head) if b"coding" in head else None
    encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        if codecs.lookup(encoding).name.replace("-", "_") in _NOT_FOR_SOURCE:
            raise LookupError
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        # Byte offsets stay meaningful and names survive; only comments and literals can be wrong.
        return data.decode("latin-1"), _skip(
            name, SkipCode.ENCODING, f"not valid {encoding}; read as Latin-1"
        )
    return (None, None) if codecs.lookup(encoding).name == "utf-8" else (text, None)


def _decode_nul(data: bytes, name: str) -> tuple[str, Skipped | None]:
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        high, low = data[offset:200:2], data[1 - offset : 200 : 2]
        if high.count(0) > 0.8 * len(high) and low.count(0) < 0.2 * len(low):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return text, _skip(name, SkipCode.ENCODING, f"no byte-order mark; read as {encoding}")
    raise SourceError(_skip(name, SkipCode.ENCODING, "not text"))


def _skip(name: str, code: SkipCode, detail: str) -> Skipped:
    return Skipped(file=name, code=code, detail=detail)
