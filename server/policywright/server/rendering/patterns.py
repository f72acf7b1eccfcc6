"""Abstract values as text: an ARN pattern for a document, or an expression of a template language.

A value is literal pieces and holes. What a hole becomes is the one thing in which a plain document, a
CloudFormation template and a Terraform file differ, so it is a parameter here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

Piece: TypeAlias = str | Hole


def pieces(value: Value) -> tuple[Piece, ...]:
    """The literal parts and holes of one alternative; what is no string is wholly unknown."""
    if isinstance(value, Const) and value.value is not None:
        return (str(value.value),)
    if isinstance(value, Text):
        return value.parts
    return (Hole(kind="unknown"),)


def render(
    values: Iterable[Value], hole: Callable[[Hole], str], literal: Callable[[str], str] = str
) -> tuple[str, ...]:
    """Every alternative of every value as text, in order, once each."""
    texts = (
        "".join(literal(piece) if isinstance(piece, str) else hole(piece) for piece in pieces(option))
        for value in values
        for option in alternatives(value)
    )
    return tuple(dict.fromkeys(_one_star(text) for text in texts))


def _one_star(text: str) -> str:
    while "**" in text:
        text = text.replace("**", "*")
    return text
