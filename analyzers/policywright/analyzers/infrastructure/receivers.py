"""Who receives a passed role, where the templates make the role: its trust policy has a word in it.

``iam:PassedToService`` names the service that the caller's operation is of, as AWS's reference gives it;
which principal of the service it is (``export.rds.amazonaws.com``, ``scheduler.redshift.amazonaws.com``),
that often doesn't say. A service takes a role only if it can assume it, so what the role trusts is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policywright.analyzers.infrastructure.model import Role
from policywright.analyzers.model import Condition, Grant, once_each
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value

_PASS_ROLE = "iam:PassRole"
_KEY = "iam:PassedToService"


def with_receivers(grants: Sequence[Grant], roles: Iterable[Role]) -> list[Grant]:
    """The grants, those of ``iam:PassRole`` with every receiver that the passed roles of a stack trust.

    Resources are canonical. A grant on roles with different receivers becomes several.
    """
    trusts = {role.id: role.services for role in roles if role.services}
    found: dict[object, Grant] = {}
    for grant in grants:
        for conditions, resources in _told_apart(grant, trusts).items():
            part = replace(grant, conditions=conditions, resources=tuple(resources))
            key = (part.action, part.conditions, part.identity)
            other = found.get(key)
            found[key] = part if other is None else _together(other, part)
    return list(found.values())


def _told_apart(grant: Grant, trusts: dict[str, tuple[str, ...]]) -> dict[tuple[Condition, ...], list[Value]]:
    if grant.action != _PASS_ROLE or not grant.resources:
        return {grant.conditions: list(grant.resources)}
    found: dict[tuple[Condition, ...], list[Value]] = {}
    for resource in grant.resources:
        trusted = trusts.get(_role_of(resource) or "", ())
        found.setdefault(tuple(_accepting(one, trusted) for one in grant.conditions), []).append(resource)
    return found


def _accepting(condition: Condition, trusted: tuple[str, ...]) -> Condition:
    """The condition, with what the role trusts: parts of the same service, or all when it trusts no other."""
    operator, key, values = condition
    names = [str(one.value) for one in values if isinstance(one, Const)]
    if key != _KEY or len(names) < len(values):
        return condition
    more = [one for one in trusted if any(one.endswith(f".{name}") for name in names)]
    if not set(names) & set(trusted):
        more = list(trusted)
    return operator, key, tuple(Const(name) for name in dict.fromkeys((*names, *sorted(more))))


def _role_of(resource: Value) -> str | None:
    """The role of the stack that a canonical resource is."""
    parts = resource.parts if isinstance(resource, Text) else ()
    return next((part.name for part in parts if isinstance(part, Hole) and part.kind == "reference"), None)


def _together(one: Grant, other: Grant) -> Grant:
    wide = not one.resources or not other.resources
    return replace(
        one,
        resources=() if wide else tuple(dict.fromkeys((*one.resources, *other.resources))),
        reasons=once_each((*one.reasons, *other.reasons)),
    )
