"""The syntax of Serverless Framework variables: ``${source(parameter):address, fallback}``, nested as one
likes.

Source: https://www.serverless.com/framework/docs/guides/variables
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TypeAlias

from policywright.knowledge.records import dataclass

_SOURCE = re.compile(r"([A-Za-z_][\w-]*)\s*(?:\((.*)\))?\s*(?::(?!:)\s*(.*))?\Z", re.DOTALL)
_LITERAL = re.compile(r"'([^']*)'\Z|\"([^\"]*)\"\Z", re.DOTALL)
_OPENS = re.compile(
    r"\$\{(?=\s*[A-Za-z_][\w-]*\s*(?:\(|:(?!:))|\s*[A-Za-z_][\w-]*\.(?:\$\{|[a-z]{2,}(?:-\w+)+\s*:)|\s*['\"])"
)
"""How a variable begins: ``${self:``, ``${file(``, ``${cf.eu-west-1:`` and ``${cf.${self:provider.region}:``
(versions 1 and 2), ``${'``. An attribute in ``Fn::Sub`` (``${Orders.Arn}``) has no colon."""
_PSEUDO = re.compile(r"#\{([^{}]+)\}")
MAX_VARIABLES = 200
"""Variables of one text; what follows is taken literally."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A fallback that is written out."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """``type(parameter):address``; both may hold variables themselves. ``written`` is the text of it all."""

    type: str
    parameter: str | None
    address: str | None
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """Everything between ``${`` and ``}``."""

    sources: tuple[Literal | Source, ...]
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudo:
    """``#{AWS::Region}`` and ``#{Resource.Attribute}`` of the plugin serverless-pseudo-parameters."""

    name: str


Piece: TypeAlias = str | Variable | Pseudo


def pieces(text: str) -> list[Piece]:
    """A text cut at its variables. What CloudFormation replaces (``${Orders}``, ``${AWS::Region}``) stays
    text.
    """
    found: list[Piece] = []
    position = 0
    for opening in islice(_OPENS.finditer(text), MAX_VARIABLES):
        if opening.start() < position:
            continue
        end = _closing(text, opening.end())
        if end is None:
            continue
        found.extend(_plain(text[position : opening.start()]))
        found.append(variable(text[opening.end() : end]))
        position = end + 1
    found.extend(_plain(text[position:]))
    return found


def _plain(text: str) -> list[Piece]:
    return [
        piece if index % 2 == 0 else Pseudo(name=piece.strip())
        for index, piece in enumerate(_PSEUDO.split(text))
        if piece
    ]


def _closing(text: str, start: int) -> int | None:
    """Where the variable that opens before ``start`` ends."""
    depth = 1
    for index in range(start, len(text)):
        if text[index] == "{":
            depth += 1
        elif text[index] == "}":
            depth -= 1
            if depth == 0:
                return index
    return None


def variable(inner: str) -> Variable:
    """What stands between the braces."""
    return Variable(sources=tuple(_source(part) for part in _parts(inner)), written=inner.strip())


def _parts(text: str) -> list[str]:
    """Split at commas outside of quotes, braces and parentheses."""
    parts: list[str] = [""]
    depth = 0
    quote = ""
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "{(":
            depth += 1
        elif character in "})":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append("")
            continue
        parts[-1] += character
    return [part.strip() for part in parts]


def _source(text: str) -> Literal | Source:
    literal = _LITERAL.match(text)
    if literal is not None:
        return Literal(value=literal[1] if literal[1] is not None else literal[2])
    if text in ("true", "false", "null", ""):
        return Literal(value={"true": True, "false": False}.get(text))
    if _NUMBER.match(text):
        return Literal(value=float(text) if "." in text else int(text))
    found = _SOURCE.match(text)
    if found is None:
        return Source(type="", parameter=None, address=None, written=text)
    return Source(type=found[1], parameter=found[2], address=found[3], written=text)
