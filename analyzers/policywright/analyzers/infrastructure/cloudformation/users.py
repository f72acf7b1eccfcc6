"""Who else uses the roles of a template: what is not read as a workload, and what hands a role on.

A job, an instance profile, a custom resource, a nested stack or whoever is given an output may run anything
under a role, and no code here shows what that needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from policywright.analyzers.infrastructure.cloudformation.ordering import referred
from policywright.analyzers.infrastructure.cloudformation.template import Declared, Template
from policywright.analyzers.infrastructure.model import Workload
from policywright.analyzers.infrastructure.yaml_nodes import Node

_GIVING = frozenset(("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy"))
"""Types that give a role its permissions or say who is given some; they use none."""
_POLICIES = frozenset(("Policies", "Statement", "PolicyDocument", "Principal"))
"""What is below these says who may do what."""


def users_of(
    template: Template, roles: Collection[str], workloads: Iterable[Workload]
) -> dict[str, tuple[str, ...]]:
    """Ids of roles to their other users, as a person would name them."""
    found: dict[str, dict[str, None]] = {}
    running = {workload.id for workload in workloads}
    for declared in template.resources.values():
        # Of a workload it is known what it runs under; what its code does with other roles, the code shows.
        if declared.type in _GIVING or declared.id in running:
            continue
        for role in _named(declared, roles):
            found.setdefault(role, {})[f"{declared.id} ({declared.type})"] = None
    for name, output in template.section("Outputs").items():
        exported = output.get("Export") is not None
        for role in set(_references(output.get("Value"), roles)):
            # Every template of ``sam init`` shows the role that SAM makes for a function, for people to see.
            if exported or role in template.resources:
                who = f"whoever {'imports' if exported else 'is given'} {name}"
                found.setdefault(role, {})[who] = None
    for role in template.resources.keys() & set(roles) if template.unread else ():
        found.setdefault(role, {}).update(dict.fromkeys(template.unread))
    return {role: tuple(users) for role, users in found.items()}


def _named(declared: Declared, roles: Collection[str]) -> Iterator[str]:
    yield from dict.fromkeys(_references(declared.properties, roles))


def _references(node: Node | None, roles: Collection[str]) -> Iterator[str]:
    if node is None:
        return
    if node.single is not None:
        yield from (name for name in referred(*node.single) if name in roles)
    for key, inner in node.mapping.items():
        if key not in _POLICIES:
            yield from _references(inner, roles)
    for inner in node.items:
        yield from _references(inner, roles)
