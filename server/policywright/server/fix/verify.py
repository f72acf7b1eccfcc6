"""Whether the denied requests pass now: asked of IAM's simulator, else evaluated over what was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policywright.knowledge.policy.verdicts import EvaluationRequest, NamedPolicy, Verdict
from policywright.server.fix.changes import verdicts
from policywright.server.fix.model import Verified
from policywright.server.principals import Target

if TYPE_CHECKING:
    from policywright.server.account import Account, Live

_UNREAD = "resource policies, organization policies and session policies were not looked at"


def blocked(live: Live, after: NamedPolicy, requests: Sequence[EvaluationRequest]) -> str | None:
    """Why the requests would still be refused with the new document, by what was read; ``None`` if not."""
    for request, verdict in zip(requests, _verdicts(live, after, requests), strict=True):
        if not verdict.allowed:
            return (
                f"adding the statement would not help: {request.action} on {request.resource}: {verdict.why}"
                f"{f' ({live.boundary.name})' if verdict.kind == 'boundary' and live.boundary else ''}"
            )
    return None


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
    refused = next((verdict for verdict in decided if not verdict.allowed), None)
    gaps = f"; not readable: {', '.join(live.gaps)}" if live.gaps else ""
    said = refused.why if refused else decided[0].why
    return Verified(
        by="evaluator",
        allowed=refused is None,
        certainty="low" if live.gaps else "medium",
        detail=f"evaluated over the policies read again: {said}; {_UNREAD}{gaps}; no simulator ({why_not})",
    )


def _verdicts(live: Live, own: NamedPolicy, requests: Sequence[EvaluationRequest]) -> tuple[Verdict, ...]:
    return verdicts(requests, (*live.identity, own), live.boundary)


def _short(error: Exception) -> str:
    text = str(error)
    return text if len(text) <= 120 else text[:117] + "..."
