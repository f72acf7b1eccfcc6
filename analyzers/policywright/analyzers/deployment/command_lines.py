"""What the AWS CLI asks for in the commands of a pipeline."""

from __future__ import annotations

from collections.abc import Sequence

from policywright.analyzers.commands import aws
from policywright.analyzers.deployment.model import Asked
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge.authorization import Authorizer, Need, Optional_
from policywright.knowledge.values import Request, Value


def asked_by(
    words: Sequence[Value], span: Span, authorizer: Authorizer
) -> tuple[list[Asked], list[Unresolved]]:
    """What a command is authorized for, and what of it can't be told; the first word is ``aws``."""
    found = aws.read(authorizer.operations, words)
    asked: list[Asked] = []
    unresolved: list[Unresolved] = []
    for call in found.calls:
        why = f"the job runs {call.via}"
        if call.actions:
            asked.append(Asked(
                actions=call.actions, resources=call.resources, why=why, span=span, operation="pipeline",
                optional=call.optional or "",
            ))  # fmt: skip
            continue
        answer = authorizer.authorize(
            Request(service=call.service, operation=call.operation, parameters=call.parameters)
        )
        operation = f"{call.service}:{call.operation}"
        needed: list[tuple[Need | Optional_, str]] = [(need, call.optional or "") for need in answer.needs]
        for one, when in (*needed, *((item, item.when) for item in answer.may_need)):
            asked.append(Asked(
                actions=(one.action,), resources=one.resources, conditions=one.conditions, why=why, span=span,
                source=one.source or "", operation=operation, optional=when,
            ))  # fmt: skip
        if answer.outcome == "unknown":
            unresolved.append(Unresolved(
                code=UnresolvedCode.UNKNOWN_AUTHORIZATION, span=span, detail=f"{operation}: {answer.note}",
                name=operation,
            ))  # fmt: skip
    if found.said is not None:
        unresolved.append(Unresolved(code=UnresolvedCode.PROGRAM, span=span, detail=found.said, name="aws"))
    return asked, unresolved
