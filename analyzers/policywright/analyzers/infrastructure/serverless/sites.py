"""Sites of what CloudFormation's part of the readers found in a service: its files are edited as the
service's.
"""

from __future__ import annotations

from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Role, Site
from policywright.knowledge.records import replace


def relocated(policy: HeldPolicy) -> HeldPolicy:
    """A policy with the sites of a service's files."""
    return replace(
        policy,
        site=_site(policy.site),
        statements_site=_site(policy.statements_site),
        statements=tuple(_statement(one) for one in policy.statements),
    )


def relocated_role(role: Role) -> Role:
    """A role with the sites of a service's files."""
    return replace(
        role,
        policies=tuple(relocated(policy) for policy in role.policies),
        boundary=relocated(role.boundary) if role.boundary is not None else None,
        owner=_site(role.owner),
    )


def _statement(statement: HeldStatement) -> HeldStatement:
    return replace(statement, site=_site(statement.site), entry=_site(statement.entry))


def _site(site: Site | None) -> Site | None:
    return replace(site, dialect="serverless") if site is not None else None
