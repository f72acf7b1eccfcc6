"""Code that stands in a template: as a file of the program, and its places as those of the template.

The program's file is called ``template.yaml#Fn.py``, which nobody can open; ``Inline.at`` gives the place in
the template that people and code scanning see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from policywright.analyzers.infrastructure.model import Workload
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, names, replace
from policywright.knowledge.values import Const, Hole, Text, Value

SUFFIXES = {"python": ".py", "nodejs": ".js"}
"""Languages that CloudFormation takes inline, by how their runtimes are called."""
_BLOCK = re.compile(r"(?:\|[+-]?\d*[+-]?|<<-?\w+)\s*(?:#.*)?")
"""What begins a text whose lines are those of the file: YAML's literal block, Terraform's heredoc."""


_FIRST = 0xF0000
"""Private use plane 15."""
_MARK = re.compile("([\U000f0000-\U000ffffd])\\1*")


class Marked:
    """What a template puts into a text, and the marks that stand for it there.

    A mark is one private character, as often as the template's own words have some: what is behind it stays
    where it is in the line.
    """

    def __init__(self, values: Sequence[Value] = ()) -> None:
        self.values = [*values]

    def text(self, value: Value) -> str:
        """A text with marks for what is not known of it."""
        pieces: list[str] = []
        for part in parts_of(value) if isinstance(value, Const | Text) else ():
            if isinstance(part, str):
                pieces.append(part)
                continue
            if Text((part,)) not in self.values:
                self.values.append(Text((part,)))
            pieces.append(chr(_FIRST + self.values.index(Text((part,)))) * len(_said(part)))
        return "".join(pieces)

    def restored(self, thing: Any) -> Any:
        """A value, record or tuple with values in place of the marks."""
        match thing:
            case str():
                return _MARK.sub(self._written, thing)
            case Const(value=str() as text):
                return self._value((text,)) if _MARK.search(text) else thing
            case Text(parts=parts):
                marked = any(isinstance(one, str) and _MARK.search(one) for one in parts)
                return self._value(parts) if marked else thing
            case Hole() | None | bool() | int() | float():
                return thing
            case tuple():
                return tuple(map(self.restored, thing))
        if not hasattr(thing, "__record_names__"):
            return thing
        made = {name: (getattr(thing, name), self.restored(getattr(thing, name))) for name in names(thing)}
        return replace(thing, **{name: new for name, (old, new) in made.items() if new != old})

    def _value(self, parts: Sequence[str | Hole]) -> Value:
        found: list[str | Hole] = []
        for part in parts:
            at = 0
            for mark in _MARK.finditer(part) if isinstance(part, str) else ():
                found.extend((part[at : mark.start()], *parts_of(self._of(mark))))  # type: ignore[index]
                at = mark.end()
            found.append(part[at:] if isinstance(part, str) else part)
        return text_of([one for one in found if one != ""])

    def _of(self, mark: re.Match[str]) -> Value:
        number = ord(mark[1]) - _FIRST
        return self.values[number] if number < len(self.values) else Const(mark[0])

    def _written(self, mark: re.Match[str]) -> str:
        return "".join(one if isinstance(one, str) else _said(one) for one in parts_of(self._of(mark)))


def _said(hole: Hole) -> str:
    return f"${{{hole.name or hole.kind}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """Where a workload's inline code is."""

    name: str
    """What the program calls it."""
    span: Span
    """The text in the template."""
    indentation: int | None
    """Of each of its lines; None where they are not lines of the template."""

    def at(self, span: Span) -> Span:
        """A place in the inline code as a place of the template; any other place as it is."""
        if span.file != self.name:
            return span
        if self.indentation is None:
            return self.span
        return replace(
            span,
            file=self.span.file,
            line=self.span.line + span.line,
            column=span.column + self.indentation,
            end_line=self.span.line + span.end_line,
            end_column=span.end_column + self.indentation,
            start_byte=self.span.start_byte,
            end_byte=self.span.end_byte,
        )


def inline_of(workload: Workload, files: ProjectFiles) -> Inline:
    """The place of the inline code of a workload that has some."""
    runtime = workload.code.runtime or ""
    suffix = next((end for start, end in SUFFIXES.items() if runtime.startswith(start)), "")
    span = workload.code.inline_span or workload.span
    name = f"{workload.span.file}#{workload.id}{suffix}"
    return Inline(name=name, span=span, indentation=_indentation(span, files.text(span.file) or ""))


def _indentation(span: Span, text: str) -> int | None:
    lines = text.splitlines()[span.line - 1 :]
    if not lines or _BLOCK.fullmatch(lines[0][span.column - 1 :].strip()) is None:
        return None
    first = next((line for line in lines[1:] if line.strip()), "")
    return len(first) - len(first.lstrip(" "))
