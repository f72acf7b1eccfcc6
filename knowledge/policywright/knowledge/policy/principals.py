"""Who calls, and how a statement's Principal names that caller.

*How* decides what a resource policy's Allow is worth: naming the session or user itself grants
directly, naming the role is still limited by boundaries and session policies, naming the account
only lets that account's own identity policies decide. Source:
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Final

from policywright.knowledge.policy.statements import ANYONE, Principals
from policywright.knowledge.records import dataclass


class CallerKind(StrEnum):
    """What kind of principal makes the request."""

    USER = "user"
    SESSION = "assumed-role"
    ROLE = "role"
    ROOT = "root"
    FEDERATED_USER = "federated-user"
    IDENTITY_PROVIDER = "identity-provider"
    SERVICE = "service"
    ANONYMOUS = "anonymous"
    UNKNOWN = "unknown"


class Named(IntEnum):
    """How a Principal element names the caller, weakest first."""

    NOT = 0
    ACCOUNT = 1
    ROLE = 2
    ANYONE = 3
    DIRECT = 4


_ARN = re.compile(
    r"arn:(?P<partition>[^:]+):(?P<service>iam|sts)::(?P<account>\d*):(?P<kind>[a-z-]+)(/(?P<name>.+))?$"
)
_SERVICE = re.compile(r"[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|aws\.internal)$")
_UNIQUE_ID = re.compile(r"A(IDA|ROA)[A-Z0-9]{12,}$")
_KINDS: Final = {
    ("iam", "user"): CallerKind.USER,
    ("iam", "role"): CallerKind.ROLE,
    ("iam", "root"): CallerKind.ROOT,
    ("sts", "assumed-role"): CallerKind.SESSION,
    ("sts", "federated-user"): CallerKind.FEDERATED_USER,
    ("iam", "oidc-provider"): CallerKind.IDENTITY_PROVIDER,
    ("iam", "saml-provider"): CallerKind.IDENTITY_PROVIDER,
}
# aws:PrincipalType; services and providers have none.
_TYPES: Final = {
    CallerKind.USER: "User",
    CallerKind.SESSION: "AssumedRole",
    CallerKind.ROLE: "AssumedRole",
    CallerKind.ROOT: "Account",
    CallerKind.FEDERATED_USER: "FederatedUser",
    CallerKind.ANONYMOUS: "Anonymous",
}


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The principal of a request. ``arn`` None is an anonymous caller; a service is its own name."""

    arn: str | None
    userid: str | None = None

    @cached_property
    def _match(self) -> re.Match[str] | None:
        return _ARN.match(self.arn or "")

    @cached_property
    def kind(self) -> CallerKind:
        if self.arn is None or self.arn == "*":
            return CallerKind.ANONYMOUS
        if self._match is not None:
            return _KINDS.get((self._match["service"], self._match["kind"]), CallerKind.UNKNOWN)
        return CallerKind.SERVICE if _SERVICE.match(self.arn) else CallerKind.UNKNOWN

    @cached_property
    def account(self) -> str | None:
        return (self._match["account"] or None) if self._match is not None else None

    @cached_property
    def name(self) -> str | None:
        """Name without path: the role's of a session, the user's of a user."""
        if self._match is None or not self._match["name"]:
            return None
        parts = self._match["name"].split("/")
        return parts[0] if self.kind is CallerKind.SESSION else parts[-1]

    @property
    def is_session(self) -> bool:
        return self.kind in (CallerKind.SESSION, CallerKind.ROLE)

    @property
    def service_linked(self) -> bool:
        return self.is_session and (self.name or "").startswith("AWSServiceRoleFor")

    @property
    def has_identity(self) -> bool:
        """Whether identity policies can speak for this caller."""
        return self.kind not in (CallerKind.SERVICE, CallerKind.ANONYMOUS, CallerKind.IDENTITY_PROVIDER)

    def context(self) -> Mapping[str, tuple[str, ...]]:
        """The condition keys that follow from who calls."""
        keys: dict[str, str] = {"aws:principalisawsservice": str(self.kind is CallerKind.SERVICE).lower()}
        if self.kind in _TYPES:
            keys["aws:principaltype"] = _TYPES[self.kind]
        if self._match is not None and self.account and self.has_identity:
            keys["aws:principalaccount"] = self.account
            keys["aws:principalarn"] = self._principal_arn()
        if self.kind is CallerKind.SERVICE and self.arn:
            keys["aws:principalservicename"] = self.arn
        if self.kind is CallerKind.USER and self.name:
            keys["aws:username"] = self.name
        return {key: (value,) for key, value in keys.items()}

    def _principal_arn(self) -> str:
        """For a session the ARN of its role (without the path, which a session's ARN does not tell)."""
        if self.kind is CallerKind.SESSION and self._match is not None:
            return f"arn:{self._match['partition']}:iam::{self.account}:role/{self.name}"
        return self.arn or ""

    def named_by(self, principals: Principals) -> Named:
        """The strongest way in which the list names this caller."""
        return max((self._named(kind, text) for kind, text in principals), default=Named.NOT)

    def excepted_by(self, principals: Principals, effect: str) -> bool:
        """Whether a NotPrincipal list leaves this caller out of the statement.

        In a Deny the caller's account, role and session (or user) must all be listed: AWS checks each.
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        """
        ways = {self._named(kind, text) for kind, text in principals} - {Named.NOT}
        if effect == "Allow" or Named.ANYONE in ways or self.account is None:
            return bool(ways)
        needed = {Named.ACCOUNT, Named.DIRECT} if self.kind is not CallerKind.ROOT else {Named.ACCOUNT}
        if self.kind is CallerKind.SESSION:
            needed.add(Named.ROLE)
        return needed <= ways

    def _named(self, kind: str, text: str) -> Named:
        if (kind, text) in (ANYONE, ("AWS", "*")):
            return Named.ANYONE
        if kind == "AWS":
            return self._named_aws(text)
        wanted = {"Service": CallerKind.SERVICE, "Federated": CallerKind.IDENTITY_PROVIDER}.get(kind)
        if self.arn == text or (text == "*" and self.kind is wanted):
            return Named.DIRECT
        return Named.NOT

    def _named_aws(self, text: str) -> Named:
        if self.kind in (CallerKind.SERVICE, CallerKind.ANONYMOUS, CallerKind.IDENTITY_PROVIDER):
            return Named.NOT
        if text == self.arn:
            return Named.ACCOUNT if self.kind is CallerKind.ROOT else Named.DIRECT
        if text == self.account:
            return Named.ACCOUNT
        if _UNIQUE_ID.match(text):
            own, _, session = (self.userid or "").partition(":")
            return Named.NOT if own != text else Named.ROLE if session else Named.DIRECT
        match = _ARN.match(text)
        if match is None or match["account"] != self.account:
            return Named.NOT
        if match["kind"] == "root":
            return Named.ACCOUNT
        # A role's name is unique in its account, whatever its path.
        same_role = match["kind"] == "role" and (match["name"] or "").split("/")[-1] == self.name
        return Named.ROLE if same_role and self.is_session else Named.NOT
