"""``validate --simulate``: what policies decide about one request, by our evaluator."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policywright.server.errors import UserError
from policywright.server.kinds import Kind
from policywright.server.published import SCHEMA_VERSION, Json
from policywright.server.text import one_line
from policywright.server.validation import Source, read_source

if TYPE_CHECKING:
    from policywright.knowledge.policy.verdicts import (
        EvaluationRequest,
        NamedPolicy,
        PolicySet,
        StatementReport,
    )

_MEMBERS = {"principal", "action", "resource", "resource_account", "context"}
_EXAMPLE = (
    '{"principal": "arn:aws:iam::123456789012:role/app", "action": "s3:GetObject", '
    '"resource": "arn:aws:s3:::b/k"}'
)


def simulate(request: str, sources: Sequence[Source], kind: Kind) -> Json:
    """The verdict, with the statements that decided it; ``kind`` is what the policies are for."""
    from policywright.knowledge.policy.evaluate import evaluate

    asked = _request(request)
    policies = [_policy(source) for source in sources]
    verdict = evaluate(asked, _policy_set(policies, kind))
    return {
        "schema_version": SCHEMA_VERSION,
        "allowed": verdict.allowed,
        "explicit": verdict.explicit,
        "policy_type": verdict.kind.value,
        "reason": verdict.reason.value,
        "why": verdict.why,
        "deciding": [_statement(report) for report in verdict.deciding],
        "near_misses": [_statement(report) for report in verdict.near_misses],
    }


def simulation_text(result: Json) -> str:
    """The verdict for a person."""
    lines = [f"{'allowed' if result['allowed'] else 'denied'}: {one_line(result['why'])}"]
    for item in result["near_misses"]:
        statement = f"statement {item['sid'] or item['index'] + 1}"
        lines.append(f"  {one_line(item['policy'])}, {one_line(statement)}: {one_line(item['detail'])}")
    return "\n".join(lines) + "\n"


def _request(text: str) -> EvaluationRequest:
    from policywright.knowledge.policy.statements import texts
    from policywright.knowledge.policy.verdicts import EvaluationRequest

    if not text.lstrip().startswith("{"):
        text = read_source(Path(text)).text
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UserError(f"--simulate: the request is not JSON ({error}); an example: {_EXAMPLE}") from error
    if not isinstance(data, dict) or not isinstance(data.get("action"), str):
        raise UserError(f"--simulate: the request needs an action; an example: {_EXAMPLE}")
    if unknown := sorted(set(data) - _MEMBERS):
        raise UserError(f"--simulate: unknown member {unknown[0]!r}; there are {', '.join(sorted(_MEMBERS))}")
    context = data.get("context", {})
    if not isinstance(context, dict) or not all(
        _texts_or_none(data.get(name)) for name in _MEMBERS - {"context"}
    ):
        raise UserError(
            f"--simulate: members are texts, context is an object of texts; an example: {_EXAMPLE}"
        )
    return EvaluationRequest(
        principal_arn=data.get("principal"),
        action=data["action"],
        resource=data.get("resource") or "*",
        context={str(key): texts(value) for key, value in context.items()},
        resource_account=data.get("resource_account"),
    )


def _texts_or_none(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _policy(source: Source) -> NamedPolicy:
    from policywright.knowledge.policy.parse import PolicyError, parse
    from policywright.knowledge.policy.verdicts import NamedPolicy

    try:
        return NamedPolicy(name=source.name, document=parse(source.text).data())
    except PolicyError as error:
        raise UserError(f"{source.name}: {error}") from error


def _policy_set(policies: Sequence[NamedPolicy], kind: Kind) -> PolicySet:
    from policywright.knowledge.policy.verdicts import PolicySet

    # One level of the organization each, in the order given.
    levels = [[policy] for policy in policies]
    limited = [_everything()]
    if kind == "identity":
        return PolicySet(identity=policies)
    if kind == "scp":
        return PolicySet(identity=limited, scps=levels)
    if kind == "rcp":
        return PolicySet(identity=limited, rcps=levels)
    if len(policies) > 1:
        raise UserError(f"--simulate: one {kind} policy decides, {len(policies)} were given")
    (policy,) = policies
    match kind:
        case "boundary":
            return PolicySet(identity=limited, boundary=policy)
        case "session":
            return PolicySet(identity=limited, session=policy)
        case "vpce":
            return PolicySet(identity=limited, vpce=policy)
        case "resource" | "trust":
            return PolicySet(resource=policy)


def _everything() -> Mapping[str, Any]:
    """What a limiting policy limits."""
    return {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}


def _statement(report: StatementReport) -> Json:
    return {
        "policy": report.policy,
        "index": report.index,
        "sid": report.sid,
        "effect": report.effect,
        "detail": report.detail,
    }
