"""Definitions that are texts: strings with holes (``DefinitionString: !Sub ...``), and files to fill in."""

from __future__ import annotations

import json
import re

from policywright.analyzers.infrastructure.states.patterns import HOLE, plain, restored
from policywright.knowledge.values import Const, Hole, Items, Struct, Unknown, Value

_TOKEN = re.compile(rf'"(?:[^"\\]|\\.)*"|{HOLE}|[^"{HOLE[1:-1]}]+|.', re.DOTALL)
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\$\{[A-Za-z0-9_:.-]+\}', re.DOTALL)


def quoted(text: str) -> str:
    """The text of a file in which a placeholder that stands for a number or a list is a string, as all are.

    ``"TimeoutSeconds": ${Timeout}`` is JSON only once it is filled in. Lines stay the same.
    """
    if text.lstrip()[:1] != "{" or "${" not in text:
        return text
    return _WORD.sub(lambda match: f'"{match[0]}"' if match[0].startswith("$") else match[0], text)


def embedded(value: Value) -> Value:
    """A definition that is one string: the document it holds; ``Unknown`` when it is no JSON."""
    found = plain(value)
    if found is None:
        return Unknown("definition")
    text, holes = found
    # A hole outside of a string stands for a number, mostly: it becomes a string of its own.
    quoted = "".join(
        f'"{token}"' if len(token) == 1 and re.fullmatch(HOLE, token) else token
        for token in _TOKEN.findall(text)
    )
    try:
        data = json.loads(quoted, strict=False)
    except (ValueError, RecursionError):
        return Unknown("definition")
    return _value(data, holes)


def _value(data: object, holes: list[Hole]) -> Value:
    match data:
        case dict():
            return Struct(tuple((str(name), _value(inner, holes)) for name, inner in data.items()))
        case list():
            return Items(tuple(_value(item, holes) for item in data))
        case str():
            return restored(data, holes)
        case bool() | int() | float() | None:
            return Const(data)
    return Unknown("definition")
