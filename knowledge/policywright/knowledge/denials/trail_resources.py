"""The resource of a CloudTrail event, from its ``resources`` or its request's parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.locations import queue_arn, s3_arn
from policywright.knowledge.partitions import partition_of

_VERSION = re.compile(r"(?:_?\d{4}_?\d{2}_?\d{2})(?:v\d+)?$")
_ARN_SERVICES: Mapping[str, str] = {"sts": "iam"}


def called(event: Mapping[str, Any]) -> str:
    """The operation, without the version of its API that some services put behind it."""
    return _VERSION.sub("", str(event.get("eventName") or ""))


def resource_of(event: Mapping[str, Any], actions: tuple[str, ...], facts: Facts) -> str | None:
    """The ARN that the denied actions were asked on; ``*`` when they take no resource."""
    if not actions:
        return None
    if all(facts.resource_types(action) == () for action in actions):
        return "*"
    if len(actions) > 1 and actions[0].startswith("s3:"):
        return None
    prefix = actions[0].partition(":")[0]
    parameters = event.get("requestParameters")
    parameters = parameters if isinstance(parameters, Mapping) else {}
    if prefix == "s3":
        bucket, key = parameters.get("bucketName"), parameters.get("key")
        if isinstance(bucket, str) and bucket:
            partition = partition_of(str(event.get("awsRegion") or ""))
            return s3_arn(bucket, key if isinstance(key, str) else None, actions, facts, partition)
        return _listed(event, prefix, objects="object" in (facts.resource_types(actions[0]) or ()))
    return _listed(event, prefix) or _passed(prefix, actions, parameters, event, facts)


def _listed(event: Mapping[str, Any], prefix: str, *, objects: bool = False) -> str | None:
    service = _ARN_SERVICES.get(prefix, prefix)
    found = [arn for arn in _arns(event.get("resources")) if arn.split(":")[2] == service]
    if prefix == "s3":
        found = [arn for arn in found if ("/" in arn) is objects]
    return found[0] if found else None


def _arns(resources: object) -> Iterator[str]:
    for item in resources if isinstance(resources, list) else ():
        arn = item.get("ARN") or item.get("arn") if isinstance(item, Mapping) else None
        if isinstance(arn, str) and arn.startswith("arn:aws") and arn.count(":") >= 5:
            yield arn


def _passed(
    prefix: str,
    actions: tuple[str, ...],
    parameters: Mapping[str, Any],
    event: Mapping[str, Any],
    facts: Facts,
) -> str | None:
    service = _ARN_SERVICES.get(prefix, prefix)
    for value in parameters.values():
        if isinstance(value, str) and value.startswith("arn:aws") and value.split(":")[2:3] == [service]:
            return value
        if isinstance(value, str) and prefix == "sqs" and (arn := queue_arn(value)):
            return arn
    return _asked_on(actions, parameters, event, facts)


def _asked_on(
    actions: tuple[str, ...], parameters: Mapping[str, Any], event: Mapping[str, Any], facts: Facts
) -> str | None:
    """What a call with these parameters is about, as for one found in code; nothing where it is several."""
    source, name = event.get("eventSource"), called(event)
    service = facts.service_named(source.split(".")[0]) if isinstance(source, str) else None
    region, account = str(event.get("awsRegion") or ""), _account(event)
    if service is None or account is None:
        return None
    known = {"partition": partition_of(region), "region": region, "account": account}
    found = {arn for action in actions for arn in facts.asked_on(service, name, parameters, action, known)}
    return found.pop() if len(found) == 1 else None


def _account(event: Mapping[str, Any]) -> str | None:
    account = event.get("recipientAccountId")
    if isinstance(account, str) and account.isdigit():
        return account
    identity = event.get("userIdentity")
    account = identity.get("accountId") if isinstance(identity, Mapping) else None
    return account if isinstance(account, str) and account.isdigit() else None
