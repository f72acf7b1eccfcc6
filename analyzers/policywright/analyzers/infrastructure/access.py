"""What an action is for, and on: AWS's reference of access levels and resource types, and what a pattern of
actions stands for."""

from __future__ import annotations

import re
from functools import cache

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.binding import open_arn
from policywright.knowledge.catalog import Catalog, ResourceType
from policywright.knowledge.forms import fits
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import replace
from policywright.knowledge.store import shared_store
from policywright.knowledge.values import Value

_VARIABLE = re.compile(r"\$\{[^}]*\}")
_SIGNS = re.compile(r"[^a-z0-9]")


@cache
def expanded(pattern: str) -> tuple[str, ...]:
    """The actions of a pattern; an action is its own."""
    return Catalog(shared_store()).expand(pattern) if "*" in pattern else (pattern,)


@cache
def levels_of(action: str) -> frozenset[str]:
    """``Read``, ``Write``, ...; ``unknown`` for an action that the reference doesn't have."""
    known = Catalog(shared_store()).action(action)
    return frozenset(known.access_level.split(", ")) if known is not None else frozenset(("unknown",))


@cache
def kinds_of(action: str) -> tuple[ResourceType, ...]:
    """The resource types that an action can be on, one for each format of their ARNs."""
    catalog = Catalog(shared_store())
    known = catalog.action(action)
    kinds = [catalog.resource_type(known.prefix, one.name) for one in known.resource_types] if known else []
    return tuple(replace(kind, arn=arn) for kind in kinds if kind is not None for arn in kind.arns)


@cache
def kinds_named(service: str) -> frozenset[str]:
    """What the types of a service's resources are called, as one word each."""
    kinds = Catalog(shared_store()).resource_types(service)
    return frozenset(_SIGNS.sub("", kind.name.lower()) for kind in kinds)


def is_either(action: str, *resources: Value) -> bool:
    """Whether an action need be on none of the types that these resources are of: one member of the request
    names a resource of one or another of them."""
    known = Catalog(shared_store()).action(action)
    needed = {one.name for one in known.resource_types if one.required} if known else set[str]()
    found = [types_of(action, one) for one in resources]
    return all(names and names.isdisjoint(needed) for names in found)


def types_of(action: str, resource: Value) -> frozenset[str]:
    """The types that a resource may be of, among those that an action can be on."""
    return frozenset(kind.name for kind in kinds_of(action) if fits(kind, resource))


@cache
def named_by_one(call: str, action: str) -> tuple[frozenset[str], ...]:
    """The types of resource that one member of a request may name: for each way to read it, those that an
    action is then checked on."""
    service, _, name = call.partition(":")
    authorizer = Authorizer(shared_store())
    operation = authorizer.operations.get(service, name)
    rows = authorizer.planner.plan(operation).resources if operation is not None else ()
    every = [(row, row.get("arn_of") or row.get("arn_not")) for row in rows if action in row["actions"]]
    told = [(row, test["member"]) for row, test in every if test]
    if len({member for _, member in told}) != 1:
        return ()
    return tuple(frozenset(map(type_of, row["templates"])) for row, _ in told)


@cache
def beginnings_of_either(call: str, action: str) -> tuple[str, ...]:
    """How the resources begin of which a request names one by several ARNs, any of which may be checked."""
    service, _, name = call.partition(":")
    authorizer = Authorizer(shared_store())
    operation = authorizer.operations.get(service, name)
    rows = authorizer.planner.plan(operation).resources if operation is not None else ()
    several = (row for row in rows if row.get("either") and action in (row["actions"] or (action,)))
    return tuple({one.split(":", 5)[-1].partition("${")[0] for row in several for one in row["templates"]})


def type_of(arn: str) -> str:
    """The resource type in an ARN: ``foundation-model``."""
    return arn.split(":", 5)[-1].partition("/")[0]


@cache
def others_below(action: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The types of its service that are parts of what an action can be on, and that it can't be on.

    As wildcards: ``table/*/index/*`` for what is done to tables alone (``table/*``). With each, those below
    it that the action can be on. What follows a colon is no part, but a version or an alias of the same.
    """
    own = [_anywhere(kind) for kind in kinds_of(action)]
    every = Catalog(shared_store()).resource_types(action.partition(":")[0])
    found = dict.fromkeys(_anywhere(replace(kind, arn=arn)) for kind in every for arn in kind.arns)
    parts = (other for other in found if other not in own and any(other.startswith(f"{one}/") for one in own))
    return tuple((other, tuple(one for one in own if covers(other, one))) for other in parts)


@cache
def types_on(action: str) -> tuple[str, ...]:
    """The types of resource that an action can be on, as wildcards."""
    return tuple(dict.fromkeys(map(_anywhere, kinds_of(action))))


def _anywhere(kind: ResourceType) -> str:
    return _VARIABLE.sub("*", kind.arn)


@cache
def open_arns(action: str) -> tuple[Value, ...]:
    """The ARNs that an action can be on, of any name in the deployment's account and region."""
    return tuple(map(open_arn, kinds_of(action)))
