"""Resources that an action can't be on: a template says what they are, and they are another service's.

Code that is given an ARN asks whoever it belongs to (``if ":secretsmanager:" in arn``). What the template
gives it is one of those, and a grant of the others' actions on it matches nothing. Where a parameter only has
a default of another service, somebody may set it to one of this.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from policywright.analyzers.infrastructure.access import kinds_of
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.infrastructure.types import arn_value, parts_of, physical_name, resource_type
from policywright.analyzers.model import Grant, MayNeed
from policywright.knowledge import texts
from policywright.knowledge.records import replace
from policywright.knowledge.values import Hole, Text, Value

_SERVICE = 2
"""Where the service stands among the fields of an ARN."""


def fitting(
    grants: list[Grant], may_need: list[MayNeed], references: References
) -> tuple[list[Grant], list[MayNeed]]:
    """Grants and what may be needed, without resources that the actions can't be on."""
    needed: list[Grant] = []
    left: list[MayNeed] = []
    for grant in grants:
        kept = tuple(one for one in grant.resources if _other(grant.action, one, references) is None)
        if kept or not grant.resources:
            needed.append(grant if len(kept) == len(grant.resources) else replace(grant, resources=kept))
        for resource in grant.resources:
            name = _other(grant.action, resource, references)
            if name:
                left.append(MayNeed(
                    action=grant.action, resources=(resource,), conditions=grant.conditions,
                    when=f"{name} is set to what this action can be on", reasons=grant.reasons,
                    identity=grant.identity,
                ))  # fmt: skip
    for item in may_need:
        kept = tuple(one for one in item.resources if _other(item.action, one, references) is None)
        if kept or not item.resources:
            left.append(item if len(kept) == len(item.resources) else replace(item, resources=kept))
    return needed, left


def _other(action: str, resource: Value, references: References) -> str | None:
    """Why an action can't be on a resource: the name of the parameter whose default is of another service,
    empty where it is a resource of the template; None when it can."""
    services = _services(action)
    if not services:
        return None
    match resource:
        case Text(parts=(Hole(kind="reference" | "parameter", name=str(name)),)):
            made = references.resources.get(name)
            if made is not None:
                row = resource_type(made.type)
                arn = arn_value(row, physical_name(name)) if row is not None else resource
                return "" if _service_of(arn) not in (*services, "") else None
            return name if _service_of(references.by_default(resource)) not in (*services, "") else None
    return "" if _service_of(resource) not in (*services, "") else None


def _service_of(arn: Value) -> str:
    return _service(texts.glob(parts_of(arn)))


def _service(arn: str) -> str:
    """The service of an ARN, empty where that is not written out."""
    fields = arn.split(":")
    known = fields[0] == "arn" and len(fields) > _SERVICE and fields[_SERVICE].replace("-", "").isalnum()
    return fields[_SERVICE] if known else ""


@cache
def _services(action: str) -> frozenset[str]:
    """The services whose resources an action can be on."""
    return frozenset(_fields(action))


def _fields(action: str) -> Iterator[str]:
    for kind in kinds_of(action):
        yield _service(kind.arn)
