"""JSON that stands in a template's text (a heredoc, a quoted string, a file) as nodes of ``syntax.py``.

Interpolations stay expressions: inside a string they make a ``Template``, on their own they are the value.
Trailing commas are accepted. Every node's path goes on from the text's path by ``"<json>"`` and then keys
and indexes.
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.model import Path
from policywright.analyzers.infrastructure.terraform import syntax as s

JSON_STEP = "<json>"
QUOTED_STEP = "<quoted>"
"""The same for JSON in a quoted string, where escapes leave nothing to edit."""
INSERTED = "%inserted"
"""The function of an interpolation that is a value by itself: its text is JSON. Nobody can write it."""
MAX_DEPTH = 100

_HOLE = "\ue000"
"""Stands for an interpolation: a character of the private use area, which no policy has."""
_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null")
_PLAIN = re.compile(r'[^"\\' + _HOLE + "]+")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_ESCAPES = {
    "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/",
}  # fmt: skip


class _NotJson(Exception):
    """The text is not JSON; says nothing more, because what else it is matters to nobody."""


def json_of_text(file: str, text: str, step: str = JSON_STEP) -> s.Expr | None:
    """A whole file of JSON; None when it is something else."""
    offsets: list[int] = []
    at = 0
    for char in text:
        offsets.append(at)
        at += 1 if char < "\x80" else len(char.encode("utf-8", "surrogatepass"))
    chunk = s.Chunk(text=text, offsets=tuple(offsets))
    return json_of(
        s.Template(file=file, start=0, end=at, path=(), parts=(chunk,)), editable=step == JSON_STEP
    )


def json_of(template: s.Template | s.Literal, *, editable: bool = True) -> s.Expr | None:
    """The JSON that a template's text is; None when it is something else.

    A plain literal has no offsets of its own (escapes): its nodes all have the literal's place. Not
    ``editable`` is what directives make.
    """
    if isinstance(template, s.Literal):
        if not isinstance(template.value, str) or template.value.lstrip()[:1] not in ("{", "["):
            return None
        chunk = s.Chunk(text=template.value, offsets=(template.start,) * len(template.value))
        parts: tuple[s.Part, ...] = (chunk,)
    else:
        parts = template.parts
    step = JSON_STEP if editable and isinstance(template, s.Template) else QUOTED_STEP
    try:
        return _Reader(template, parts, step).document()
    except _NotJson:
        return None


class _Reader:
    def __init__(self, template: s.Template | s.Literal, parts: tuple[s.Part, ...], step: str) -> None:
        self.file, self.path = template.file, (*template.path, step)
        self.holes: list[s.Expr] = []
        texts: list[str] = []
        self.offsets: list[int] = []
        for part in parts:
            if isinstance(part, s.Chunk):
                texts.append(part.text.replace(_HOLE, "\ufffd"))
                self.offsets.extend(part.offsets)
            elif isinstance(part, s.If | s.Loop):
                raise _NotJson
            else:
                self.holes.append(part)
                texts.append(_HOLE)
                self.offsets.append(part.start)
        self.text = "".join(texts)
        self.end = template.end
        self.at = 0
        self.seen = 0

    def document(self) -> s.Expr:
        value = self.value(self.path, 0)
        self.space()
        if self.at != len(self.text):
            raise _NotJson
        return value

    def space(self) -> str:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def offset(self, at: int) -> int:
        return self.offsets[at] if at < len(self.offsets) else self.end

    def after(self) -> int:
        """The offset just behind the last character read."""
        return self.offset(self.at - 1) + len(self.text[self.at - 1].encode("utf-8", "surrogatepass"))

    def hole(self) -> s.Expr:
        found = self.holes[self.seen]
        self.seen += 1
        self.at += 1
        return found

    def value(self, path: Path, depth: int) -> s.Expr:
        char = self.space()
        if depth > MAX_DEPTH:
            raise _NotJson
        start = self.offset(self.at)
        if char == "{":
            return self.object(path, depth, start)
        if char == "[":
            return self.array(path, depth, start)
        if char == '"':
            return self.string(path)
        if char == _HOLE:
            found = self.hole()
            # JSON inside of JSON: ``"Resource": ${jsonencode(var.arns)}``.
            return s.Call(
                file=found.file, start=found.start, end=found.end, path=found.path,
                name=INSERTED, args=(found,),
            )  # fmt: skip
        match = _SCALAR.match(self.text, self.at)
        if match is None:
            raise _NotJson
        self.at = match.end()
        word = match.group()
        number = float(word) if set(word) & set(".eE") and word not in _WORDS else None
        value = _WORDS[word] if word in _WORDS else (number if number is not None else int(word))
        return s.Literal(file=self.file, start=start, end=self.after(), path=path, value=value)

    def object(self, path: Path, depth: int, start: int) -> s.Expr:
        items: list[tuple[str | s.Expr, s.Expr]] = []
        self.at += 1
        while (char := self.space()) != "}":
            if char == ",":
                self.at += 1
                continue
            if char != '"':
                raise _NotJson
            raw = self.string((*path, "=>"))
            key = raw.value if isinstance(raw, s.Literal) and isinstance(raw.value, str) else raw
            if self.space() != ":":
                raise _NotJson
            self.at += 1
            step = key if isinstance(key, str) else "=>"
            items.append((key, self.value((*path, step), depth + 1)))
        self.at += 1
        return s.Object(file=self.file, start=start, end=self.after(), path=path, items=tuple(items))

    def array(self, path: Path, depth: int, start: int) -> s.Expr:
        items: list[s.Expr] = []
        self.at += 1
        while (char := self.space()) != "]":
            if char == ",":
                self.at += 1
                continue
            items.append(self.value((*path, len(items)), depth + 1))
        self.at += 1
        return s.Tuple(file=self.file, start=start, end=self.after(), path=path, items=tuple(items))

    def string(self, path: Path) -> s.Literal | s.Template:
        start = self.offset(self.at)
        self.at += 1
        parts: list[s.Chunk | s.Expr] = []
        while True:
            char = self.text[self.at : self.at + 1]
            if char == '"':
                break
            if char == _HOLE:
                parts.append(self.hole())
                continue
            begin = self.at
            match = _PLAIN.match(self.text, begin)
            if match is not None:
                self.at = match.end()
                piece = match.group()
            elif char == "\\":
                piece = self.escape()
            else:
                raise _NotJson
            parts.append(s.Chunk(text=piece, offsets=(self.offset(begin),) * len(piece)))
        self.at += 1
        end = self.after()
        if all(isinstance(part, s.Chunk) for part in parts):
            text = "".join(part.text for part in parts if isinstance(part, s.Chunk))
            return s.Literal(file=self.file, start=start, end=end, path=path, value=text)
        return s.Template(file=self.file, start=start, end=end, path=path, parts=tuple(parts))

    def escape(self) -> str:
        kind = self.text[self.at + 1 : self.at + 2]
        if kind == "u":
            digits = self.text[self.at + 2 : self.at + 6]
            if not re.fullmatch(r"[0-9A-Fa-f]{4}", digits):
                raise _NotJson
            self.at += 6
            return chr(int(digits, 16))
        if kind not in _ESCAPES:
            raise _NotJson
        self.at += 2
        return _ESCAPES[kind]
