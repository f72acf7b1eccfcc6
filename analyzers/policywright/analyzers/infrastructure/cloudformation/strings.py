"""Strings of templates as abstract values: put together, taken apart, written as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import product

from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.values import (
    Const,
    Hole,
    Items,
    OneOf,
    Struct,
    Text,
    Unknown,
    Value,
    alternatives,
)

NO_VALUE = Unknown("no-value")
RESOLVE = "{{resolve:"
"""How a dynamic reference begins."""
_ENDS = re.compile(r"(\{\{resolve:|\}\})")
MAX_ALTERNATIVES = 32
"""Alternatives of one string; beyond, its undecided parts become holes."""
MAX_TEXT = 1_000_000
"""Characters of one string: as many as CloudFormation takes in all of a template. A longer one is unknown."""
_PLACES = {"region": "AWS::Region", "account": "AWS::AccountId", "partition": "AWS::Partition"}
"""What AWS's own names stand for; they hold neither colons nor slashes."""


def expression(text: str) -> Text:
    """The hole of something that the template's language can name."""
    return Text((Hole(kind="reference", name=text),))


def unknown_part() -> Text:
    return Text((Hole(kind="unknown"),))


def one_of(values: Sequence[Value]) -> Value:
    """The alternatives, flat and each once."""
    found = list(dict.fromkeys(option for value in values for option in alternatives(value)))
    return found[0] if len(found) == 1 else OneOf(tuple(found))


def joined(values: Sequence[Value]) -> Value:
    """Strings put together; alternatives are multiplied out as far as ``MAX_ALTERNATIVES`` goes."""
    count = 1
    choices: list[list[Value]] = []
    for value in values:
        options = [option for option in alternatives(value) if option != NO_VALUE]
        count *= max(1, len(options))
        choices.append(options)
    if count > MAX_ALTERNATIVES:
        choices = [options if len(options) == 1 else [unknown_part()] for options in choices]
    if sum(max((_length(option) for option in options), default=0) for options in choices) > MAX_TEXT:
        return unknown_part()
    made = [text_of([part for value in row for part in string_parts(value)]) for row in product(*choices)]
    return one_of(made) if made else Const("")


def with_references(value: Value) -> Value:
    """The value with each dynamic reference in it (``{{resolve:ssm:/x}}``) as one hole, whatever it is put
    together from; what of it only a deployment knows stands in its name as ``${...}``.
    """
    return one_of([_with_references(option) for option in alternatives(value)])


def _with_references(value: Value) -> Value:
    if not isinstance(value, Const | Text):
        return value
    parts = string_parts(value)
    if not any(isinstance(part, str) and RESOLVE in part for part in parts):
        return value
    found: list[str | Hole] = []
    inside: list[str | Hole] | None = None
    for part in parts:
        if isinstance(part, Hole):
            (found if inside is None else inside).append(part)
            continue
        for piece in _ENDS.split(part):
            if inside is None and piece == RESOLVE:
                inside = [piece]
            elif inside is not None and piece == "}}":
                found.append(_dynamic([*inside, piece]))
                inside = None
            else:
                (found if inside is None else inside).append(piece)
    # One that does not end is none.
    return text_of([*found, *(inside or ())])


def _dynamic(parts: list[str | Hole]) -> Hole:
    """One hole for it, with a name where an ``Fn::Sub`` can say what is in it."""
    named = all(
        isinstance(part, str) or part.kind in _PLACES or (part.name and " " not in part.name)
        for part in parts
    )
    return Hole(kind="reference", name=written(text_of(parts))) if named else Hole(kind="unknown")


def _length(value: Value) -> int:
    return sum(len(part) if isinstance(part, str) else 1 for part in string_parts(value))


def string_parts(value: Value) -> tuple[str | Hole, ...]:
    match value:
        case Const(value=None):
            return ()
        case Const(value=bool() as flag):
            return ("true" if flag else "false",)
        case Const(value=scalar):
            return (str(scalar),)
        case Text(parts=parts):
            return parts
        case Items(values=values, open=False):
            # A list where a string belongs (a list parameter in Fn::Sub) is joined by commas.
            return tuple(
                part
                for index, one in enumerate(values)
                for part in ((",",) if index else ()) + string_parts(one)
            )
    return (Hole(kind="unknown"),)


def written(value: Value) -> str:
    """A pattern as the text of an ``Fn::Sub``."""
    return "".join(
        part if isinstance(part, str) else "${" + (part.name or _PLACES.get(part.kind, "?")) + "}"
        for part in string_parts(value)
    )


def split(separator: str, value: Value) -> Value:
    """The pieces of a string; from a hole that may hold the separator on, they are not told apart."""
    pieces: list[list[str | Hole]] = [[]]
    for part in string_parts(value):
        if isinstance(part, Hole):
            if part.kind not in _PLACES or separator == "-":
                return Items(tuple(text_of(piece) for piece in pieces[:-1]), open=True)
            pieces[-1].append(part)
            continue
        first, *others = part.split(separator)
        pieces[-1].append(first)
        pieces.extend([other] for other in others)
    return Items(tuple(text_of(piece) for piece in pieces))


def json_pieces(value: Value) -> Iterator[Value]:
    """The pieces of the JSON text of a value."""
    match value:
        case Struct(fields=fields):
            for index, (key, inner) in enumerate(fields):
                yield Const(("{" if index == 0 else ",") + json.dumps(key) + ":")
                yield from json_pieces(inner)
            yield Const("}" if fields else "{}")
        case Items(values=values):
            for index, inner in enumerate(values):
                yield Const("[" if index == 0 else ",")
                yield from json_pieces(inner)
            yield Const("]" if values else "[]")
        case Text(parts=parts):
            yield Const('"')
            yield text_of([json.dumps(part)[1:-1] if isinstance(part, str) else part for part in parts])
            yield Const('"')
        case Const(value=scalar):
            yield Const(json.dumps(scalar))
        case OneOf(options=options):
            yield one_of([joined(list(json_pieces(option))) for option in options])
        case _:
            yield unknown_part()
