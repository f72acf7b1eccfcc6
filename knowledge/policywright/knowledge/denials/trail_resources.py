"""The resource of a CloudTrail event, from its ``resources`` or its request's parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.locations import queue_arn, s3_arn
from policywright.knowledge.partitions import partition_of

_TEMPLATES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "lambda": (("functionName", "arn:{p}:lambda:{r}:{a}:function:{v}"),),
    "dynamodb": (("tableName", "arn:{p}:dynamodb:{r}:{a}:table/{v}"),),
    "ssm": (("name", "arn:{p}:ssm:{r}:{a}:parameter/{v}"),),
    "kms": (("keyId", "arn:{p}:kms:{r}:{a}:key/{v}"),),
    "ecr": (("repositoryName", "arn:{p}:ecr:{r}:{a}:repository/{v}"),),
    "logs": (("logGroupName", "arn:{p}:logs:{r}:{a}:log-group:{v}"),),
    "kinesis": (("streamName", "arn:{p}:kinesis:{r}:{a}:stream/{v}"),),
    "firehose": (("deliveryStreamName", "arn:{p}:firehose:{r}:{a}:deliverystream/{v}"),),
    "events": (("name", "arn:{p}:events:{r}:{a}:rule/{v}"),),
    "ecs": (("cluster", "arn:{p}:ecs:{r}:{a}:cluster/{v}"),),
    "eks": (("name", "arn:{p}:eks:{r}:{a}:cluster/{v}"),),
    "iam": (
        ("policyArn", "{v}"),
        ("roleName", "arn:{p}:iam::{a}:role/{v}"),
        ("userName", "arn:{p}:iam::{a}:user/{v}"),
        ("groupName", "arn:{p}:iam::{a}:group/{v}"),
        ("instanceProfileName", "arn:{p}:iam::{a}:instance-profile/{v}"),
    ),
    "sts": (("roleArn", "{v}"),),
}
_ARN_SERVICES: Mapping[str, str] = {"sts": "iam"}


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
    region = str(event.get("awsRegion") or "")
    account = _account(event)
    for member, template in _TEMPLATES.get(prefix, ()):
        value = parameters.get(member)
        if isinstance(value, str) and value and account and not value.startswith("arn:"):
            if prefix == "kms" and value.startswith("alias/"):
                return None
            return template.format(p=partition_of(region), r=region, a=account, v=value.lstrip("/"))
    formats = (arn for action in actions for arn in facts.arn_formats(action))
    bound = (_bound(arn, parameters, partition_of(region), region, account) for arn in formats)
    return next((arn for arn in bound if arn), None)


_VARIABLE = re.compile(r"\$\{(\w+)\}")


def _bound(
    arn: str, parameters: Mapping[str, Any], partition: str, region: str, account: str | None
) -> str | None:
    """A catalog ARN format with each variable bound to the parameter of its name."""
    known = {name.lower(): value for name, value in parameters.items() if isinstance(value, str) and value}
    known.update(partition=partition, region=region, account=account or "")
    names = [name.lower() for name in _VARIABLE.findall(arn)]
    if not account or any(not known.get(name) for name in names):
        return None
    return _VARIABLE.sub(lambda match: known[match[1].lower()], arn)


def _account(event: Mapping[str, Any]) -> str | None:
    account = event.get("recipientAccountId")
    if isinstance(account, str) and account.isdigit():
        return account
    identity = event.get("userIdentity")
    account = identity.get("accountId") if isinstance(identity, Mapping) else None
    return account if isinstance(account, str) and account.isdigit() else None
