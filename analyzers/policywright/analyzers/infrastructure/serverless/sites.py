"""Sites of what CloudFormation's part of the readers found in a service: the file is the one that the text
came from.
"""

from __future__ import annotations

from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Role, Site
from policywright.analyzers.model import Span
from policywright.knowledge.records import replace


def relocated(policy: HeldPolicy) -> HeldPolicy:
    """A policy with the sites of a service's files."""
    return replace(
        policy,
        site=_site(policy.site, policy.span),
        statements_site=_site(policy.statements_site, policy.span),
        statements=tuple(_statement(one) for one in policy.statements),
    )


def relocated_role(role: Role) -> Role:
    """A role with the sites of a service's files."""
    return replace(
        role,
        policies=tuple(relocated(policy) for policy in role.policies),
        boundary=relocated(role.boundary) if role.boundary is not None else None,
        owner=_site(role.owner, role.span),
    )


def _statement(statement: HeldStatement) -> HeldStatement:
    return replace(statement, site=_site(statement.site, statement.span))


def _site(site: Site | None, span: Span) -> Site | None:
    return replace(site, file=span.file, dialect="serverless") if site is not None else None
