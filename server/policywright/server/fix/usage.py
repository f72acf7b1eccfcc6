"""Conditions of use: what limits an allowed action to the way in which it was denied.

``iam:PassRole`` is allowed for the service that the role is passed to, and KMS through the service that the
call was made to. Which these are, the knowledge store says for the operation that failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.assembly import condition_data
from policywright.knowledge.authorization import Authorizer, Need, Optional_
from policywright.knowledge.denials.model import Denial
from policywright.knowledge.policy.statements import Condition, conditions_of
from policywright.knowledge.values import Request, Struct

_PASSED_TO = "iam:PassedToService"
_VIA = "kms:ViaService"


def conditions_for(
    denial: Denial, action: str, region: str | None, authorizer: Authorizer
) -> tuple[Condition, ...]:
    """The conditions for a denied action; none where the text does not tell enough."""
    if action == "iam:PassRole":
        found = _of_key(_needs(denial, authorizer), action, _PASSED_TO)
        found = found or _few(_of_key(_service_needs(denial, authorizer), action, _PASSED_TO))
        return _joined(_PASSED_TO, found)
    if action.startswith("kms:") and _through_service(denial, authorizer):
        where = _region(denial, region)
        found = _of_key(_needs(denial, authorizer), action, _VIA)
        return _joined(_VIA, {value.replace("*", where) if where else value for value in found})
    return ()


def _through_service(denial: Denial, authorizer: Authorizer) -> bool:
    """Whether the operation that failed is another service's, whatever service the error code belongs to."""
    return denial.operation is not None and authorizer.operations.get("kms", denial.operation) is None


def _needs(denial: Denial, authorizer: Authorizer) -> Iterator[Need | Optional_]:
    """What the operation that failed needs, of every service that has one of this name."""
    if denial.operation is None:
        return
    candidates = authorizer.operations.services_with_operation(denial.operation)
    if denial.service is not None and denial.service in candidates:
        candidates = (denial.service,)
    for service in candidates:
        yield from _authorized(service, denial.operation, authorizer)


def _service_needs(denial: Denial, authorizer: Authorizer) -> Iterator[Need | Optional_]:
    """What all operations of the service need, where the text names a service only."""
    service = denial.service
    if denial.operation is None and service is not None and service != "iam":
        for operation in authorizer.operations.names(service):
            yield from _authorized(service, operation, authorizer)


def _authorized(service: str, operation: str, authorizer: Authorizer) -> Iterator[Need | Optional_]:
    request = Request(service=service, operation=operation, parameters=Struct((), open=True))
    answer = authorizer.authorize(request)
    yield from answer.needs
    yield from answer.may_need


def _of_key(needs: Iterable[Need | Optional_], action: str, key: str) -> set[str]:
    """The values of one condition key among an action's needs."""
    conditions = (
        condition
        for need in needs
        if need.action == action
        for condition in conditions_of(condition_data(need.conditions))
    )
    return {value for _, name, values in conditions if name == key for value in values}


_FEW = 3
"""Services that a role may be passed to in one service's operations, to still be a limit."""


def _few(values: set[str]) -> set[str]:
    return values if len(values) <= _FEW else set()


def _region(denial: Denial, region: str | None) -> str | None:
    parts = (denial.resource or "").split(":", 5)
    return parts[3] if len(parts) == 6 and parts[3] not in ("", "*") else region


def _joined(key: str, values: set[str]) -> tuple[Condition, ...]:
    """One condition; its values are alternatives."""
    if not values:
        return ()
    operator = "StringLike" if any("*" in value for value in values) else "StringEquals"
    return ((operator, key, tuple(sorted(values))),)
