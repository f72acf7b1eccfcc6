"""What a role needs in the words of its template, and what of the template such a pattern names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.infrastructure.types import text_of
from policywright.analyzers.model import Grant, in_other_words
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

_INSIDE = regex(r"\$\{([^{}]+)\}")
_ORDERED = ("cloudformation", "serverless")
"""Languages in which a role can't refer to what is made with it."""


def in_own_words(grant: Grant, needs: RoleNeeds, references: References) -> Grant:
    """The grant in the stack's own words, without references to the functions that run under the role.

    CloudFormation makes the role first, so its policies can't name what needs it: their literal name, or
    ``*``, takes the place (``log-group:/aws/lambda/*``).
    """

    def canonical(resources: Iterable[Value]) -> tuple[Value, ...]:
        options = (option for resource in resources for option in alternatives(resource))
        return tuple(dict.fromkeys(references.canonical(option) for option in options))

    stack = needs.stack
    grant = in_other_words(grant, canonical)
    if stack.dialect not in _ORDERED or needs.role is None:
        return grant
    later = {workload.id: workload.name for workload in needs.workloads}
    if stack.dialect == "serverless":
        # Its schema of statements has no place for a condition of the template.
        unnamed: Value = Const("*")
        later |= {one.id: one.name or unnamed for one in stack.resources if one.only_if is not None}
        grant = in_other_words(grant, references.without_late)
    return in_other_words(grant, lambda resources: tuple(_without(value, later) for value in resources))


def _without(value: Value, later: Mapping[str, Value]) -> Value:
    """A pattern with some names of the template replaced by what they are, or ``*``."""
    if not isinstance(value, Text):
        return value
    parts: list[str | Hole] = []
    for part in value.parts:
        if isinstance(part, str) or part.kind != "reference" or part.name not in later:
            parts.append(part)
            continue
        name = later[str(part.name)]
        if isinstance(name, Text) and not any(map(_is_made, _holes(name))):
            parts.extend(name.parts)
        else:
            parts.append(str(name.value) if isinstance(name, Const) else "*")
    return text_of(parts)


def _is_made(hole: Hole) -> bool:
    """Whether something of the stack may have to be made first; its own name and id are there."""
    return hole.kind == "reference" and not (hole.name or "").startswith(("AWS::", "{{resolve:"))


def names_in(value: Value) -> Iterator[str]:
    """What of the template a pattern names, be it inside of a dynamic reference."""
    for hole in _holes(value) if isinstance(value, Text) else ():
        yield hole.name or ""
        yield from _INSIDE.findall(hole.name or "")


def _holes(value: Text) -> list[Hole]:
    return [part for part in value.parts if isinstance(part, Hole)]
