"""From statements to a change of one document: merged, minimised, measured, compared, and proved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from policywright.analyzers.infrastructure.unified import unified
from policywright.knowledge.policy.diff import diff, diff_rules
from policywright.knowledge.policy.evaluate import evaluate
from policywright.knowledge.policy.minimise import covers_rule, minimise
from policywright.knowledge.policy.quota import QUOTAS, size
from policywright.knowledge.policy.statements import Rule, document, rules
from policywright.knowledge.policy.verdicts import EvaluationRequest, NamedPolicy, PolicySet, Verdict
from policywright.knowledge.records import replace
from policywright.server.errors import Exit, UserError
from policywright.server.fix.model import Change
from policywright.server.fix.real import require
from policywright.server.fix.scoping import wild
from policywright.server.principals import Target


class DoesNotFit(UserError):
    """The principal's inline policies would pass IAM's quota."""

    status = Exit.FINDINGS


def merged(before: Mapping[str, Any] | None, added: Iterable[Rule]) -> dict[str, Any]:
    """The document that says both, in the fewest canonical statements; ``before`` itself if it says all."""
    added = tuple(added)
    require(added)
    old = rules(before) if before else ()
    new = [rule for rule in added if not any(covers_rule(known, rule) for known in minimise(old))]
    if before is not None and not new:
        return dict(before)
    return document(minimise((*old, *new)))


def change_of(
    target: Target | None,
    policy_name: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    *,
    read: bool,
    other_characters: int = 0,
    undoes: str | None = None,
) -> Change:
    """The change of an inline policy, refused when it is over IAM's quota."""
    limit = QUOTAS[target.kind] if target else QUOTAS["managed"]
    length = size(after) if after is not None else 0
    if after is not None and undoes is None and length + other_characters > limit:
        whole = f" ({other_characters} of them in other inline policies)" if other_characters else ""
        raise DoesNotFit(
            f"{policy_name}: {length + other_characters} characters{whole} pass IAM's quota of {limit} for "
            f"the inline policies of a {target.kind if target else 'principal'}; use a managed policy"
        )
    where = f"{target.kind}/{target.name}/{policy_name}" if target else policy_name
    before_text, after_text = pretty(before), pretty(after)
    return Change(
        target=target,
        policy_name=policy_name,
        before=before,
        after=after,
        before_text=before_text,
        after_text=after_text,
        diff=unified(before_text, after_text, where),
        changes=explained(before, after),
        characters=length,
        quota=limit,
        read=read,
        undoes=undoes,
    )


def pretty(policy: Mapping[str, Any] | None) -> str:
    return json.dumps(policy, indent=2, ensure_ascii=False) + "\n" if policy is not None else ""


def explained(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[str, ...]:
    return tuple(difference.explanation for difference in diff(before or {}, after or {}))


def verdicts(
    requests: Sequence[EvaluationRequest],
    identity: Sequence[NamedPolicy],
    boundary: NamedPolicy | None,
) -> tuple[Verdict, ...]:
    """What the policies that were read decide."""
    policies = PolicySet(identity=identity, boundary=boundary)
    return tuple(evaluate(request, policies) for request in requests)


def prove(change: Change, added: Sequence[Rule], requests: Sequence[EvaluationRequest]) -> str:
    """That the change allows the requests and nothing but what was added; raises when it does not hold."""
    before, after = change.before or {}, change.proposed
    policy = NamedPolicy(name=change.policy_name, document=after)
    patterns = {resource for rule in added if rule.resources for resource in rule.resources.values}
    for request in requests:
        # That a pattern matches itself would be no proof.
        resource = _one(request.resource) if request.resource in patterns else request.resource
        if not evaluate(replace(request, resource=resource), PolicySet(identity=(policy,))).allowed:
            raise UserError(f"the proposed policy would not allow {request.action} on {request.resource}")
    if stray := _stray(before, after, added):
        raise UserError(f"the proposed policy would change more than asked: {stray}")
    shown = ", ".join(f"{request.action} on {request.resource}" for request in requests)
    return (
        f"Evaluated: the new document allows {shown}. Compared: all that it allows beyond the old one is "
        "covered by the statements shown, and it takes nothing away."
    )


def _one(resource: str) -> str:
    """One of the things that a pattern speaks of."""
    if resource == "*" or not wild(resource):
        return resource
    return "x".join(resource.split("*")).replace("?", "x")


def _stray(before: Mapping[str, Any], after: Mapping[str, Any], added: Sequence[Rule]) -> str | None:
    for difference in diff(before, after):
        if not difference.grants_more or not all(
            any(covers_rule(wide, rule) for wide in added) for rule in difference.after
        ):
            return difference.explanation
    for difference in diff_rules((*rules(before), *added), rules(after)):
        return difference.explanation
    return None
