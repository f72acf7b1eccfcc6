"""What ``evaluate`` is asked and what it answers, with the tables that put reasons into words.

Every ``Reason`` and every ``Outcome`` has a row here; a test requires it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final, TypeAlias

from policywright.knowledge.policy.statements import Document
from policywright.knowledge.records import dataclass, field


class PolicyKind(StrEnum):
    """The policy types of design section 8's ``policy_type``, in AWS's order of evaluation."""

    RCP = "rcp"
    SCP = "scp"
    VPCE = "vpce"
    RESOURCE = "resource"
    IDENTITY = "identity"
    BOUNDARY = "boundary"
    SESSION = "session"


class Outcome(StrEnum):
    """Why one statement did or did not apply to the request."""

    APPLIES = "applies"
    OTHER_ACTION = "other-action"
    OTHER_RESOURCE = "other-resource"
    OTHER_PRINCIPAL = "other-principal"
    CONDITION_FAILED = "condition-failed"
    VARIABLE_UNKNOWN = "variable-unknown"


OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.APPLIES: "applies to the request",
    Outcome.OTHER_ACTION: "speaks of other actions",
    Outcome.OTHER_RESOURCE: "speaks of other resources",
    Outcome.OTHER_PRINCIPAL: "speaks of other principals",
    Outcome.CONDITION_FAILED: "has a condition that the request does not meet",
    Outcome.VARIABLE_UNKNOWN: "has a policy variable that the request gives no value for",
}


class Reason(StrEnum):
    """What decided the request."""

    EXPLICIT_DENY = "explicit-deny"
    NO_SCP_ALLOW = "no-scp-allow"
    NO_VPCE_ALLOW = "no-vpce-allow"
    NO_RESOURCE_ALLOW = "no-resource-allow"
    NO_IDENTITY_ALLOW = "no-identity-allow"
    NO_BOUNDARY_ALLOW = "no-boundary-allow"
    NO_SESSION_ALLOW = "no-session-allow"
    IDENTITY_ALLOW = "identity-allow"
    RESOURCE_ALLOW = "resource-allow"
    BOTH_ALLOW = "both-allow"
    DELEGATED_ALLOW = "delegated-allow"
    ROOT_USER = "root-user"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonInfo:
    """``kind`` is the policy type that decides; None where the denying statement says it."""

    allowed: bool
    kind: PolicyKind | None
    summary: str


REASONS: Final[Mapping[Reason, ReasonInfo]] = {
    reason: ReasonInfo(allowed=allowed, kind=kind, summary=summary)
    for reason, allowed, kind, summary in (
        (Reason.EXPLICIT_DENY, False, None, "a statement denies it, and a Deny always wins"),
        (Reason.NO_SCP_ALLOW, False, PolicyKind.SCP, "at one level of the organization no SCP allows it"),
        (Reason.NO_VPCE_ALLOW, False, PolicyKind.VPCE, "the VPC endpoint's policy does not allow it"),
        (
            Reason.NO_RESOURCE_ALLOW,
            False,
            PolicyKind.RESOURCE,
            "the resource's policy has to allow this caller, and does not",
        ),
        (Reason.NO_IDENTITY_ALLOW, False, PolicyKind.IDENTITY, "no identity policy of the caller allows it"),
        (Reason.NO_BOUNDARY_ALLOW, False, PolicyKind.BOUNDARY, "the permissions boundary does not allow it"),
        (Reason.NO_SESSION_ALLOW, False, PolicyKind.SESSION, "the session policy does not allow it"),
        (Reason.IDENTITY_ALLOW, True, PolicyKind.IDENTITY, "an identity policy allows it"),
        (Reason.RESOURCE_ALLOW, True, PolicyKind.RESOURCE, "the resource's policy allows this caller"),
        (
            Reason.BOTH_ALLOW,
            True,
            PolicyKind.IDENTITY,
            "across accounts both the identity policy and the resource's policy allow it",
        ),
        (
            Reason.DELEGATED_ALLOW,
            True,
            PolicyKind.IDENTITY,
            "the resource's policy leaves it to the account, whose identity policy allows it",
        ),
        (Reason.ROOT_USER, True, PolicyKind.IDENTITY, "the root user may do everything that nothing denies"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPolicy:
    """A document and what to call it in an explanation."""

    name: str
    document: Document


Policy: TypeAlias = "NamedPolicy | Document"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRequest:
    """One request. ``principal_arn`` None is an anonymous caller; a service is ``lambda.amazonaws.com``.

    ``context`` overrides the keys that follow from the principal (``aws:PrincipalArn``, ...).
    ``resource_account`` is needed where the ARN does not tell (S3); without both, the caller's.
    """

    principal_arn: str | None
    action: str
    resource: str = "*"
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    resource_account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySet:
    """Everything that has a say. None or empty means: there is no such policy.

    ``scps`` and ``rcps`` hold one list per level, root first. ``boundary`` and ``session`` present
    but empty of Allow statements deny everything, as in AWS.
    """

    identity: Sequence[Policy] = ()
    resource: Policy | None = None
    boundary: Policy | None = None
    session: Policy | None = None
    vpce: Policy | None = None
    scps: Sequence[Sequence[Policy]] = ()
    rcps: Sequence[Sequence[Policy]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReport:
    """One statement and what became of it."""

    kind: PolicyKind
    policy: str
    index: int
    sid: str | None
    effect: str
    outcome: Outcome
    detail: str

    @property
    def name(self) -> str:
        return f"{self.policy}, statement {self.sid or self.index + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``kind`` is the policy type that decided, ``deciding`` the statements that did (none for an
    implicit deny), ``reasons`` every statement that speaks of the action."""

    allowed: bool
    kind: PolicyKind
    reason: Reason
    deciding: tuple[StatementReport, ...] = ()
    reasons: tuple[StatementReport, ...] = ()

    @property
    def explicit(self) -> bool:
        return self.reason is Reason.EXPLICIT_DENY

    @property
    def why(self) -> str:
        """One line for a person."""
        names = "; ".join(report.name for report in self.deciding)
        return f"{REASONS[self.reason].summary}{f' ({names})' if names else ''}"

    @property
    def near_misses(self) -> tuple[StatementReport, ...]:
        """Allow statements of the deciding kind that speak of the action but did not apply."""
        return tuple(
            report
            for report in self.reasons
            if report.kind is self.kind and report.effect == "Allow" and report.outcome is not Outcome.APPLIES
        )
