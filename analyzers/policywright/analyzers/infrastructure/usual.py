"""What nearly every call needs, and neither its request nor a template says: granted all the same.

Where the templates tell (``needs.settled_by_resources``), nothing of this is left. A role that has the action
was given it for something: then the statement there says on what, and nothing is granted beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.model import Role
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.model import Grant, MayNeed


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
    given = [item for item in usual if _is_all_or_nothing(item, held)]
    return [*grants, *map(_granted, given)], [item for item in may_need if item not in given]


def _is_all_or_nothing(item: MayNeed, held: Sequence[Holding]) -> bool:
    """Whether the role has none of it, or all: what a part of it was given for is that part."""
    having = [one for one in held if one.covers_action(item.action)]
    return (
        all(any(one.covers_resource(form(value)) for one in having) for value in item.resources) or not having
    )


def _granted(item: MayNeed) -> Grant:
    return Grant(
        action=item.action, resources=item.resources, conditions=item.conditions, reasons=item.reasons,
        identity=item.identity,
    )  # fmt: skip
