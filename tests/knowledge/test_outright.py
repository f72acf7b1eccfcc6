"""Checks over every operation: what botocore's text says outright that a caller needs.

``You need s3:GetObject permission on the object``, ``you must also have DescribeUser permission on that ARN``,
``permission to call the Amazon EC2 DeleteNatGateway action``: where the member is passed (of an operation's text:
where all are), the action is needed, and not only possible. Exceptions have reasons; one that is no longer needed fails.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.identities import documentation
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.operations import Operation

from .checked import KEY, ROLE, at, compared, operations
from .requests_ import ask

_OF_THE_CALLER = re.compile(
    r"\b(you|the (\w+ )?caller|the (\w+ )?users?|users?|the requester|the iam principal[\w ]*|this operation|this"
    r"|your iam policy)( must| should)?( also)? (have|allow|need|needs|requires?|include)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\broles? (must|needs?|should|requires?|also)|\b(the|this) role\b|\bto synthesize\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:([a-z][a-z0-9-]+):)?([A-Z][a-z0-9]+[A-Z]\w+)\b"
    r"(?=(?:(?:,| and|, and| or)? (?:[a-z0-9-]+:)?[A-Z][a-z0-9]+[A-Z]\w+)*,? (?:IAM )?(?:permissions?|actions?|on the|on its)\b)"
)  # fmt: skip

_LISTED = re.compile(
    r"\bfollowing (?:\w+ )*(?:permissions?|actions?)[\w' ]*: ?((?:(?:and )?[a-z0-9-]+:[A-Z]\w+[,*]* ?)+)"
)
_ACTION = re.compile(r"([a-z0-9-]+):([A-Z]\w+)")

_IN_MEMBERS = {
    "tags are set by the service's own action": [
        "aiops:CreateInvestigationGroup tags[]", "application-signals:CreateServiceLevelObjective Tags[]",
    ],
    "either of two actions is enough": ["logs:CreateLogGroup tags[]"],
    "the text is that of another operation": ["chime-sdk-meetings:CreateMeeting Tags[]"],
    "it is told for another operation, which shows it": [
        "s3:PutBucketEncryption ServerSideEncryptionConfiguration.Rules[].BlockedEncryptionTypes",
    ],
    "where it is not passed": ["cloudformation:DescribeStacks StackName"],
    "what the role of a task has": ["ecs:*logConfiguration.options[]"],
    "what the role of the endpoint has": ["dms:*Endpoint S3Settings.EncryptionMode"],
    "what the role of the deployment group has": ["codedeploy:CreateDeployment overrideAlarmConfiguration"],
}  # fmt: skip
_IN_OPERATIONS = {
    "another operation, which is called before or after": [
        "acm:DescribeCertificate *", "s3:UploadPart* kms:generatedatakey", "ec2:DescribeCapacityReservationCancellationQuotes *", "ssm:*ServiceSetting *",
    ],
    "of another operation whose text it is, or that is beside it": [
        "bedrock-runtime:*", "chime-sdk-meetings:UntagResource *", "kinesisanalytics:AddApplicationReferenceDataSource *",
    ],
    "one of several kinds, as the request says": ["logs:*AccountPolicy *", "logs:DescribeAccountPolicies *"],
    "of what is named, as its ARN says": ["resourcegroupstaggingapi:*"],
    "where the request does not say it: it may be needed": [
        "athena:GetQueryResults *", "connecthealth:CreateDataset *", "efs:ListTagsForResource *",
        "observabilityadmin:StartThirdPartyTelemetryEnrichment *", "s3:GetObject s3:listbucket",
        "s3:GetObjectAttributes s3:listbucket", "s3:HeadObject s3:listbucket", "s3:UpdateObjectEncryption organizations:*",
        "s3tables:GetTableMaintenanceConfiguration *", "secretsmanager:StopReplicationToReplica *",
        "transfer:UpdateHostKey *", "eventbridgev2:RotateWebhookCredentials *",
    ],
    "another operation that makes what is named": ["s3:CreateBucket *", "synthetics:CreateCanary iam:*"],
    "what the role that is passed has": ["storagegateway:StartCacheReport *"],
}  # fmt: skip


def said(text: str) -> Iterator[tuple[str | None, str]]:
    """(service's prefix or none, action) of each action that a text says that its caller needs."""
    for sentence in re.split(r"(?<=[.:])\s+(?=[A-Z])", re.sub(r"<[^>]+>|\s+", " ", text)):
        if _OF_THE_CALLER.search(sentence) and not _OF_ANOTHER.search(sentence):
            plainly = re.sub(" +", " ", sentence).replace(" ,", ",")
            yield from ((match[1], match[2]) for match in _NAMED.finditer(plainly))
            for listed in _LISTED.finditer(plainly):
                yield from _ACTION.findall(listed[1])


def test_what_a_member_is_said_to_need_is_needed_where_it_is_passed(
    authorizer: Authorizer, clients: Mapping[str, ClientSource]
) -> None:
    names, found, seen = _actions(authorizer), set(), 0
    for operation in operations(authorizer):
        client = clients[operation.service]
        shapes = None
        for path, _, shape in client.shapes.walk(client.model["operations"][operation.name], 5):
            text = f"{documentation(client, operation.name, path)} {shape.get('documentation', '')}"
            named = list(said(text))
            if named:
                shapes = shapes or _leaves(client, operation)
                passed = [leaf for leaf in shapes if leaf.startswith(path)]
                needed = _needed(authorizer, operation, {leaf: shapes[leaf] for leaf in passed})
                seen += len(named)
                for wanted in (_meant(one, names) for one in named):
                    if wanted and not wanted & needed:
                        found.add(f"{operation.service}:{operation.name} {path}")
    assert seen > 50
    _compared(found, _IN_MEMBERS)


def test_what_an_operation_is_said_to_need_is_needed_where_all_is_passed(
    authorizer: Authorizer, clients: Mapping[str, ClientSource]
) -> None:
    names, found, seen = _actions(authorizer), set(), 0
    for operation in operations(authorizer):
        client = clients[operation.service]
        named = list(said(client.model["operations"][operation.name].get("documentation", "")))
        needed = _needed(authorizer, operation, _leaves(client, operation)) if named else set[str]()
        seen += len(named)
        for wanted in (_meant(one, names) for one in named):
            if wanted and not wanted & needed:
                found.add(f"{operation.service}:{operation.name} {sorted(wanted)[0]}")
    assert seen > 50
    _compared(found, _IN_OPERATIONS)


def _compared(found: set[str], reasons: Mapping[str, list[str]]) -> None:
    patterns = {pattern: why for why, several in reasons.items() for pattern in several}
    literal = {pattern: pattern.replace("[", "[[]") for pattern in patterns}
    by = {one: [pattern for pattern in patterns if fnmatchcase(one, literal[pattern])] for one in found}
    compared({pattern for one, matching in by.items() for pattern in matching or [one]}, patterns)


def _meant(named: tuple[str | None, str], names: Mapping[str, set[str]]) -> set[str]:
    prefix, name = named
    known = names[name.lower()]
    return known & {f"{prefix}:{name}".lower()} if prefix else known


def _needed(authorizer: Authorizer, operation: Operation, passed: Mapping[str, Any]) -> set[str]:
    """The actions that a request with these members needs, and with those that have to be passed."""
    found = set[str]()
    # What is asked of a version has an action of its own.
    for left in ("", "versionid"):
        request: dict[str, Any] = {
            one.name: "x" for one in operation.members if one.required and one.type == "string"
        }
        for path, value in passed.items():
            if path.lower() != left:
                request = _merged(request, at(path, value))
        answer = ask(authorizer, f"{operation.service}:{operation.name}", request)
        found |= {need.action.lower() for need in answer.needs}
    return found


def _merged(one: Any, other: Any) -> Any:
    """A request with what another one passes: structures and the elements of lists together."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            **one,
            **{key: _merged(one[key], inner) if key in one else inner for key, inner in other.items()},
        }
    if isinstance(one, list) and isinstance(other, list) and one and other:
        return [_merged(one[0], other[0])]
    return other


def _leaves(client: ClientSource, operation: Operation) -> dict[str, Any]:
    """Member -> a value, of those that hold no others."""
    found: dict[str, Any] = {}
    for path, _, shape in client.shapes.walk(client.model["operations"][operation.name], 5):
        leaf = path.rpartition(".")[2].lower()
        if shape["type"] == "boolean":
            found[path] = True
        elif shape["type"] == "string":
            sample = (
                KEY
                if "kms" in leaf
                else ROLE
                if "role" in leaf
                else "s3://bucket/key"
                if "s3u" in leaf
                else "x"
            )
            found[path] = shape["enum"][0] if shape.get("enum") else sample
        elif shape["type"] in ("integer", "long", "float", "double"):
            found[path] = 1
    return found


def _actions(authorizer: Authorizer) -> dict[str, set[str]]:
    """A name in lower case -> the actions of this name."""
    found = defaultdict[str, set[str]](set)
    for prefix in {authorizer.operations.prefix(service) for service in authorizer.operations.services()}:
        for name in authorizer.catalog.action_names(prefix):
            found[name.lower()].add(f"{prefix}:{name}".lower())
    return found
