"""Where in S3 something is read or written, as a request says it: buckets with keys, addresses, ARNs."""

from __future__ import annotations

import re
from typing import Any

from policywright.knowledge.generator.identities import documentation, last_name
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.words import words
from policywright.knowledge.operations import Operation

_BUCKET = re.compile(r"(s3)?bucket(name|arn)?$", re.IGNORECASE)
_OBJECT = re.compile(
    r"^(s3)?(object)?key(name)?$|^(s3)?(object|file)?name$|^s3(object)?prefix$", re.IGNORECASE
)
_KEYED = re.compile(r"(?<!kms)(?<!api)(key|keyname|prefix|filename)$", re.IGNORECASE)
_ADDRESS = re.compile(r"^s3\w*(uri|url|location|path)$", re.IGNORECASE)
_PLACE = re.compile(r"(uri|url|location|path|destination|arn)s?(override)?$", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"role|kms|key|stream|topic|lambda|function|subdirector|cachepath|custompath", re.IGNORECASE
)
_SAYS_PLACE = re.compile(
    r"s3://|\bS3\)?(?: \w+)? (URI|URL|location|path|object|bucket)"
    r"|(stored|uploaded|file|path|location) (in|to) (an )?Amazon S3"
)
_WRITTEN = frozenset({
    "output", "destination", "delivery", "result", "export", "exporting", "log", "logging", "sink", "report",
    "publish", "published", "rejected", "target", "temp",
})  # fmt: skip
_READ = frozenset({"source", "input", "schema", "template", "logo"})
_PLACES = frozenset({"s3", "bucket"})
"""What a target that is a place is called after; others are what it is about (``TargetLocationsURL``)."""
_WILL_BE = re.compile(
    r"\b(will|are to|is to) be (stored|exported|saved|written|delivered|placed)|\bin which to store\b"
    r"|\bwill receive\b|\bas the artifact store\b|\bbucket that stores\b|\bmust have write permissions?\b"
    r"|\bthat receives\b|\bfor storing\b|\bto (?:temporarily )?(?:store|save|write)\b|\bto back up\b"
    r"|\bdesignated for\b|\bscreenshots\b|\bwhere inbound\b"
)
_LEADING_OUT = frozenset({"export", "report", "logging"})
_LEADING_IN = ("Validate", "Import", "Get", "Describe")


def places(operation: Operation, client: ClientSource, *, of_bucket: bool = False) -> dict[str, str]:
    """Member -> ARN, of the objects (or buckets) that a request names."""
    details = client.model["operations"][operation.name]
    strings = [path for path, _, _ in client.shapes.walk_to(details, _is_place)]
    by_head: dict[str, list[str]] = {}
    for path in strings:
        by_head.setdefault(path.rpartition(".")[0], []).append(path)
    found: dict[str, str] = {}
    for path in strings:
        head = path.rpartition(".")[0]
        name = last_name(path)
        if _BUCKET.search(name):
            beside = [one for one in by_head[head] if one != path]
            keys = _keys(_BUCKET.sub("", name), beside, within=bool(head))
            whole = bool(keys) and not last_name(keys[0]).lower().endswith("prefix")
            named = f"/${{default=*:{keys[0]}}}" if whole else f"/${{default=:{keys[0]}}}*" if keys else "/*"
            tail = "" if of_bucket else named
            found[path] = f"arn:${{Partition}}:s3:::${{s3bucket:{path}}}{tail}"
        elif not _OBJECT.search(name) and not _KEYED.search(name):
            after = "*" if is_written(path, operation, client) else ""
            tail = "" if of_bucket else f"/${{s3key:{path}}}{after}"
            found[path] = f"arn:${{Partition}}:s3:::${{s3bucket:{path}}}{tail}"
    return found


def _keys(bucket: str, beside: list[str], *, within: bool) -> list[str]:
    """The members that say which object of a bucket: called like it (``BundleS3Bucket``, ``BundleS3Key``),
    else as objects are; a plain ``Name`` only within a structure about the object."""
    if bucket:
        alike = [path for path in beside if last_name(path).lower().startswith(bucket.lower())]
        return [path for path in alike if _KEYED.search(last_name(path))]
    found = [
        path for path in beside if _OBJECT.search(last_name(path)) or last_name(path).lower() == "prefix"
    ]
    return [path for path in found if within or last_name(path).lower() != "name"]


def is_written(path: str, operation: Operation, client: ClientSource) -> bool:
    """Whether what a member names is written, and not read: the last word of its path that tells, else what
    botocore says of it, else what the operation is called."""
    told = [
        word
        for name in map(words, re.split(r"[.\[\]]+", path))
        for word in name
        if word != "target" or not _PLACES.isdisjoint(name)
    ]
    for before, word in zip(reversed(["", *told[:-1]]), reversed(told), strict=True):
        if word in _READ or (word in _WRITTEN and before != "deployment"):
            return word in _WRITTEN
    if _WILL_BE.search(documentation(client, operation.name, path)):
        return True
    named = words(operation.name)
    return not operation.name.startswith(_LEADING_IN) and not _LEADING_OUT.isdisjoint(named)


def _is_place(path: str, shape_name: str, shape: dict[str, Any], documentation: str) -> bool:
    """A member that names a bucket, an object in one, or where in S3 something is."""
    leaf = last_name(path)
    if shape["type"] != "string" or shape.get("enum"):
        return False
    if any(one.search(leaf) for one in (_ADDRESS, _BUCKET, _OBJECT, _KEYED)):
        return True
    said = re.sub(r"<[^>]+>|\s+", " ", documentation or shape.get("documentation", ""))
    return bool(_PLACE.search(leaf) and not _NO_PLACE.search(leaf) and _SAYS_PLACE.search(said))
