"""Names of a template that nothing declares: who reads it can't tell what they are, nor that they are others.

AWS takes no such template, so the one that is deployed says more than this one, or something else: a
misspelt name, a part that a tool puts in. What is needed on such a name may be on anything of its kind that
the role is granted; where a statement says the same name, it is that.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.model import Role
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.model import Grant, in_other_words
from policywright.knowledge.records import replace
from policywright.knowledge.values import Hole, Text, Value, alternatives


def as_anything(
    grants: list[Grant], role: Role | None, names: tuple[str, ...], references: References
) -> list[Grant]:
    """What a role needs; on one of the undeclared ``names`` it is on what can't be told, where the role has
    statements that grant it on something."""
    if not names or role is None:
        return grants
    statements = [one for policy in role.policies for one in policy.statements if one.effect == "Allow"]
    said = {name for one in statements for value in one.resources for name in _among(value, names)}
    left = tuple(name for name in names if name not in said)

    def unnamed(values: tuple[Value, ...]) -> tuple[Value, ...]:
        several = (_unnamed(option, left) for value in values for option in alternatives(value))
        return tuple(dict.fromkeys(several))

    return [
        in_other_words(grant, unnamed)
        if any([Holding(one, references).covers_action(grant.action) for one in statements])
        else grant
        for grant in grants
    ]


def _among(value: Value, names: tuple[str, ...]) -> Iterator[str]:
    for option in alternatives(value):
        for part in option.parts if isinstance(option, Text) else ():
            name = _of(part, names)
            if name is not None:
                yield name


def _unnamed(value: Value, names: tuple[str, ...]) -> Value:
    if not isinstance(value, Text):
        return value
    parts = (
        replace(part, kind="unknown") if isinstance(part, Hole) and _of(part, names) is not None else part
        for part in value.parts
    )
    return Text(tuple(parts))


def _of(part: str | Hole, names: tuple[str, ...]) -> str | None:
    """The undeclared name that a hole stands for, or an attribute of that."""
    own = part.name if isinstance(part, Hole) and part.kind in ("reference", "parameter") else None
    return next((name for name in names if own is not None and f"{own}.".startswith(f"{name}.")), None)
