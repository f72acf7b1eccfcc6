"""The policies at the other end of a request: the resource's own, and those of VPC endpoints on the way.

Read for a denial that they may explain. One row of the table is one service: which call shows a resource's
policy, with which parameters, where in the answer it stands, and which error says that there is none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from policywright.knowledge.policy.verdicts import NamedPolicy
from policywright.knowledge.records import dataclass
from policywright.server.errors import UserError

if TYPE_CHECKING:
    from policywright.server.account import Account

Parameters: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arn:
    partition: str
    service: str
    region: str
    account: str
    name: str
    whole: str

    @property
    def last(self) -> str:
        return self.name.rpartition("/")[2].rpartition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """How a service shows the policy of a resource. ``none`` are the errors that say: it has none."""

    operation: str
    parameters: Callable[[_Arn], Parameters]
    path: tuple[str, ...]
    none: tuple[str, ...] = ()
    what: str = "policy"


def _queue(arn: _Arn) -> str:
    suffix = ".cn" if arn.partition == "aws-cn" else ""
    return f"https://sqs.{arn.region}.amazonaws.com{suffix}/{arn.account}/{arn.name}"


_ROWS: Mapping[str, _Row] = {
    "s3": _Row(
        operation="get_bucket_policy",
        parameters=lambda arn: {"Bucket": arn.name.partition("/")[0]},
        path=("Policy",),
        none=("NoSuchBucketPolicy",),
        what="bucket policy",
    ),
    "kms": _Row(
        operation="get_key_policy",
        parameters=lambda arn: {"KeyId": arn.whole, "PolicyName": "default"},
        path=("Policy",),
        what="key policy",
    ),
    "sns": _Row(
        operation="get_topic_attributes",
        parameters=lambda arn: {"TopicArn": arn.whole},
        path=("Attributes", "Policy"),
        what="topic policy",
    ),
    "sqs": _Row(
        operation="get_queue_attributes",
        parameters=lambda arn: {"QueueUrl": _queue(arn), "AttributeNames": ["Policy"]},
        path=("Attributes", "Policy"),
        what="queue policy",
    ),
    "lambda": _Row(
        operation="get_policy",
        parameters=lambda arn: {"FunctionName": arn.whole},
        path=("Policy",),
        none=("ResourceNotFoundException",),
        what="function policy",
    ),
    "secretsmanager": _Row(
        operation="get_resource_policy",
        parameters=lambda arn: {"SecretId": arn.whole},
        path=("ResourcePolicy",),
    ),
    "ecr": _Row(
        operation="get_repository_policy",
        parameters=lambda arn: {
            "repositoryName": arn.name.partition("/")[2],
            "registryId": arn.account,
        },
        path=("policyText",),
        none=("RepositoryPolicyNotFoundException",),
        what="repository policy",
    ),
    "dynamodb": _Row(
        operation="get_resource_policy",
        parameters=lambda arn: {"ResourceArn": "/".join(arn.whole.split("/")[:2])},
        path=("Policy",),
        none=("PolicyNotFoundException",),
    ),
    "kinesis": _Row(
        operation="get_resource_policy",
        parameters=lambda arn: {"ResourceARN": arn.whole},
        path=("Policy",),
    ),
    "events": _Row(
        operation="describe_event_bus",
        parameters=lambda arn: {"Name": arn.whole},
        path=("Policy",),
    ),
    "iam": _Row(
        operation="get_role",
        parameters=lambda arn: {"RoleName": arn.last},
        path=("Role", "AssumeRolePolicyDocument"),
        what="trust policy",
    ),
}


def resource_policy(account: Account, resource: str) -> NamedPolicy | None:
    """The policy of a resource, named as what it is; ``None`` where it has none or can have none.

    Raises ``UserError`` where it could not be read.
    """
    arn = _arn(resource)
    row = _ROWS.get(arn.service) if arn is not None else None
    if arn is None or row is None or (arn.service == "iam" and not arn.name.startswith("role/")):
        return None
    try:
        answer: Any = account.ask(arn.service, row.operation, arn.region or None, **row.parameters(arn))
    except UserError as error:
        if getattr(error, "code", "") in row.none:
            return None
        raise
    for key in row.path:
        answer = answer.get(key) if isinstance(answer, Mapping) else None
    document = _document(answer)
    return NamedPolicy(name=f"{row.what} of {_owner(arn)}", document=document) if document else None


def endpoint_policies(account: Account, service: str, region: str | None) -> tuple[NamedPolicy, ...]:
    """The policies of the VPC endpoints that requests to a service may take; ``UserError`` if unreadable."""
    found = []
    for item in account.ask("ec2", "describe_vpc_endpoints", region).get("VpcEndpoints", ()):
        # com.amazonaws.eu-west-1.ecr.api, cn.com.amazonaws.cn-north-1.s3
        names = str(item.get("ServiceName", "")).rpartition("amazonaws.")[2].split(".")
        if service in names[1:2] and (document := _document(item.get("PolicyDocument"))):
            found.append(
                NamedPolicy(name=f"policy of VPC endpoint {item['VpcEndpointId']}", document=document)
            )
    return tuple(found)


def _owner(arn: _Arn) -> str:
    return arn.name.partition("/")[0] if arn.service == "s3" else arn.name


def _document(text: object) -> Mapping[str, Any] | None:
    if isinstance(text, str):
        try:
            text = json.loads(text)
        except ValueError:
            return None
    return text if isinstance(text, Mapping) else None


def _arn(text: str) -> _Arn | None:
    parts = text.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return None
    return _Arn(
        partition=parts[1], service=parts[2], region=parts[3], account=parts[4], name=parts[5], whole=text
    )
