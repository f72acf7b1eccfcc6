"""What CloudFormation and Terraform output share: named holes become parameters of the template.

A hole that comes from an environment variable has a name that the team knows, so it becomes a parameter
(one per variable). Region, account and partition have expressions of their own in each language. What has
no name stays a wildcard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import NOWHERE
from policywright.analyzers.model import Policy, Statement
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Hole, OneOf, Text, Value, alternatives
from policywright.server.rendering.patterns import pieces, render

_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that whoever deploys the template supplies."""

    name: str
    variable: str
    """The environment variable that the code reads."""
    example: str
    """A text in which it stands, with ``<name>`` in its place."""

    @property
    def description(self) -> str:
        source = f"the environment variable {self.variable}"
        if self.example == f"<{self.variable}>":
            return f"The ARN that the code reads from {source}"
        # The variable may hold more than the ARN does: a queue's URL, of which the ARN has the name.
        return f"What stands for <{self.variable}> in {self.example}; the code reads it from {source}"


def in_language(analysis: Analysis, *dialects: str) -> Analysis:
    """The analysis with references of its templates as they are written in one of these languages.

    What refers to a template in another language stays unknown.
    """
    from policywright.analyzers.infrastructure.references import references_of

    def spelled(policy: Policy) -> Policy:
        stack = analysis.stack_of(policy)
        if stack is None or stack.dialect not in dialects:
            return replace(policy, statements=tuple(map(_elsewhere, policy.statements)))
        references = references_of(stack)
        return replace(
            policy,
            statements=tuple(
                replace(
                    statement,
                    resources=tuple(
                        value if _has_variable(value) else references.spelled(value)
                        for value in statement.resources
                    ),
                )
                for statement in policy.statements
            ),
        )

    if not any(analysis.stack_of(policy) is not None for policy in analysis.policies):
        return analysis
    return replace(analysis, policies=tuple(spelled(policy) for policy in analysis.policies))


def _elsewhere(statement: Statement) -> Statement:
    """A statement for a template in which nothing that it refers to can be named."""
    conditions = tuple(
        (operator, key, tuple(map(_unnamed, values))) for operator, key, values in statement.conditions
    )
    return replace(statement, resources=tuple(map(_unnamed, statement.resources)), conditions=conditions)


def _unnamed(value: Value) -> Value:
    match value:
        case Text(parts=parts):
            unknown = Hole(kind="unknown")
            named = (isinstance(part, Hole) and is_reference(part) for part in parts)
            return Text(tuple(unknown if one else part for one, part in zip(named, parts, strict=True)))
        case OneOf(options=options):
            return OneOf(tuple(map(_unnamed, options)))
    return value


def is_reference(hole: Hole) -> bool:
    """The hole is an expression of the template (after ``in_language``)."""
    return hole.kind == "reference" and hole.name is not None


def _has_variable(value: Value) -> bool:
    return any(isinstance(piece, Hole) and is_parameter(piece) for piece in pieces(value))


def words(text: str) -> list[str]:
    """The alphanumeric words of a name: ``TABLE_NAME`` -> ``["TABLE", "NAME"]``."""
    return _WORD.findall(text)


def is_parameter(hole: Hole) -> bool:
    return hole.kind == "env" and bool(hole.name and words(hole.name))


def parameters(analysis: Analysis, spell: Callable[[str], str], taken: set[str]) -> dict[str, Parameter]:
    """Environment variable -> its parameter, named by ``spell`` and kept apart from ``taken`` names."""
    examples: dict[str, str] = {}
    for value in _values(analysis):
        for piece in pieces(value):
            if not isinstance(piece, str) and is_parameter(piece):
                examples.setdefault(str(piece.name), _example(value))
    return {
        variable: Parameter(
            name=unique(spell(variable), taken), variable=variable, example=examples[variable]
        )
        for variable in sorted(examples)
    }


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number if it is taken; the result is taken from then on."""
    candidate, number = name, 2
    while candidate.casefold() in taken:
        candidate, number = f"{name}{number}", number + 1
    taken.add(candidate.casefold())
    return candidate


def _values(analysis: Analysis) -> Iterator[Value]:
    for policy in analysis.policies:
        for statement in policy.statements:
            values = (value for _, _, conditions in statement.conditions for value in conditions)
            for value in (*statement.resources, *values):
                yield from alternatives(value)


def _example(value: Value) -> str:
    text = render((value,), lambda hole: f"<{hole.name}>" if is_parameter(hole) else NOWHERE.fill(hole))
    return text[0]
