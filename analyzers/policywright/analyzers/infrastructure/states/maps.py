"""Distributed Map states: map runs start executions of the machine itself, read items and write results.

Source: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
"""

from __future__ import annotations

from policywright.analyzers.infrastructure.model import RuntimeNeed, Workload
from policywright.analyzers.infrastructure.states.expressions import parameters
from policywright.analyzers.infrastructure.states.findings import Collector, Place
from policywright.analyzers.infrastructure.states.patterns import UNKNOWN, joined, known
from policywright.knowledge.values import Const, Hole, Struct, Text, Value

SOURCE = "https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html"
_PREFIX: tuple[str | Hole, ...] = (
    "arn:", Hole(kind="partition"), ":states:", Hole(kind="region"), ":", Hole(kind="account"), ":",
)  # fmt: skip
_WRITES = ("s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload")
_ENCRYPTS = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey")
"""What the page lists for a bucket with a key of its own."""


def machine_arn(workload: Workload) -> Value:
    """The ARN of the machine itself."""
    return joined(Text(_PREFIX), "stateMachine:", workload.name)


def distributed(workload: Workload, into: Collector, place: Place) -> None:
    """A map run's own permissions: its children are executions of this machine."""
    why = f"{place.name} runs its items as executions of {workload.id} itself"
    execution = joined(Text(_PREFIX), "execution:", workload.name)
    runs = (joined(execution, ":*"), joined(execution, "/*"))
    rows = (
        ("states:StartExecution", (machine_arn(workload),)),
        ("states:DescribeExecution", runs),
        ("states:StopExecution", runs),
    )
    for action, resources in rows:
        span = into.span(place)
        into.need(place, RuntimeNeed(action=action, resources=resources, why=why, span=span, source=SOURCE))
    into.call(
        place, "stepfunctions", "RedriveExecution", Struct(()), actions=("states:RedriveExecution",),
        resources=(joined(execution, "/*"),), optional="failed map runs are redriven",
    )  # fmt: skip


def read_items(reader: Struct, into: Collector, place: Place) -> None:
    """What a reader fetches besides its own request: the files that a manifest or listing names."""
    config = reader.get("ReaderConfig")
    config = config if isinstance(config, Struct) else Struct(())
    passed = parameters(reader)
    bucket = passed.get("Bucket")
    named = (("Bucket", bucket),) if bucket is not None else ()
    if known(config.get("InputType")) == "MANIFEST":
        key: Value = Text((UNKNOWN,))
    elif known(config.get("Transformation")) == "LOAD_AND_FLATTEN":
        key = joined(passed.get("Prefix") or Const(""), Text((UNKNOWN,)))
    else:
        return
    into.call(place, "s3", "GetObject", Struct((*named, ("Key", key))))


def write_results(writer: Struct, into: Collector, place: Place) -> None:
    """Results go to objects below a prefix, in parts when they are large."""
    passed = parameters(writer)
    bucket, prefix = passed.get("Bucket"), passed.get("Prefix")
    where = joined("arn:", Text((Hole(kind="partition"),)), ":s3:::", bucket or Text((UNKNOWN,)), "/")
    folder = known(prefix)
    if prefix is not None and folder != "":
        where = joined(where, prefix, "" if folder is not None and folder.endswith("/") else "/")
    into.call(place, "s3", "PutObject", passed, actions=_WRITES, resources=(joined(where, "*"),))
    keys = ("arn:", Hole(kind="partition"), ":kms:", Hole(kind="region"), ":", Hole(kind="account"), ":key/*")
    for action in _ENCRYPTS:
        into.need(place, RuntimeNeed(
            action=action, resources=(Text(keys),), why=f"{place.name} writes its results",
            conditions=(("StringLike", "kms:ViaService", (Const("s3.*.amazonaws.com"),)),),
            optional="the bucket is encrypted with a customer managed key",
            span=into.span(place), source=SOURCE,
        ))  # fmt: skip
