"""From roles to the policies of an analysis: one per role, and one for code that nothing deployed reaches."""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place, assemble, assemble_one
from policywright.analyzers.grants import grants_for
from policywright.analyzers.iam_paths import Paths
from policywright.analyzers.infrastructure.application import Application, Infrastructure
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.model import AMBIENT, Grant, MayNeed, NotGranted, Policy
from policywright.analyzers.principals import told_apart
from policywright.analyzers.unresolved import by_cause
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.isolation import heard
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const

OTHER_CODE = "application"
"""The name of the policy for code that no function of the templates reaches."""
_NAMED = 6
"""Functions of one role that a line names."""


def analysis_of(
    application: Application, authorizer: Authorizer, place: Place, *, include_optional: bool = False
) -> Analysis:
    """The analysis of a project, by role in the order of its stacks."""
    infrastructure, code = application.infrastructure, application.rest
    known = [references_of(stack) for stack in infrastructure.stacks]
    paths = Paths(code.calls, authorizer, lambda arn: any(one.makes(arn) for one in known))
    rest = grants_for(code.calls, authorizer, include_optional=include_optional, paths=paths)
    policies: list[Policy] = []
    notes: list[str] = []
    assumed: list[Grant] = []
    numbers = {id(stack): number for number, stack in enumerate(infrastructure.stacks)}
    deployed = _deployed(infrastructure)
    several = len({id(needs.stack) for needs in deployed}) > 1
    for needs in deployed:
        heard()
        own = [grant for grant in needs.grants if grant.identity == AMBIENT]
        assumed.extend(grant for grant in needs.grants if grant.identity != AMBIENT)
        name = f"{needs.stack.name}:{needs.id}" if several else needs.id
        found, said = assemble_one(name, needs.attach_to, own, _place(needs.stack, place))
        policies.extend(replace(policy, stack=numbers[id(needs.stack)]) for policy in found)
        notes.extend(said)
        notes.extend(_shared(needs))
    every = [*(item for needs in deployed for item in needs.may_need), *rest.optional]
    optional = [item for item in every if not item.unlikely]
    apart, may_need = told_apart([*assumed, *rest.needed], optional, place)
    others, said = assemble(apart, place)
    policies.extend(others)
    notes.extend(said)
    if deployed and any(grant.identity == AMBIENT for grant in rest.needed):
        notes.append(f"{OTHER_CODE}: for code that no function of the templates reaches")
    return Analysis(
        policies=tuple(policies),
        may_need=_may_need(may_need),
        not_granted=_not_granted(
            [item for needs in deployed for item in needs.not_granted], rest.not_granted
        ),
        unresolved=by_cause(
            (*(item for needs in deployed for item in needs.unresolved), *code.unresolved, *rest.unresolved)
        ),
        files_analysed=code.files_analysed,
        skipped=tuple(sorted(code.skipped, key=lambda item: (item.file, item.code.value, item.detail))),
        notes=tuple(dict.fromkeys(notes)),
        infrastructure=infrastructure,
    )


def _deployed(infrastructure: Infrastructure) -> list[RoleNeeds]:
    """The roles that are deployed: those of a module read by itself are its callers'."""
    numbers = {id(stack): number for number, stack in enumerate(infrastructure.stacks)}
    found = [diff.needs for diff in (*infrastructure.roles, *infrastructure.covered)]
    return sorted(
        (needs for needs in found if not needs.stack.callers), key=lambda needs: numbers[id(needs.stack)]
    )


def _place(stack: Stack, place: Place) -> Place:
    """Names of the template kept apart while statements are made, and said where they are known."""
    names = tuple(
        (resource.id, str(resource.name.value))
        for resource in stack.resources
        if isinstance(resource.name, Const) and resource.name.value is not None
    )
    return replace(place, names=names, tokens=True)


def _shared(needs: RoleNeeds) -> Iterable[str]:
    if needs.role is not None and len(needs.workloads) > 1:
        every = [workload.id for workload in needs.workloads]
        more = f" and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
        names = ", ".join(every[:_NAMED]) + more
        yield f"{needs.role.id}: shared by {names}; the policy is what they need together"


def _may_need(items: Iterable[MayNeed]) -> tuple[MayNeed, ...]:
    return tuple(sorted(dict.fromkeys(items), key=lambda item: (item.action, item.when, str(item.identity))))


def _not_granted(*groups: Iterable[NotGranted]) -> tuple[NotGranted, ...]:
    return tuple(
        sorted(
            dict.fromkeys(item for group in groups for item in group),
            key=lambda item: (item.span, item.operation),
        )
    )
