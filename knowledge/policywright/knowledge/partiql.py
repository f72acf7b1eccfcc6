"""As much of DynamoDB's PartiQL as authorization needs: the verb of a statement, and its table.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
"""

from __future__ import annotations

import re

from policywright.knowledge.regex import regex
from policywright.knowledge.texts import Parts, parts
from policywright.knowledge.values import Hole, Value

_VERBS = {"select": "Select", "insert": "Insert", "update": "Update", "delete": "Delete", "exists": "Exists"}
_HOLE = "\0"
_TABLE = regex(
    r"""(?:\bfrom|\binto|^\s*update)\s+          # what a table name follows
        (?:"(?P<quoted>[^"]*)"|(?P<plain>[\w.\-\0]+))
        (?:\s*\.\s*"(?P<index>[^"]*)")?""",
    re.IGNORECASE | re.VERBOSE,
)


def verb_of(value: Value) -> str | None:
    """``Select``, ``Insert``, ...; None where the text doesn't tell."""
    first = parts(value)[:1]
    words = first[0].split(None, 1) if first and isinstance(first[0], str) else []
    word = re.match(r"\w*", words[0]) if words else None
    return _VERBS.get(word.group().lower()) if word else None


def table_of(value: Value) -> tuple[Parts, Parts | None] | None:
    """(table, index or None) of a statement, with the holes of its text."""
    pieces = parts(value)
    holes = [piece for piece in pieces if isinstance(piece, Hole)]
    flat = "".join(piece if isinstance(piece, str) else _HOLE for piece in pieces)
    match = _TABLE.search(flat)
    if match is None:
        return None
    group = "quoted" if match.group("quoted") is not None else "plain"
    table, index = match.group(group), match.group("index")
    if group == "plain" and index is None and "." in table:
        table, _, index = table.partition(".")
    before = flat[: match.start(group)].count(_HOLE)
    table_parts = _restore(table, holes[before:])
    if index is None:
        return table_parts, None
    return table_parts, _restore(index, holes[before + table.count(_HOLE) :])


def _restore(text: str, holes: list[Hole]) -> Parts:
    pieces: list[str | Hole] = []
    remaining = iter(holes)
    for number, literal in enumerate(text.split(_HOLE)):
        if number:
            pieces.append(next(remaining))
        if literal:
            pieces.append(literal)
    return tuple(pieces)
