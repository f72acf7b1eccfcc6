"""What CDK output in Python and TypeScript shares: a function per policy that gives its statements.

Environment variables that the code reads become arguments of the function; region, account and partition
are the stack's. The functions are for ``grantPrincipal.addToPrincipalPolicy`` or a ``Policy``'s statements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place
from policywright.analyzers.model import Policy
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Hole, Value
from policywright.server.published import Settings
from policywright.server.rendering.document import document_with, fixed
from policywright.server.rendering.markdown import attach_line
from policywright.server.rendering.patterns import render as render_values
from policywright.server.rendering.template import (
    Parameter,
    in_language,
    is_parameter,
    parameters,
    unique,
    words,
)

_MARK = "\x00"
"""Stands around an expression inside a text until the language's own quotes are put around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """How one of CDK's languages says things."""

    head: tuple[str, ...]
    name: Callable[[str], str]
    """A variable's or function's name from words."""
    open: Callable[[str, Sequence[str], str], Iterator[str]]
    """The lines up to the first statement: function, arguments, comment."""
    statement: Callable[[dict[str, Any], Callable[[Any], str]], Iterator[str]]
    close: tuple[str, ...]
    text: Callable[[list[tuple[str, bool]]], str]
    """A string of literal (False) and expression (True) pieces."""


def render(analysis: Analysis, settings: Settings, syntax: Syntax) -> str:
    """All policies as functions of one language."""
    analysis = in_language(analysis)
    taken: set[str] = set()
    declared = parameters(analysis, syntax.name, taken)
    lines = list(syntax.head)
    for policy in analysis.policies:
        lines.extend(_function(policy, settings, syntax, declared, taken))
    return "\n".join(lines) + "\n"


def _function(
    policy: Policy, settings: Settings, syntax: Syntax, declared: dict[str, Parameter], taken: set[str]
) -> Iterator[str]:
    used: dict[str, None] = {}
    document = document_with(policy, _texts(settings.place, declared, used))
    yield ""
    name = unique(syntax.name(f"{policy.name} statements"), taken)
    yield from syntax.open(name, list(used), attach_line(policy.attach_to).replace("`", ""))
    for statement in document["Statement"]:
        yield from syntax.statement(statement, lambda value: _value(value, syntax))
    yield from syntax.close


def _texts(
    place: Place, declared: dict[str, Parameter], used: dict[str, None]
) -> Callable[[Sequence[Value]], list[Any]]:
    def hole_text(hole: Hole) -> str:
        known = fixed(hole, place)
        if known is not None:
            return known
        if is_parameter(hole):
            name = declared[str(hole.name)].name
            used[name] = None
            return f"{_MARK}{name}{_MARK}"
        if hole.kind in ("region", "account", "partition"):
            return f"{_MARK}stack.{hole.kind}{_MARK}"
        return "*"

    def texts(values: Sequence[Value]) -> list[Any]:
        return sorted(dict.fromkeys(render_values(values, hole_text)))

    return texts


def _value(value: Any, syntax: Syntax) -> str:
    """A string of the document, expressions in place."""
    pieces = [(piece, bool(index % 2)) for index, piece in enumerate(str(value).split(_MARK))]
    return syntax.text([piece for piece in pieces if piece[0]])


def values_text(value: Any, text: Callable[[Any], str]) -> str:
    """One value, or a list of them between brackets; both languages write it the same."""
    return f"[{', '.join(text(one) for one in value)}]" if isinstance(value, list) else text(value)


def as_list(value: Any) -> list[Any]:
    """IAM's short form as the list that it stands for."""
    return value if isinstance(value, list) else [value]


def snake(text: str) -> str:
    """``TableName statements`` -> ``table_name_statements``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    name = "_".join(word.lower() for word in words(spaced)) or "statements"
    return name if name[0].isalpha() else f"p_{name}"


def camel(text: str) -> str:
    """``TABLE_NAME`` -> ``tableName``."""
    first, *rest = snake(text).split("_")
    return first + "".join(word.capitalize() for word in rest)
