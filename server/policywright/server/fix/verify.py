"""Whether the denied requests pass now: asked of IAM's simulator, else evaluated over what was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policywright.knowledge.policy.verdicts import EvaluationRequest, NamedPolicy, Verdict
from policywright.server.fix.changes import verdicts
from policywright.server.fix.deciders import Asked, find
from policywright.server.fix.model import Verified
from policywright.server.principals import Target

if TYPE_CHECKING:
    from policywright.server.account import Account, Live


def blocked(live: Live, requests: Sequence[EvaluationRequest]) -> str | None:
    """Why the requests would be refused whatever is added, by what was read; ``None`` if not."""
    for request in requests:
        found = find(live, asked_of(request))
        if found.denies:
            return f"adding the statement would not help: {found.denies[0]}"
    return None


def asked_of(request: EvaluationRequest) -> Asked:
    return Asked(
        action=request.action,
        resource=request.resource,
        principal=request.principal_arn or "",
        context=request.context,
    )


def already_allowed(live: Live, requests: Sequence[EvaluationRequest]) -> bool:
    """Whether the policies of today allow every request."""
    own = NamedPolicy(name=live.target.policy_name, document=live.own or {})
    return bool(requests) and all(verdict.allowed for verdict in _verdicts(live, own, requests))


def verify(account: Account, target: Target, requests: Sequence[EvaluationRequest]) -> Verified | None:
    """What decides the requests now; ``None`` where there are none to ask about."""
    if not requests:
        return None
    from policywright.server.account import AwsError

    try:
        simulated = [account.simulate(target, request) for request in requests]
    except AwsError as error:
        return _evaluated(account, target, requests, _short(error))
    return Verified(
        by="simulator",
        allowed=all(simulated),
        certainty="high",
        detail="iam:SimulatePrincipalPolicy decided over the stored policies, resource policies left out",
    )


def _evaluated(
    account: Account, target: Target, requests: Sequence[EvaluationRequest], why_not: str
) -> Verified:
    live = account.read(target)
    own = NamedPolicy(name=target.policy_name, document=live.own or {})
    decided = _verdicts(live, own, requests)
    against = [find(live, asked_of(request)) for request in requests]
    denies = next((line for found in against for line in found.denies), None)
    may_deny = next((line for found in against for line in found.may_deny), None)
    refused = next((verdict for verdict in decided if not verdict.allowed), None)
    gaps = f"; not readable: {', '.join(live.gaps)}" if live.gaps else ""
    said = f"{denies or may_deny or (refused or decided[0]).why}; {_left_out(live)}{gaps}"
    return Verified(
        by="evaluator",
        allowed=denies is None and (refused is None or may_deny is not None),
        certainty="low" if live.gaps or may_deny else "medium",
        detail=f"evaluated over the policies read again: {said}; no simulator ({why_not})",
    )


def _left_out(live: Live) -> str:
    """What was not looked at."""
    unread = "resource policies, organization policies," if live.unread else "resource policies"
    return f"{unread} and session policies were not looked at"


def _verdicts(live: Live, own: NamedPolicy, requests: Sequence[EvaluationRequest]) -> tuple[Verdict, ...]:
    return verdicts(requests, (*live.identity, own), live.boundary)


def _short(error: Exception) -> str:
    text = str(error)
    return text if len(text) <= 120 else text[:117] + "..."
