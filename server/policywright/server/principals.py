"""Whose policies these are: the roles and users of an account, and which of them are not ours to change."""

from __future__ import annotations

import re
from typing import Literal

from policywright.knowledge.denials.asks import is_service_linked
from policywright.knowledge.denials.model import Principal
from policywright.knowledge.denials.principal import account_of, from_arn
from policywright.knowledge.partitions import PARTITIONS
from policywright.knowledge.records import dataclass

_SSO = "AWSReservedSSO_"
_ENTITIES = ("role", "assumed-role", "user")
_NAME = re.compile(r"[\w+=,.@-]{1,128}", re.ASCII)
"""What IAM calls roles and users."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A role or user. ``name`` is without the path, as IAM's operations take it."""

    kind: Literal["role", "user"]
    name: str
    account: str
    partition: str = "aws"
    arn: str | None = None
    """With its path, once it has been read."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from all others, whether or not its path is known."""
        return self.partition, self.account, self.kind, self.name

    @property
    def policy_name(self) -> str:
        """The inline policy that is ours; 128 characters are IAM's limit."""
        return f"policywright-{self.name}"[:128]

    @property
    def policy_source_arn(self) -> str:
        return self.arn or f"arn:{self.partition}:iam::{self.account}:{self.kind}/{self.name}"


def target_named(arn: str) -> Target | None:
    """The role or user that an ARN names, if its policy can be changed."""
    principal = from_arn(arn)
    return target_of(principal)[0] if principal is not None else None


def target_of(principal: Principal) -> tuple[Target | None, str | None]:
    """Whose policy is to change; or why that of this principal can't."""
    name = principal.name or ""
    if principal.kind == "root":
        return None, "the root user has no identity policy: work as a role or user instead"
    if is_service_linked(principal):
        return None, _linked(name)
    if name.startswith(_SSO):
        return None, _managed_elsewhere(name)
    target = entity_of(principal)
    home = account_of(principal)
    if target is not None:
        refusal = untouchable(target)
        return (None, refusal) if refusal else (target, None)
    if home is not None and home[0] not in PARTITIONS:
        return None, f"there is no partition {home[0]}: name the role or user (--principal ARN)"
    if home is not None and name and principal.kind in _ENTITIES:
        return None, f"{name} is no name of a role or user: name it (--principal ARN)"
    if name and home is None and principal.kind in _ENTITIES:
        return None, f"the text does not tell the account of {name}: name the role or user (--principal ARN)"
    return None, "the text does not say whose policy to change: name the role or user (--principal ARN)"


def entity_of(principal: Principal) -> Target | None:
    """The role or user that a principal is, whoever may change it; ``None`` where it is not told."""
    home, name = account_of(principal), principal.name or ""
    if principal.kind not in _ENTITIES or home is None or home[0] not in PARTITIONS:
        return None
    if not _NAME.fullmatch(name) or "..." in name:
        return None
    return Target(
        kind="user" if principal.kind == "user" else "role",
        name=name,
        account=home[1],
        partition=home[0],
        arn=principal.arn if principal.kind != "assumed-role" else None,
    )


def untouchable(target: Target) -> str | None:
    """Why this role is not ours to change, by its path; ``None`` if it is."""
    if "/aws-service-role/" in (target.arn or ""):
        return _linked(target.name)
    if "/aws-reserved/sso.amazonaws.com/" in (target.arn or ""):
        return _managed_elsewhere(target.name)
    return None


def _linked(name: str) -> str:
    return (
        f"{name} is a service-linked role, whose policy only AWS changes: the resource's policy must name it"
    )


def _managed_elsewhere(name: str) -> str:
    return f"{name} belongs to IAM Identity Center: change the permission set there"
