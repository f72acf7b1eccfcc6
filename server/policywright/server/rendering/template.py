"""What CloudFormation and Terraform output share: named holes become parameters of the template.

A hole that comes from an environment variable has a name that the team knows, so it becomes a parameter
(one per variable). Region, account and partition have expressions of their own in each language. What has
no name stays a wildcard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import NOWHERE, without_slash
from policywright.analyzers.model import Policy, Statement
from policywright.knowledge.changes import trimmed
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Hole, HoleKind, OneOf, Text, Value, alternatives
from policywright.server.rendering.patterns import pieces, render

_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that whoever deploys the template supplies."""

    name: str
    variable: str
    """The environment variable that the code reads, or what the project's own template calls it."""
    of_template: bool
    example: str
    """A text in which it stands, with ``<name>`` in its place."""

    @property
    def description(self) -> str:
        if self.of_template:
            return f"{self.variable} of the project's own template, in {self.example}"
        source = f"the environment variable {self.variable}"
        if self.example == f"<{self.variable}>":
            return f"The ARN that the code reads from {source}"
        # The variable may hold more than the ARN does: a queue's URL, of which the ARN has the name.
        return f"What stands for <{self.variable}> in {self.example}; the code reads it from {source}"


def in_language(analysis: Analysis, *dialects: str) -> Analysis:
    """The analysis with references of its templates as they are written in one of these languages.

    What refers to a template in another language becomes a parameter, and so does what refers to one that the
    CDK makes: nobody pastes into that.
    """
    from policywright.analyzers.infrastructure.references import references_of

    def spelled(policy: Policy) -> Policy:
        stack = analysis.stack_of(policy)
        if stack is None:
            return replace(policy, statements=tuple(map(_elsewhere, policy.statements)))
        if stack.dialect not in dialects or stack.synthesised:
            names = dict(policy.names)
            named = _changed(
                policy, lambda value: _holes(without_slash(value, names), "reference", "parameter")
            )
            return replace(named, statements=tuple(map(_elsewhere, named.statements)))
        references = references_of(stack)

        def own(value: Value) -> Value:
            found = value if _has_variable(value) else references.spelled(value)
            # A parameter is an expression of its own template.
            return _holes(found, "parameter", "reference")

        return _changed(policy, own)

    if not any(analysis.stack_of(policy) is not None for policy in analysis.policies):
        return analysis
    return replace(analysis, policies=tuple(spelled(policy) for policy in analysis.policies))


def _changed(policy: Policy, change: Callable[[Value], Value]) -> Policy:
    return replace(
        policy,
        statements=tuple(
            replace(statement, resources=tuple(map(change, statement.resources)))
            for statement in policy.statements
        ),
    )


def _holes(value: Value, old: HoleKind, new: HoleKind) -> Value:
    """The value with named holes of one kind as those of another."""
    match value:
        case Text(parts=parts):
            return Text(
                tuple(
                    Hole(kind=new, name=part.name)
                    if isinstance(part, Hole) and part.kind == old and part.name
                    else part
                    for part in parts
                )
            )
        case OneOf(options=options):
            return OneOf(tuple(_holes(option, old, new) for option in options))
    return value


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
    return any(
        isinstance(piece, Hole) and piece.kind == "env" and is_parameter(piece) for piece in pieces(value)
    )


def words(text: str) -> list[str]:
    """The alphanumeric words of a name: ``TABLE_NAME`` -> ``["TABLE", "NAME"]``."""
    return _WORD.findall(text)


def is_parameter(hole: Hole) -> bool:
    return hole.kind in ("env", "parameter") and trimmed(hole) and bool(hole.name and words(hole.name))


def parameters(analysis: Analysis, spell: Callable[[str], str], taken: set[str]) -> dict[str, Parameter]:
    """Environment variable -> its parameter, named by ``spell`` and kept apart from ``taken`` names."""
    found: dict[str, tuple[str, bool]] = {}
    for value in _values(analysis):
        for piece in pieces(value):
            if not isinstance(piece, str) and is_parameter(piece):
                found.setdefault(str(piece.name), (_example(value), piece.kind == "parameter"))
    return {
        variable: Parameter(
            name=unique(spell(variable), taken), variable=variable, example=example, of_template=of_template
        )
        for variable, (example, of_template) in sorted(found.items())
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
