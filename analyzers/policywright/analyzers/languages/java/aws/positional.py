"""What positional arguments set: v1's constructors of requests, and its methods that take no request.

Sources: the constructors in ``com.amazonaws.services.*.model``, ``com.amazonaws.services.s3.AmazonS3``.
"""

from __future__ import annotations

from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import NONE, Value
from policywright.analyzers.languages.java.aws import requests
from policywright.knowledge import values as out
from policywright.knowledge.operations import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

Order = tuple[tuple[str, ...], ...]

_ORDER: dict[tuple[str, str] | tuple[str, str, int], str] = {
    ("s3", "CreateBucket"): "Bucket",
    ("s3", "CreateMultipartUpload"): "Bucket Key",
    ("s3", "CopyObject"): "$SourceBucket $SourceKey Bucket Key",
    ("s3", "CopyObject", 5): "$SourceBucket $SourceKey $SourceVersion Bucket Key",
    # ``changeObjectStorageClass`` and ``setObjectRedirectLocation`` copy an object onto itself.
    ("s3", "CopyObject", 3): "$SourceBucket=Bucket $SourceKey=Key",
    ("s3", "DeleteObject"): "Bucket Key VersionId",
    ("s3", "GetObject"): "Bucket Key VersionId",
    ("s3", "HeadObject"): "Bucket Key VersionId",
    ("s3", "PutBucketAcl"): "Bucket ACL",
    ("s3", "PutObject"): "Bucket Key",
    ("s3", "PutObjectAcl"): "Bucket Key ACL",
    ("s3", "PutObjectAcl", 4): "Bucket Key VersionId ACL",
    ("s3", "PutObjectTagging", 4): "Bucket Key VersionId Tagging",
    ("s3", "ListObjects"): "Bucket Prefix Marker Delimiter",
    ("s3", "ListObjectsV2"): "Bucket Prefix",
    ("s3", "ListObjectVersions"): "Bucket Prefix",
    ("s3", "RestoreObject"): "Bucket Key",
    ("sns", "Publish"): "TopicArn Message Subject",
    ("sns", "Subscribe"): "TopicArn Protocol Endpoint",
    ("dynamodb", "CreateTable"): "AttributeDefinitions TableName KeySchema ProvisionedThroughput",
    ("dynamodb", "Scan"): "TableName",
    ("ec2", "AssociateAddress"): "InstanceId PublicIp",
    ("ec2", "AttachVolume"): "VolumeId InstanceId Device",
    ("ec2", "CreateImage"): "InstanceId Name",
    ("ec2", "CreateSnapshot"): "VolumeId Description",
    ("ec2", "CreateSubnet"): "VpcId CidrBlock",
    ("ec2", "CreateTags"): "Resources Tags",
    ("ec2", "DescribeInstanceAttribute"): "InstanceId Attribute",
    ("ec2", "ModifyInstanceAttribute"): "InstanceId Attribute",
    ("ec2", "ResetInstanceAttribute"): "InstanceId Attribute",
    ("ec2", "RunInstances"): "ImageId MinCount MaxCount",
}
"""The members that arguments set, by their number where that decides, where the model does not tell.

It does where all that is passed is required, and where its order and that of what is required first agree."""

_BY_NAME = frozenset(("ec2",))
"""Services whose models list members by their names, so that their order says nothing."""


def order_of(run: Interpreter, service: str, operation: str, count: int) -> tuple[Order, tuple[str, ...]]:
    """The members that each of so many arguments sets (none: it can't be told), and what they set besides."""
    known = _ORDER.get((service, operation, count)) or _ORDER.get((service, operation))
    if known is not None:
        return tuple(tuple(one.split("=")) for one in known.split()), ()
    found = run.operations.get(service, operation)
    if found is None:
        return (), ()
    order = _from_model(found, count)
    if all(order):
        return order, ()
    # All that is required is among them, one way or another.
    told = {name for names in order for name in names}
    return order, tuple(one.name for one in found.members if one.required and one.name not in told)


def _from_model(operation: Operation, count: int) -> Order:
    required = [one.name for one in operation.members if one.required]
    if count <= len(required) and (count == 1 == len(required) or operation.service not in _BY_NAME):
        return tuple((name,) for name in required[:count])
    listed = [one.name for one in operation.members]
    first = required + [name for name in listed if name not in required]
    alike = [one if one == other else "" for one, other in zip(first, listed, strict=True)]
    sure = alike if operation.service not in _BY_NAME else [""] * len(listed)
    return tuple((name,) if name else () for name in sure[:count])


def struct(run: Interpreter, service: str, operation: str, values: tuple[Value, ...]) -> out.Struct:
    """A request of positional arguments: ``s3.getObject("b", "k")``."""
    found = run.operations.get(service, operation)
    if found is None:
        return out.Struct(())
    order, besides = order_of(run, service, operation, len(values))
    fields = tuple(
        (name, convert(run, value))
        for names, value in zip(order, values, strict=False) if value != NONE for name in names
    )  # fmt: skip
    unknown = tuple((name, out.Unknown("argument")) for name in besides)
    return requests.finished(out.Struct((*fields, *unknown)), found)
