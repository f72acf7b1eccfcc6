"""Marks: private characters that stand, in the texts of nodes, for values which only a deployment knows."""

from __future__ import annotations

import re
from typing import Any

from policywright.analyzers.infrastructure.cloudformation.strings import joined, one_of
from policywright.knowledge.records import names, replace
from policywright.knowledge.values import Const, Hole, Items, OneOf, Struct, Text, Value

MARK = re.compile("([\U00100000-\U0010fffd])")
_FIRST = 0x100000
"""Private use plane 16; ``states.patterns`` uses 15."""
_PSEUDO: dict[str, str] = {"region": "${aws:region}", "account": "${aws:accountId}", "partition": "aws"}
_NAMELESS = "${?}"
"""What stands, for people, for what no variable names."""


class TooManyError(Exception):
    """A limit was hit; the text says which."""


class Marks:
    """The marks of one service and what they stand for."""

    def __init__(self) -> None:
        self._marks: dict[Value, str] = {}
        self._values: list[Value] = []

    def of(self, value: Value) -> str | None:
        """The mark of a value, when it has one already."""
        return self._marks.get(value)

    def mark(self, value: Value) -> str:
        """The character that stands for a value in the texts of nodes."""
        if value not in self._marks:
            if len(self._values) >= 0xFFFD:
                raise TooManyError("too many variables")
            self._marks[value] = chr(_FIRST + len(self._values))
            self._values.append(value)
        return self._marks[value]

    def restored(self, thing: Any) -> Any:
        """A value, record or tuple with the marks in its strings replaced; plain text keeps ``${...}``."""
        match thing:
            case str():
                return self.written(thing)
            case Const(value=str() as text):
                return self.value(text)
            case Text(parts=parts):
                return joined(
                    [
                        self.value(part) if isinstance(part, str) else Text((self._hole(part),))
                        for part in parts
                    ]
                )
            case Struct(fields=inner, open=is_open, maybe=maybe):
                made = tuple((self.written(name), self.restored(value)) for name, value in inner)
                return Struct(made, is_open, maybe)
            case Items(values=values, open=is_open):
                return Items(tuple(self.restored(value) for value in values), is_open)
            case OneOf(options=options):
                return one_of([self.restored(option) for option in options])
            case tuple():
                return tuple(self.restored(item) for item in thing)
        if hasattr(thing, "__record_names__") and not isinstance(thing, Hole):
            changes = {one: getattr(thing, one) for one in names(thing)}
            made_of = {name: self.restored(value) for name, value in changes.items()}
            return replace(
                thing, **{name: value for name, value in made_of.items() if value is not changes[name]}
            )
        return thing

    def _hole(self, hole: Hole) -> Hole:
        """A hole that is called after others: what ``Fn::ImportValue shop-${opt:stage}`` stands for.

        One that is called after what has no name can't be written: it is not known.
        """
        named = self.written(hole.name) if hole.name is not None else None
        if named is not None and named != hole.name and _NAMELESS in named:
            return Hole(kind="unknown")
        return hole if named == hole.name else replace(hole, name=named)

    def value(self, text: str) -> Value:
        """A text as a value."""
        if not MARK.search(text):
            return Const(text)
        return joined([
            self._values[ord(piece) - _FIRST] if index % 2 else Const(piece)
            for index, piece in enumerate(MARK.split(text))
            if piece
        ])  # fmt: skip

    def written(self, text: str) -> str:
        """A text with its marks as variables again."""
        return MARK.sub(lambda match: _as_variable(self._values[ord(match[1]) - _FIRST]), text)


def _as_variable(value: Value) -> str:
    match value:
        case Const(value=scalar):
            return str(scalar)
        case Text(parts=parts):
            return "".join(part if isinstance(part, str) else _variable(part) for part in parts)
    return _NAMELESS


def _variable(hole: Hole) -> str:
    return _PSEUDO.get(hole.kind) or (f"${{{hole.name}}}" if hole.name else _NAMELESS)
