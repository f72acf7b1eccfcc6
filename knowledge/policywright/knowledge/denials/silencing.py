"""Which bare framings a recognised other system takes back: its refusals are worded as AWS's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from policywright.knowledge.denials.calls import CALL
from policywright.knowledge.denials.discourse import parts_around
from policywright.knowledge.denials.model import NOBODY, Finding, NotDenialCode, Span
from policywright.knowledge.denials.nearby import Nearby, Surroundings
from policywright.knowledge.denials.negatives import NotPolicy
from policywright.knowledge.stores_of_others import hosts, names

UNSURE = frozenset({NotDenialCode.OTHER_SYSTEM, NotDenialCode.WAF, NotDenialCode.API_KEY})
ENDPOINT = 400
"""How far from a bare framing the endpoint may stand that it came from."""


def unsilenced(flat: str, findings: Iterable[Finding], negatives: Sequence[NotPolicy]) -> Iterator[Finding]:
    """Without those bare framings that a recognised other system wrote."""
    near = Nearby(negatives, lambda negative: negative.span)
    for finding in findings:
        start, end = finding.span
        around = list(near.touching(start - ENDPOINT, end + ENDPOINT))
        if any(_elsewhere(flat, negative, finding) for negative in around) and not _at_aws(
            flat[max(0, start - ENDPOINT) : end + ENDPOINT]
        ):
            continue
        if any(negative.sure and _says(flat, negative, finding) for negative in around):
            continue
        unnamed = finding.service is None and not finding.actions and finding.principal == NOBODY
        if unnamed and any(negative.code is NotDenialCode.API_AUTHORIZER for negative in around):
            continue  # one error, of which only the authorizer's line says whose it is
        overlapping = {
            negative.code for negative in around if negative.span[0] < end and start < negative.span[1]
        }
        # What s3fs raises is called as the file system's error is.
        unsure = UNSURE | {NotDenialCode.FILE_SYSTEM} if finding.service == "s3" else UNSURE
        known = finding.strength >= CALL or (finding.service is not None and overlapping <= unsure)
        if known or not overlapping:
            yield finding


def _says(flat: str, negative: NotPolicy, finding: Finding) -> bool:
    """Whether it is the message of this framing, which may begin on the line below, or in a field before."""
    (begin, stop), (start, end) = negative.span, finding.span
    if stop <= start:
        return start - stop < _FIELD and _CODED.fullmatch(flat, stop, start) is not None
    return begin < end or not flat[end:begin].strip()


_FIELD = 200
_CODED = re.compile(
    r"[^\"'\n]*[\\\"']+,\s*[\\\"']*"
    r"(?:(?:__type|[cC]ode|[nN]ame|[eE]rror(?:[cC]ode|[tT]ype)?)[\\\"']*:\s*[\\\"']*[\w.]*#?)?"
)
"""From a message to the code in the next field of its object."""


_STORES = re.compile(rf"{names(clouds=False)}|{hosts(clouds=False)}|r2\b", re.IGNORECASE)
"""Stores of objects, which answer as S3 does and as no other service."""


def _elsewhere(flat: str, negative: NotPolicy, finding: Finding) -> bool:
    """Whether it may be the other system's answer."""
    if negative.code is not NotDenialCode.OTHER_CLOUD:
        return False
    return finding.service in (None, "s3") or _STORES.search(flat, *negative.span) is None


def at_s3(flat: str, findings: list[Finding], negatives: Sequence[NotPolicy]) -> list[Finding]:
    """Without what another store for objects wrote, which words its refusals, ARNs and all, as S3 does."""
    others = (negative for negative in negatives if negative.code is NotDenialCode.OTHER_CLOUD)
    near = Nearby(others, lambda negative: negative.span)

    def elsewhere(finding: Finding) -> bool:
        start, end = max(0, finding.span[0] - ENDPOINT), finding.span[1] + ENDPOINT
        named = any(near.touching(start, end)) and "amazonaws.com" not in flat[start:end]
        return named and all(action.startswith("s3:") for action in finding.actions)

    return [finding for finding in findings if not (finding.actions and elsewhere(finding))]


def _at_aws(text: str) -> bool:
    return "amazonaws.com" in text or "arn:aws" in text


_OTHER_SYSTEM = re.compile(
    r"\b(?:kafka|rabbit\s?mq|active\s?mq|nats|pulsar|mosquitto|mqtt|(?:azure\s+)?service\s+bus|event\s+hubs?|pub/?sub"
    r"|postgres\w*|my-?sql|mariadb|sql\s+server|mssql|oracle|ORA-\d+|mongo(?:db)?|cassandra|scylla\w*|clickhouse"
    r"|cockroach\w*|couchbase|redis|elasticsearch|snowflake|databricks|bigquery|firestore|spanner|cosmos\s?db"
    r"|gcs|gcp|google(?:\s+cloud\w*)?|azure|cloudflare|digital\s?ocean|backblaze|alibaba|oci|minio|ceph|wasabi"
    r"|hashi\s?corp|(?:kubernetes|k8s)\s+RBAC|NFS|samba|HDFS)\b",
    re.IGNORECASE,
)
"""Systems that ask for their own grants: databases, brokers, other clouds and their stores, file systems."""
_AWS_ANSWER = re.compile(
    r"\b(?:Access\s?Denied\w*Exception|AccessDenied(?:Fault|Error)?|AuthorizationError\w*|UnauthorizedOperation"
    r"|IAM|S3|SQS|SNS|KMS|MSK|dynamo\w*|secrets\s?manager|ssm|parameter\s+store|cloud\s?(?:watch|formation)"
    r"|kinesis|RDS|ECR|EFS|arn:aws\S*|boto\w*|\w*aws\w*\.\w+|aws[-_]sdk\w*|explicit\s+deny"
    r"|(?:by|from|of|at|on|for|in|to)\s+AWS|AWS\s+(?:says|answers|den|ref|ret|rep)\w*"
    r"|[a-z0-9-]+:(?-i:[A-Z][a-z])\w+)(?!\w)",
    re.IGNORECASE,
)
"""What tells that AWS answered, and not only that something runs there."""


def unowned(around: Surroundings, found: Sequence[Finding]) -> list[Finding]:
    """The findings from people's words whose sentences don't name another system as all that answered."""
    return [finding for finding in found if not _of_another(around, finding.span)]


def _of_another(around: Surroundings, span: Span) -> bool:
    spans = (part.span for part in parts_around(around, span) if part.place == "own")
    words = " ".join(around.text[start:end] for start, end in (*spans, span))
    return _OTHER_SYSTEM.search(words) is not None and _AWS_ANSWER.search(words) is None
