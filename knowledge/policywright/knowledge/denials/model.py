"""What reading a text yields: the denials in it, and what looked like one and is not.

The fields are those of ``fix --format json`` that a text alone can fill. Everything is frozen, so a
report can be cached and compared; ``None`` stands for what the text does not tell.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from policywright.knowledge.records import dataclass

Span: TypeAlias = tuple[int, int]
DenialKind: TypeAlias = Literal["implicit", "explicit", "unknown"]
PolicyType: TypeAlias = Literal[
    "identity", "resource", "boundary", "session", "scp", "rcp", "vpce", "unknown"
]
Fixable: TypeAlias = Literal["yes", "no", "maybe"]
PrincipalKind: TypeAlias = Literal[
    "role", "assumed-role", "user", "federated", "root", "anonymous", "service", "unknown"
]


class NotDenialCode(StrEnum):
    """Why a text that speaks of refused access is no decision of an IAM policy."""

    EXPIRED_TOKEN = "expired-token"
    INVALID_CREDENTIALS = "invalid-credentials"
    MISSING_CREDENTIALS = "missing-credentials"
    BAD_SIGNATURE = "bad-signature"
    CLOCK_SKEW = "clock-skew"
    EXPIRED_URL = "expired-url"
    INVALID_MFA = "invalid-mfa"
    SIGN_IN = "sign-in"
    THROTTLING = "throttling"
    QUOTA = "quota"
    NOT_FOUND = "not-found"
    INVALID_REQUEST = "invalid-request"
    WRONG_REGION = "wrong-region"
    OBJECT_STATE = "object-state"
    ACCOUNT_STATE = "account-state"
    DRY_RUN = "dry-run"
    LAKE_FORMATION = "lake-formation"
    DATABASE_GRANT = "database-grant"
    FINE_GRAINED_ACCESS = "fine-grained-access"
    KUBERNETES_RBAC = "kubernetes-rbac"
    REGISTRY_LOGIN = "registry-login"
    API_KEY = "api-key"
    API_AUTHORIZER = "api-authorizer"
    WAF = "waf"
    FILE_SYSTEM = "file-system"
    NETWORK = "network"
    OTHER_CLOUD = "other-cloud"
    OTHER_SYSTEM = "other-system"
    PLACEHOLDER = "placeholder"
    PROSE = "prose"


class Pasted(StrEnum):
    """What a text is: how far a message in it is somebody's own depends on that."""

    MESSAGE = "message"
    """An error, or several, and little else."""
    LOG = "log"
    RECORD = "record"
    """CloudTrail events, access logs."""
    THREAD = "thread"
    """Somebody tells what happened."""
    PAGE = "page"
    """Documentation, a README, a runbook."""
    PROGRAM = "program"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who was denied. ``name`` is the role's (behind a session), user's or service's own name."""

    arn: str | None = None
    kind: PrincipalKind = "unknown"
    name: str | None = None


NOBODY = Principal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A statement (JSON) that somebody else has to add, and who and where."""

    whom: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """One refused request. ``text_span`` is where the *original* text says so."""

    principal: Principal
    actions: tuple[str, ...]
    resource: str | None
    denial: DenialKind
    policy_type: PolicyType
    denying_policy: str | None
    fixable: Fixable
    advice: str
    text_span: Span
    asks: tuple[Asked, ...] = ()
    looks: tuple[str, ...] = ()
    """Commands that show the policy which decided."""
    service: str | None = None
    operation: str | None = None
    encoded_message: str | None = None
    authorization_id: str | None = None
    """What AWS's access troubleshooter knows this decision by."""
    within: str | None = None
    """The pattern of what the resource is one of, where that is all that the text tells."""

    doubt: str | None = None
    """Why it may be none, where the text does not decide it."""
    candidates: tuple[str, ...] = ()
    """Which actions the words may mean, where they name none: to choose from, not to be granted."""

    @property
    def ask(self) -> str | None:
        """The first of ``asks`` in one line."""
        return f"Ask {self.asks[0].whom} for: {self.asks[0].statement}" if self.asks else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDenial:
    """A passage that is recognised as something else, and so yields no policy."""

    code: NotDenialCode
    text_span: Span
    advice: str = ""
    """What to do instead, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialReport:
    """All that was read in one text, in the text's order."""

    denials: tuple[Denial, ...] = ()
    not_denials: tuple[NotDenial, ...] = ()
    pasted: Pasted = Pasted.UNCLEAR
    shown: tuple[Denial, ...] = ()
    """What messages would be that the text seems to show only: denials of whoever says that they are."""
    lost: tuple[str, ...] = ()
    """What a defect of ours cost, a line each; all else was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A denial as a scanner sees it, before duplicates are merged and advice is added.

    ``fixable`` is set where the words decide it whatever the policy type; ``topic`` picks the advice;
    ``strength`` says which of two findings of the same denial knows more.
    """

    span: Span
    principal: Principal = NOBODY
    actions: tuple[str, ...] = ()
    resource: str | None = None
    within: str | None = None
    """The pattern of what the resource is one of: a bucket is told more often than the key."""
    denial: DenialKind = "unknown"
    policy_type: PolicyType = "unknown"
    denying_policy: str | None = None
    fixable: Fixable | None = None
    service: str | None = None
    operation: str | None = None
    encoded_message: str | None = None
    authorization_id: str | None = None
    topic: str | None = None
    type_name: str | None = None
    """What the text calls a type of policy that is none of those known."""
    issuer: str | None = None
    """Who issued the web identity's token, as IAM names the provider."""
    strength: int = 0
    doubt: str | None = None
    """Which note says why it may be what a page shows as an example."""
    candidates: tuple[str, ...] = ()
    """Which actions the words may mean, where they name none."""
