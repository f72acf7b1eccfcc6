"""The policies at the other end of a request: the resource's own, and those of VPC endpoints on the way.

Read for a denial that they may explain. One row of the table is one service: which call shows a resource's
policy, with which parameters, where in the answer it stands, and which error says that there is none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from policywright.knowledge.policy.verdicts import NamedPolicy
from policywright.knowledge.records import dataclass
from policywright.server.account import calls
from policywright.server.errors import UserError

if TYPE_CHECKING:
    from policywright.server.account import Account


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

    read: Callable[[Account, _Arn], object]
    none: tuple[str, ...] = ()
    what: str = "policy"


def _bucket(account: Account, arn: _Arn) -> object:
    client = account.client("s3", arn.region)
    return client.get_bucket_policy(Bucket=arn.name.partition("/")[0]).get("Policy")


def _key(account: Account, arn: _Arn) -> object:
    client = account.client("kms", arn.region)
    return client.get_key_policy(KeyId=arn.whole, PolicyName="default").get("Policy")


def _topic(account: Account, arn: _Arn) -> object:
    client = account.client("sns", arn.region)
    return client.get_topic_attributes(TopicArn=arn.whole)["Attributes"].get("Policy")


def _queue(account: Account, arn: _Arn) -> object:
    suffix = ".cn" if arn.partition == "aws-cn" else ""
    url = f"https://sqs.{arn.region}.amazonaws.com{suffix}/{arn.account}/{arn.name}"
    client = account.client("sqs", arn.region)
    answer = client.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    return answer.get("Attributes", {}).get("Policy")


def _function(account: Account, arn: _Arn) -> object:
    client = account.client("lambda", arn.region)
    return client.get_policy(FunctionName=arn.whole).get("Policy")


def _secret(account: Account, arn: _Arn) -> object:
    client = account.client("secretsmanager", arn.region)
    return client.get_resource_policy(SecretId=arn.whole).get("ResourcePolicy")


def _repository(account: Account, arn: _Arn) -> object:
    client = account.client("ecr", arn.region)
    name = arn.name.partition("/")[2]
    return client.get_repository_policy(repositoryName=name, registryId=arn.account).get("policyText")


def _table(account: Account, arn: _Arn) -> object:
    client = account.client("dynamodb", arn.region)
    return client.get_resource_policy(ResourceArn="/".join(arn.whole.split("/")[:2])).get("Policy")


def _stream(account: Account, arn: _Arn) -> object:
    client = account.client("kinesis", arn.region)
    return client.get_resource_policy(ResourceARN=arn.whole).get("Policy")


def _bus(account: Account, arn: _Arn) -> object:
    client = account.client("events", arn.region)
    return client.describe_event_bus(Name=arn.whole).get("Policy")


def _role(account: Account, arn: _Arn) -> object:
    client = account.client("iam", arn.region)
    return client.get_role(RoleName=arn.last)["Role"].get("AssumeRolePolicyDocument")


_ROWS: Mapping[str, _Row] = {
    "s3": _Row(read=_bucket, none=("NoSuchBucketPolicy",), what="bucket policy"),
    "kms": _Row(read=_key, what="key policy"),
    "sns": _Row(read=_topic, what="topic policy"),
    "sqs": _Row(read=_queue, what="queue policy"),
    "lambda": _Row(read=_function, none=("ResourceNotFoundException",), what="function policy"),
    "secretsmanager": _Row(read=_secret),
    "ecr": _Row(read=_repository, none=("RepositoryPolicyNotFoundException",), what="repository policy"),
    "dynamodb": _Row(read=_table, none=("PolicyNotFoundException",)),
    "kinesis": _Row(read=_stream),
    "events": _Row(read=_bus),
    "iam": _Row(read=_role, what="trust policy"),
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
        with calls(f"{row.what} of {_owner(arn)}"):
            document = _document(row.read(account, arn))
    except UserError as error:
        if getattr(error, "code", "") in row.none:
            return None
        raise
    return NamedPolicy(name=f"{row.what} of {_owner(arn)}", document=document) if document else None


def endpoint_policies(account: Account, service: str, region: str | None) -> tuple[NamedPolicy, ...]:
    """The policies of the VPC endpoints that requests to a service may take; ``UserError`` if unreadable."""
    found = []
    with calls("ec2:DescribeVpcEndpoints"):
        client = account.client("ec2", region)
        endpoints = client.describe_vpc_endpoints().get("VpcEndpoints", ())
    for item in endpoints:
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
