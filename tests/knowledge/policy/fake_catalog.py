"""A catalog of a few actions, for lint tests that must not change when AWS's does."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, kw_only=True)
class Named:
    name: str
    condition_keys: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Action:
    prefix: str
    name: str
    access_level: str
    resource_types: tuple[Named, ...]
    condition_keys: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResourceType:
    prefix: str
    name: str
    arn: str
    condition_keys: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Key:
    name: str
    type: str


def _action(full: str, level: str, types: str = "", keys: str = "") -> Action:
    prefix, name = full.split(":")
    named = tuple(Named(name=kind) for kind in types.split())
    return Action(
        prefix=prefix, name=name, access_level=level, resource_types=named, condition_keys=tuple(keys.split())
    )


_ACTIONS = (
    _action("s3:GetObject", "Read", "object", "s3:ExistingObjectTag/<key>"),
    _action("s3:PutObject", "Write", "object", "aws:RequestTag/${TagKey} aws:TagKeys"),
    _action("s3:ListBucket", "List", "bucket", "s3:prefix s3:max-keys"),
    _action("s3:ListAllMyBuckets", "List"),
    _action("s3:PutBucketPolicy", "Permissions management, Write", "bucket"),
    _action("dynamodb:Query", "Read", "table index"),
    _action("dynamodb:GetItem", "Read", "table", "dynamodb:LeadingKeys"),
    _action("sqs:SendMessage", "Write", "queue"),
    _action("iam:PassRole", "Write", "role", "iam:PassedToService"),
    _action("iam:GetRole", "Read", "role"),
    _action("iam:CreateServiceLinkedRole", "Write", "role", "iam:AWSServiceName"),
    _action("sts:AssumeRoleWithWebIdentity", "Write", "role"),
    _action("sts:AssumeRoleWithSAML", "Write", "role"),
    _action("sts:TagSession", "Tagging", "role"),
    _action("lambda:InvokeFunction", "Write"),
    _action("sts:AssumeRole", "Write", "role", "sts:ExternalId"),
)
_TYPES = (
    ("s3", "bucket", "arn:${Partition}:s3:::${BucketName}"),
    ("s3", "object", "arn:${Partition}:s3:::${BucketName}/${ObjectName}"),
    ("dynamodb", "table", "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"),
    (
        "dynamodb",
        "index",
        "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}",
    ),
    ("sqs", "queue", "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"),
    ("iam", "role", "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"),
    ("sts", "role", "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"),
)
_KEYS = {
    "s3:prefix": "String",
    "s3:max-keys": "Numeric",
    "s3:ExistingObjectTag/<key>": "String",
    "dynamodb:LeadingKeys": "ArrayOfString",
    "iam:PassedToService": "String",
    "iam:AWSServiceName": "String",
    "sts:ExternalId": "String",
    "dynamodb:SecondPartitionKeyValues": "ArrayOfString",
    "lambda:SourceFunctionArn": "ARN",
}


class FakeCatalog:
    def newer(self, name: str) -> bool:
        return False

    def service(self, prefix: str) -> object | None:
        return prefix if any(action.prefix == prefix.lower() for action in _ACTIONS) else None

    def action(self, name: str) -> Action | None:
        return next((a for a in _ACTIONS if f"{a.prefix}:{a.name}".lower() == name.lower()), None)

    def resource_types(self, prefix: str) -> tuple[ResourceType, ...]:
        return tuple(ResourceType(prefix=p, name=name, arn=arn) for p, name, arn in _TYPES if p == prefix)

    def written(self, name: str) -> tuple[str, ...]:
        return ()

    def condition_keys(self, prefix: str) -> tuple[Key, ...]:
        return tuple(
            Key(name=name, type=kind) for name, kind in _KEYS.items() if name.startswith(f"{prefix}:")
        )

    def expand(self, pattern: str) -> tuple[str, ...]:
        names = (f"{action.prefix}:{action.name}" for action in _ACTIONS)
        return tuple(name for name in names if fnmatch.fnmatchcase(name.lower(), pattern.lower()))

    def suggest(self, name: str) -> tuple[str, ...]:
        choice = (
            [f"{a.prefix}:{a.name}" for a in _ACTIONS] if ":" in name else ["s3", "sqs", "iam", "dynamodb"]
        )
        return tuple(get_close_matches(name, choice, 3))
