"""What nearly every call needs, and neither its request nor a template says: granted all the same.

Where the templates tell (``needs.settled_by_resources``), nothing of this is left. A role that has one of a
rule's actions was given it for something: then what it has says on what, and nothing is granted beside it.
What the role's own calls need says nothing of that: it was given for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.model import Role
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.model import Grant, Identity, MayNeed


def with_usual(
    grants: Sequence[Grant], may_need: Sequence[MayNeed], role: Role | None, references: References
) -> tuple[list[Grant], list[MayNeed]]:
    """The grants, with what is usually needed among what may be, and what else may be needed."""
    usual = [item for item in may_need if item.usual]
    if not usual:
        return list(grants), list(may_need)
    held = [
        Holding(statement, references)
        for policy in (role.policies if role is not None else ())
        for statement in policy.statements
        if statement.effect == "Allow"
    ]
    called = {grant.action for grant in grants}
    rules = {_rule(item) for item in usual if item.action not in called and _has_some(item, held)}
    given = [item for item in usual if _rule(item) not in rules or _has_all(item, held)]
    return [*grants, *map(_granted, given)], [item for item in may_need if item not in given]


def _rule(item: MayNeed) -> tuple[str, Identity]:
    """What items of one rule have in common: a role that was given part of it was given that part alone."""
    return item.when, item.identity


def _has_some(item: MayNeed, held: Sequence[Holding]) -> bool:
    return any(one.covers_action(item.action) for one in held)


def _has_all(item: MayNeed, held: Sequence[Holding]) -> bool:
    """The role has the action on all that it may be needed on: nothing is added."""
    having = [one for one in held if one.covers_action(item.action)]
    return bool(having) and all(
        any(one.covers_resource(form(value)) for one in having) for value in item.resources
    )


def _granted(item: MayNeed) -> Grant:
    return Grant(
        action=item.action, resources=item.resources, conditions=item.conditions, reasons=item.reasons,
        identity=item.identity,
    )  # fmt: skip
