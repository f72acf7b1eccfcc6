"""What is checked in a Region that a request names: the source of a copy, a replica, a table elsewhere.

Each operation of botocore with a member that says a Region is asked with one. What is granted and says a text that
stands beside that member is there; an operation of whose grants none is there is in a list that says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

from botocore.model import Shape, StructureShape

from policywright.knowledge.authorization import Authorizer

from .calls import TOPIC, _value, minimal, model
from .requests_ import ask, text

_SAYS = re.compile(r"region(s|name|names|list)?$", re.IGNORECASE)
_LOOKS = ("Get", "List", "Describe", "Search", "BatchGet")
_THERE = "xx-north-1"
_DEEP = 6


def _regions(
    shape: Shape, path: tuple[str, ...] = (), seen: frozenset[str] = frozenset()
) -> Iterator[tuple[str, ...]]:
    """The paths to members that say a Region, through structures and lists."""
    if len(path) > _DEEP or shape.name in seen:
        return
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            if _SAYS.search(name) and _is_text(member):
                yield (*path, name)
            else:
                yield from _regions(member, (*path, name), seen | {shape.name})
    elif shape.type_name == "list":
        yield from _regions(shape.member, path, seen | {shape.name})


def _is_text(shape: Shape) -> bool:
    return bool(
        shape.type_name == "string" or (shape.type_name == "list" and shape.member.type_name == "string")
    )


def _put(request: dict[str, Any], shape: Shape, path: tuple[str, ...], mark: str) -> list[str]:
    """Passes the Region, and beside it all texts; returns these."""
    name, *rest = path
    member = shape.members[name]
    if not rest:
        beside = {
            other: f"{mark}{other}"
            for other, one in shape.members.items()
            if one.type_name == "string" and other != name and not one.enum and not _SAYS.search(other)
        }
        request.update(
            {other: said for other, said in beside.items() if len(path) == 1 or other not in request}
        )
        request[name] = _THERE if member.type_name == "string" else [_THERE]
        return list(beside.values())
    if member.type_name == "list":
        inner = member.member
        elements = request.setdefault(name, [])
        if not elements or not isinstance(elements[0], dict):
            elements[:] = [_required(inner)]
        return _put(elements[0], inner, tuple(rest), mark)
    if not isinstance(request.get(name), dict):
        request[name] = _required(member)
    return _put(request[name], member, tuple(rest), mark)


def _required(shape: Shape) -> dict[str, Any]:
    found = _value("", shape, 1, TOPIC)
    return dict(found) if isinstance(found, dict) else {}


def _asked(authorizer: Authorizer) -> Iterator[tuple[str, str, list[str], list[tuple[str, str]]]]:
    """(client:operation, the member, texts that stand beside it, grants) of each member that says a Region."""
    for client in authorizer.operations.services():
        for operation in authorizer.operations.names(client):
            if operation.startswith(_LOOKS):
                continue
            shape = model(client, operation).input_shape
            if shape is None:
                continue
            for path in _regions(shape):
                request = minimal(client, operation)
                beside = _put(request, shape, path, "zz")
                if len(path) == 1:
                    # At the top everything stands beside it: what is named like it (SourceRegion, SourceSnapshotId).
                    kin = _SAYS.sub("", path[0])
                    beside = [one for one in beside if kin and one.startswith(f"zz{kin}")]
                answer = ask(authorizer, f"{client}:{operation}", request)
                grants = [(need.action, text(one)) for need in answer.needs for one in need.resources]
                yield f"{client}:{operation}", ".".join(path), beside, grants


def _place(arn: str) -> str:
    return arn.split(":", 5)[3] if arn.count(":") >= 5 else ""


ELSEWHERE = {
    "appsync:*": "a role that is passed acts there, not the caller",
    "backup:*ReportPlan *": "a role that is passed acts there, not the caller",
    "bcm-data-exports:* *S3Region": "a role that is passed acts there, not the caller",
    "bedrock-agentcore*:* *": "a role that is passed acts there, not the caller",
    "codepipeline:* *": "a role that is passed acts there, not the caller",
    "devops-agent:* *": "a role that is passed acts there, not the caller",
    "dlm:* *": "a role that is passed acts there, not the caller",
    "firehose:* *SchemaConfiguration.Region": "a role that is passed acts there, not the caller",
    "groundstation:* *": "a role that is passed acts there, not the caller",
    "imagebuilder:* *": "a role that is passed acts there, not the caller",
    "inspector2:* *": "a role that is passed acts there, not the caller",
    "iot:* *signingRegion": "a role that is passed acts there, not the caller",
    "kinesisvideo:* *": "a role that is passed acts there, not the caller",
    "mediaconnect:*Flow* *.Region": "a role that is passed acts there, not the caller",
    "mediaconvert:* *": "a role that is passed acts there, not the caller",
    "medialive:*Channel* *": "a role that is passed acts there, not the caller",
    "neptunedata:* *": "a role that is passed acts there, not the caller",
    "observabilityadmin:* *": "a role that is passed acts there, not the caller",
    "quicksight:* *S3Options.Region": "a role that is passed acts there, not the caller",
    "ssm:*Automation* *": "a role that is passed acts there, not the caller",
    "ssm:StartChangeRequestExecution *": "a role that is passed acts there, not the caller",
    "ssm:StartExecutionPreview *": "a role that is passed acts there, not the caller",
    "cognito-idp:* *Sms*": "a role that is passed acts there, not the caller",
    "docdb:* SourceRegion": "the ARN of what is copied says where it is; botocore only signs by this member",
    "neptune:* SourceRegion": "the ARN of what is copied says where it is; botocore only signs by this member",
    "rds:* SourceRegion": "the ARN of what is copied says where it is; botocore only signs by this member",
    "cognito-idp:CreateUserPoolReplica *": "a linked role makes the copy or replica",
    "cloudhsmv2:* *": "a linked role makes the copy or replica",
    "connect:ReplicateInstance *": "a linked role makes the copy or replica",
    "lexv2-models:* *": "a linked role makes the copy or replica",
    "secretsmanager:RemoveRegionsFromReplication *": "a linked role makes the copy or replica",
    "redshift:EnableSnapshotCopy *": "a linked role makes the copy or replica",
    "payment-cryptography:* *": "a linked role makes the copy or replica",
    "*:* *S3Region": "S3's ARNs have no Region",
    "*:* *BucketRegion": "S3's ARNs have no Region",
    "storagegateway:Create*FileShare *": "S3's ARNs have no Region",
    "ssm:*ResourceDataSync *": "S3's ARNs have no Region",
    "ssm:SendCommand *": "S3's ARNs have no Region",
    "auditmanager:* *": "what is there is another account's, or is asked for its own consent",
    "ec2:Create*Peering* PeerRegion": "what is there is another account's, or is asked for its own consent",
    "ec2:CreateVpcEndpoint ServiceRegion": "what is there is another account's, or is asked for its own consent",
    "es:* *DomainInfo.Region": "what is there is another account's, or is asked for its own consent",
    "opensearch:* *.Region": "what is there is another account's, or is asked for its own consent",
    "medialive:TransferInputDevice *": "what is there is another account's, or is asked for its own consent",
    "redshift:*DataShareConsumer *": "what is there is another account's, or is asked for its own consent",
    "chime-sdk-voice:* *CallingRegions": "which Regions something works in, where the caller has it",
    "cleanrooms:CreateCollaboration *": "which Regions something works in, where the caller has it",
    "cognito-idp:* *SecondaryRegion": "which Regions something works in, where the caller has it",
    "config:* *": "which Regions something works in, where the caller has it",
    "connect:Update* *": "which Regions something works in, where the caller has it",
    "connect:* *LastModifiedRegion": "which Regions something works in, where the caller has it",
    "dsql:* *": "which Regions something works in, where the caller has it",
    "ec2:*VpcEndpointServiceConfiguration *": "which Regions something works in, where the caller has it",
    "lambda-web:* *": "which Regions something works in, where the caller has it",
    "mpa:* *": "which Regions something works in, where the caller has it",
    "networkflowmonitor:* *": "which Regions something works in, where the caller has it",
    "resiliencehub*:* *": "which Regions something works in, where the caller has it",
    "security-ir:* *": "which Regions something works in, where the caller has it",
    "securityhub:* *": "which Regions something works in, where the caller has it",
    "securitylake:*LogSource *": "which Regions something works in, where the caller has it",
    "securitylake:*Organization* *": "which Regions something works in, where the caller has it",
    "service-quotas:* *": "which Regions something works in, where the caller has it",
    "servicecatalog:* *": "which Regions something works in, where the caller has it",
    "ssm:*Association* *": "which Regions something works in, where the caller has it",
    "storagegateway:* *": "which Regions something works in, where the caller has it",
    "wellarchitected:* *": "which Regions something works in, where the caller has it",
    "wickr:* *": "which Regions something works in, where the caller has it",
    "dynamodb:UpdateTable ReplicaUpdates.Disassociate.*": "the replica that leaves is the one that is asked",
    "dynamodb:UpdateTable GlobalTableWitnessUpdates*": "which Regions something works in, where the caller has it",
    "keyspaces:*Table *": "which Regions something works in, where the caller has it",
    "amplifybackend:* *": "a filter, an address, or a frequency",
    "appflow:* *Snowflake*": "a filter, an address, or a frequency",
    "geo-places:* *": "a filter, an address, or a frequency",
    "iotwireless:* *": "a filter, an address, or a frequency",
    "outposts:* *": "a filter, an address, or a frequency",
    "partnercentral-selling:* *": "a filter, an address, or a frequency",
    "pinpoint:* *": "a filter, an address, or a frequency",
    "quicksight:* *": "a filter, an address, or a frequency",
    "lightsail:* *": "a filter, an address, or a frequency",
    "deadline:* *": "IAM Identity Center is asked without a Region",
    "eks:* *idcRegion": "IAM Identity Center is asked without a Region",
    "opensearch:* *IdentityCenterInstanceRegion": "IAM Identity Center is asked without a Region",
    "glue:* *Target*.Region": "a link to a database or table, which is not looked at",
    "kms:ReplicateKey *": "KMS is asked for the new key on any",
    "connect:*Bot *": "the bot is V1's, whose actions are on any; those on a bot are V2's",
    "sagemaker:* *DomainRegion": "the same name by chance",
    "cur:* *": "the same name by chance",
}
"""Operation and member (patterns) -> why nothing that is checked is in the Region."""


def test_what_is_named_beside_a_region_is_checked_there(authorizer: Authorizer) -> None:
    asked, wrong, nowhere, used = 0, set[str](), set[str](), set[str]()
    for call, member, beside, grants in _asked(authorizer):
        asked += 1
        regional = [(action, arn) for action, arn in grants if _place(arn)]
        there = [one for one in regional if _place(one[1]) in (_THERE, "*")]
        said = [one for one in regional if any(f"{name}" in re.split(r"[/:*?.-]", one[1]) for name in beside)]
        its = [pattern for pattern in ELSEWHERE if fnmatch(f"{call} {member}", pattern)]
        reasoned = bool(its)
        if not there:
            used.update(its)
        if (
            {one[1] for one in said}
            and not {one[1] for one in said} & {one[1] for one in there}
            and not reasoned
        ):
            wrong.add(f"{call} {member}: {sorted({arn for _, arn in said})[:2]}")
        elif regional and not there and not reasoned:
            nowhere.add(f"{call} {member}")
    assert asked > 400
    stale = [pattern for pattern in ELSEWHERE if pattern not in used]
    assert sorted(wrong) == [], "named beside a Region, and granted in the caller's"
    assert sorted(nowhere) == [], (
        "say in ELSEWHERE why nothing is checked in the Region that the request names"
    )
    assert stale == [], "take out what holds of nothing"
