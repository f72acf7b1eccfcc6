"""JSON with positions: where in the text each value and each key of a document stands.

``json`` forgets positions and silently drops duplicate keys; both matter when a person has to fix a
policy. In comes text or bytes, out goes ``Located`` (plain data, offsets by JSON path, duplicate
keys) or a ``LocatedError`` that says what is wrong and where. ``parse`` is the next room.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from policywright.knowledge.records import dataclass, field

# AWS's largest policy documents are tens of kilobytes; a bigger text is not a policy.
MAX_CHARACTERS: Final = 1_000_000
# A policy nests seven levels deep at most (document, statement, condition, operator, key, list, value).
MAX_DEPTH: Final = 40

Path: TypeAlias = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_WORDS: Final[Mapping[str, Any]] = {"true": True, "false": False, "null": None}


class LocatedError(ValueError):
    """The text is not JSON (or not text); ``line`` and ``column`` are 1-based."""

    def __init__(
        self, message: str, line: int | None = None, column: int | None = None, path: Path = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Plain JSON data and the offset of every value and key, by path."""

    text: str
    data: Any
    values: Mapping[Path, int]
    keys: Mapping[Path, int]
    duplicates: tuple[tuple[Path, int], ...] = ()
    lines: tuple[int, ...] = (0,)

    def position(self, path: Path, *, key: bool = False) -> tuple[int, int] | tuple[None, None]:
        """Line and column of the nearest thing at or above ``path``."""
        table = self.keys if key and path in self.keys else self.values
        while path and path not in table:
            path = path[:-1]
            table = self.values
        offset = table.get(path)
        return self.at(offset) if offset is not None else (None, None)

    def at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


def decode(raw: bytes) -> str:
    """Text of a policy file: UTF-8, UTF-16 or UTF-32, with or without a byte order mark."""
    if len(raw) > MAX_CHARACTERS * 4:
        raise LocatedError(_too_big(len(raw)))
    encoding = json.detect_encoding(raw)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise LocatedError(
            f"the file is not valid {encoding.upper()} text; save it as UTF-8", line, column
        ) from error


def load(source: str | bytes) -> Located:
    """Read JSON; raises ``LocatedError`` with one clear message for anything else."""
    text = decode(source) if isinstance(source, bytes) else source
    if len(text) > MAX_CHARACTERS:
        raise LocatedError(_too_big(len(text)))
    return _Reader(text).read()


def _too_big(size: int) -> str:
    return f"the input is too big for a policy ({size:,} characters; the limit is {MAX_CHARACTERS:,})"


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    values: dict[Path, int] = field(default_factory=dict)
    keys: dict[Path, int] = field(default_factory=dict)
    duplicates: list[tuple[Path, int]] = field(default_factory=list)

    def read(self) -> Located:
        if self.text.startswith("\ufeff"):
            self.at = 1
        self.space()
        if self.at >= len(self.text):
            raise self.error("the input is empty; expected a policy document")
        data = self.value(())
        self.space()
        if self.at < len(self.text):
            raise self.error("unexpected text after the end of the document")
        return Located(
            text=self.text,
            data=data,
            values=self.values,
            keys=self.keys,
            duplicates=tuple(self.duplicates),
            lines=_line_starts(self.text),
        )

    def value(self, path: Path) -> Any:
        if len(path) > MAX_DEPTH:
            raise self.error(f"the document nests deeper than {MAX_DEPTH} levels; no policy does")
        self.values[path] = self.at
        start = self.text[self.at : self.at + 1]
        if start == "{":
            return self.object(path)
        if start == "[":
            return self.array(path)
        if start == '"':
            return self.string(path)
        return self.scalar(path)

    def object(self, path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        self.at += 1
        self.space()
        while not self.closes("}", bool(out), path):
            if self.text[self.at : self.at + 1] != '"':
                raise self.error("expected a key in double quotes", path)
            offset = self.at
            key = self.string(path)
            here = (*path, key)
            if key in out:
                self.duplicates.append((here, offset))
            self.keys[here] = offset
            self.space()
            if self.text[self.at : self.at + 1] != ":":
                raise self.error(f'expected ":" after the key "{key}"', path)
            self.at += 1
            self.space()
            out[key] = self.value(here)
        return out

    def array(self, path: Path) -> list[Any]:
        out: list[Any] = []
        self.at += 1
        self.space()
        while not self.closes("]", bool(out), path):
            out.append(self.value((*path, len(out))))
        return out

    def closes(self, bracket: str, more: bool, path: Path) -> bool:
        """Step over the closing bracket, or over the comma before the next item."""
        self.space()
        mark = self.text[self.at : self.at + 1]
        if mark == bracket:
            self.at += 1
            return True
        if not mark:
            raise self.error(f'the document ends before the closing "{bracket}"', path)
        if not more:
            return False
        if mark != ",":
            raise self.error(f'expected "," or "{bracket}"', path)
        comma = self.at
        self.at += 1
        self.space()
        if self.text[self.at : self.at + 1] == bracket:
            self.at = comma
            raise self.error(f'remove the comma before "{bracket}"', path)
        return False

    def string(self, path: Path) -> str:
        match = _STRING.match(self.text, self.at)
        if match is None:
            raise self.error("this string is not closed, or holds a raw line break or a bad escape", path)
        self.at = match.end()
        body = match.group(1)
        return str(json.loads(match.group())) if "\\" in body else body

    def scalar(self, path: Path) -> Any:
        for word, value in _WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        match = _NUMBER.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
            try:
                return json.loads(match.group())
            except ValueError as error:  # thousands of digits: Python refuses the conversion
                raise self.error("this number has too many digits", path) from error
        if self.text.startswith(("//", "/*", "#"), self.at):
            raise self.error("comments are not allowed in JSON", path)
        if self.text.startswith("'", self.at):
            raise self.error("strings need double quotes in JSON", path)
        raise self.error("expected a JSON value", path)

    def space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        if match is not None:
            self.at = match.end()

    def error(self, message: str, path: Path = ()) -> LocatedError:
        lines = _line_starts(self.text)
        line = bisect_right(lines, self.at)
        return LocatedError(message, line, self.at - lines[line - 1] + 1, path)


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))
