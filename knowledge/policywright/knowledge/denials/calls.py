"""From a bare framing to a finding: which service, which actions, which bucket or queue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policywright.knowledge.denials.doings import (
    actions_of_absent,
    actions_of_creating,
    actions_of_doing,
    calls_of_resource,
)
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.frames import LEAD, Frame, Frames
from policywright.knowledge.denials.identifiers import (
    current_name,
    operation_beside,
    operation_named,
    requested_before,
    service_with,
)
from policywright.knowledge.denials.model import NOBODY, Finding, Span
from policywright.knowledge.denials.nearby import Nearby, Surroundings
from policywright.knowledge.denials.negatives import is_not_policy, of_others
from policywright.knowledge.denials.normalise import BORDER
from policywright.knowledge.denials.reason import encoded_after
from policywright.knowledge.denials.resource import read_on_clause
from policywright.knowledge.denials.saying import RUNS, service_in_words, told_in_words
from policywright.knowledge.denials.stacks import call_of_event

CALL = 8
"""Strength of a finding whose operation is known from its frame."""

BEFORE, AFTER = 500, 2500
"""How far around a frame its context (stack frames, URIs, command lines) is looked for."""

REQUEST = 4000
"""How far in front of an answer a debug log may show the request."""

_BEHIND = 8
_NEXT_LINE = 120
"""How much of what stands behind a framing without a message may be its message."""
_PREAMBLES = ("", "Youarenotauthorizedtoperformthisoperation")
_CLIENTS = (
    re.compile(r"@aws-sdk/client-([a-z0-9-]+)"),
    re.compile(r"aws-sdk/(?:lib/services|clients)/([a-z0-9]+)"),
    re.compile(r"\bawssdk\.services\.(\w+)\."),
    re.compile(r"\bDefault(\w+?)Client\."),
    re.compile(r"aws-sdk-go(?:-v2)?/service/(\w+)"),
    re.compile(r"\baws_sdk_(\w+)::"),
    re.compile(r"(?:^|[\s$`])aws (?:--?\S+ +)*([a-z][a-z0-9-]{1,30}) [a-z]"),
    re.compile(r"\bboto/([a-z0-9]+)/\w+\.py"),
    re.compile(r"boto3\.(?:client|resource)\(['\"]([a-z0-9-]+)"),
    re.compile(r"\bcom\.amazonaws\.services\.(\w+)\."),
    re.compile(r"\bAws::(\w+)::"),
    re.compile(
        r"[/@ ](?!execute-api|lambda-url)([a-z][a-z0-9-]{1,30})\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com\b"
    ),
    re.compile(r"\bAWS::(\w+)::[A-Z]\w+"),
    re.compile(
        r"(?<![\w-])(?:apiVersion: |[a-z0-9]{2,40}\.|managed/)?([a-z0-9]{2,40})"
        r"\.(?:services\.k8s\.aws|aws\.(?:m\.)?(?:crossplane|upbound)\.io)(?![\w-])"
    ),
)
BY_AWS = re.compile(
    r"\baws_request_id\b|\bx-amzn-|\bAWS(?:ClientRuntime|ResponseError|ErrorContext|Exceptions?)\b|\bSotoCore\b"
    r"|/var/(?:runtime|task)/|\bRuntime\.UnhandledPromiseRejection\b|\bsmithy\b"
    r"|\$metadata\b|\bErrorMetadata \{"
    r"|\bcom\.amazon(?:aws)?\.|\bamazonaws\.com\b|\bcognitect\.|\bExAws\b|\bboto(?:core|3)?\b|\bResponseMetadata\b"
    r"|\baws-(?:sdk|cdk|amplify)\b|\bPhase context status code\b|\bFailed to publish asset\b"
)
"""What nothing but AWS's services and their clients have in what they print."""
_S3_SIGNS = re.compile(
    r"s3[an]?://|\bs3fs\b|[Ss]3 [Bb]ucket|\bfog/(?:storage/)?aws\b"
    r"|requests/storage/(?=put_|get_|head_|delete_)"
    r"|[./:\s]s3[.-][\w.-]*amazonaws\.com"
    r"|<HostId>|HostID: \w|host id: \w|Extended Request ID: \w"
    r"|(?:extendedRequestId|s3_extended_request_id|HostId|x-amz-id-2)['\"]?\s*[:=]\s*(?:Some\()?['\"]?[\w+/]{16}"
)
_OPERATIONS = (
    re.compile(r"\bde_(\w+?)CommandError\b"),
    re.compile(r"\bdeserializeAws_(?:restXml|restJson1?|json1_[01]|query|ec2)(\w+?)CommandError\b"),
    re.compile(r"\bDefault\w+Client\.([a-z]\w+)\b"),
    re.compile(r"\b(\w+?)OperationDeserializerKt\b"),
    re.compile(r"\bAPI: [a-z0-9-]+:(\w+)"),
    re.compile(r"\bfrom (?:the )?([A-Z]\w+) API\b"),
    re.compile(r"\boperation::\w+::(\w+?)Error\b"),
    re.compile(
        r"\b(?!Service|Dispatch|Response|Construction)([A-Z][A-Za-z0-9]{3,60})Error \{\s{0,40}(?:kind|meta)\b"
    ),
    re.compile(r"\b(\w+)Command\b\s*\("),
    re.compile(r"\bself\.get_(?:list|object|status)\('([A-Z]\w+)'"),
    re.compile(r"\bAmazon\.\w+\.Amazon\w+Client\.(?:Begin)?([A-Z]\w+?)(?:Async)?\("),
)
_METHODS = re.compile(
    r"/fog/(?:[\w-]+/)*requests/(?:[\w-]+/)*([a-z]+(?:_[a-z0-9]+)+)\.rb:"
    r"|(?:\(eval\)|/client(?:_api)?\.rb):\d+:in [`'](?:[\w:]+\#)?([a-z]+(?:_[a-z0-9]+)*)'"
    r"|\.([a-z]\w+)\(\w*Client\.(?:java|php):\d+\)"
)
"""Methods of clients in the stacks of Ruby, Java and PHP, where they are operations."""
_CLASS = re.compile(r"\((?:Amazon|AWS)(\w+?)(?:Async)?Client\.java")
_REQUESTS = (
    re.compile(r"\bapi call: \((?P<svc>[a-z][a-z0-9-]+), (?P<op>[a-z]+(?:_[a-z0-9]+)+)\)"),
    re.compile(r"\bOperationModel\(name=(?P<op>[A-Z]\w+)\)"),
    re.compile(r"\bResponse\s+(?P<svc>[a-z][\w-]*)/(?P<op>[A-Z]\w+)\s+Details"),
    re.compile(
        r"\brpc\.method=\"?(?P<op>[A-Z]\w+)(?:[^\n]{0,600}?\brpc\.service=(?:\"(?P<svc>[^\"\n]{1,60})|(?P<plain>\w+)))?"
    ),
    re.compile(
        r"\bX-Amz-Target['\"]?\s*[:=]\s*\[?['\"]?(?P<svc>[A-Za-z]\w*?)(?:_?[vV]?\d[\d_]*)?\.(?P<op>[A-Z]\w+)",
        re.IGNORECASE,
    ),
    re.compile(r"\bAction=(?P<op>[A-Z]\w+)(?:&|\b)"),
    re.compile(r"\b(?:ExAws|AWS)\.(?P<svc>[A-Z]\w{1,30})\.(?P<op>[a-z]+(?:_[a-z0-9]+)+)\("),
)
"""What a debug log says of the request in front of the answer."""
_FILES = re.compile(r"\bs3[an]?://")
_HADOOP = (
    (re.compile(r"\bgetFileStatus on\b"), "HeadObject"),
    (re.compile(r"\b(?:open|read|reopen)\b[^\n]{0,40} (?:on|at|s3a)"), "GetObject"),
    (re.compile(r"\b(?:listObjects|listStatus|listFiles)\b"), "ListObjectsV2"),
    (re.compile(r"\b(?:create|put|upload|writing|innerMkdirs|mkdirs)\w*\b[^\n]{0,40} on\b"), "PutObject"),
    (re.compile(r"\bdelete\w*\b[^\n]{0,40} on\b"), "DeleteObject"),
    (re.compile(r"\bdoesBucketExist\b"), "HeadBucket"),
)
_TRANSFER = (
    (re.compile(r"\bupload failed:"), "PutObject"),
    (re.compile(r"\bdownload failed:"), "GetObject"),
    (re.compile(r"\bdelete failed:"), "DeleteObject"),
    (re.compile(r"\blist(?:ing)?(?: of)? (?:all )?(?:my )?buckets\b", re.IGNORECASE), "ListBuckets"),
)
_SHELL = r"\b(?:(?:hdfs|hadoop) (?:dfs|fs) -|(?:s3cmd|s5cmd) (?:-\S+ )*|aws s3 )"
_COPIES = r"(?:\b(?:aws s3|s5cmd(?: -\S+)*) |\bERROR \")(?:cp|mv)(?: -\S+)*"
"""A copy that was typed, or that s5cmd says again in front of what came of it."""
_COMMANDS = (
    (re.compile(_SHELL + r"(?:get|cat|text|tail|copyToLocal)\b"), "GetObject"),
    (re.compile(_SHELL + r"(?:put|copyFromLocal|moveFromLocal|touchz|mkdir)\b"), "PutObject"),
    (re.compile(_SHELL + r"(?:ls|du|count|find)\b[^\n]*s3[an]?://"), "ListObjectsV2"),
    (re.compile(_SHELL + r"(?:rm|rmr|del)\b"), "DeleteObject"),
    (re.compile(_COPIES + r" s3://\S+(?: -\S+)* (?!s3:)[^\s-]"), "GetObject"),
    (re.compile(_COPIES + r" (?!s3:)(?:-|[^\s-]\S*)(?: -\S+)* s3://"), "PutObject"),
    (re.compile(r"\baws ecr get-login(?:-password)?\b"), "GetAuthorizationToken"),
    (re.compile(r"\baws eks update-kubeconfig\b"), "DescribeCluster"),
    (re.compile(r"\bRead-S3Object\b"), "GetObject"),
    (re.compile(r"\bWrite-S3Object\b"), "PutObject"),
    (re.compile(r"\bRemove-S3Object\b"), "DeleteObject"),
    (re.compile(r"\bGet-S3Object(?:V2)?\b"), "ListObjectsV2"),
    (re.compile(r"\bGet-S3Bucket\b"), "ListBuckets"),
)
"""What was typed."""
_SHARED = 5
"""An operation of more services than this (``TagResource``, ``GetResourcePolicy``) is typical of none."""
_XML = re.compile(
    r"autoscaling|cloudformation|cloudfront|cloudsearch|cloudwatch|docdb|ec2|elasticache|elasticbeanstalk|elb|elbv2"
    r"|iam|importexport|neptune|rds|redshift|route53|s3|s3control|sdb|ses|sns|sqs|sts"
)
"""Services that answer in XML, or once did (botocore's ``protocol``): the others' code is an exception."""
_CODES = {"AccessDenied": True, "AccessDeniedException": False}
_PREFERRED = ("s3", "ec2", "iam", "sts", "lambda", "dynamodb", "sqs", "sns", "ssm", "kms", "ecs", "ecr")


def read_calls(text: str, frames: Frames, facts: Facts, told: Nearby[Finding]) -> Iterator[Finding]:
    """The bare denials among ``frames``: those that no sentence explains, and no fuller frame repeats."""
    around = Surroundings(text)
    for frame in frames.all:
        if not frame.denied or _explained(text, frame, told):
            continue
        if is_not_policy(_message(text, frame)):
            continue
        if frame.trailing and is_not_policy(text[_head(text, frame.start) : frame.end]):
            continue
        if frame.operation is None and (frames.fuller(frame) or of_others(text, (frame.start, frame.end))):
            continue
        found = _call(around, frame, facts)
        if found is not None:
            yield found


def _head(text: str, start: int) -> int:
    """Where the line begins that a framing ends, or the one above where it stands alone."""
    line = text.rfind("\n", 0, start) + 1
    return line if text[line:start].strip() else text.rfind("\n", 0, max(line - 1, 0)) + 1


def _message(text: str, frame: Frame) -> str:
    """What the framing says; an error document that begins on its line goes on below."""
    if frame.message and not frame.message.startswith("<") and not frame.message.endswith("?>"):
        return frame.message
    return text[frame.end : frame.end + len(frame.message) + _NEXT_LINE]


def call_around(around: Surroundings, span: Span, facts: Facts) -> tuple[str | None, str | None]:
    """The call that a sentence came from, by the stack, the request or Terraform's words around it."""
    frame = Frame(start=span[0], end=span[1])
    window = max(0, span[0] - BEFORE), span[1] + AFTER
    operation = _operation(around, frame, window, facts)
    if operation is not None:
        return _service(around, frame, operation, window, facts), operation
    stacked = call_of_event(around, span[0], facts)
    if stacked is not None and stacked[1] is not None:
        return stacked[0], stacked[1]
    made = actions_of_creating(around.text[max(0, span[0] - BEFORE) : span[0]], facts)
    if made:
        service, _, name = made[0].partition(":")
        return facts.service_named(service), name
    return _request(around, frame, facts) or (_client(around, window, facts), None)


def service_of_call(around: Surroundings, span: Span, operation: str, facts: Facts) -> str | None:
    """Whose operation it was that a sentence came from, where its frame does not say it."""
    window = max(0, span[0] - BEFORE), span[1] + AFTER
    return _service(around, Frame(start=span[0], end=span[1]), operation, window, facts)


def _explained(text: str, frame: Frame, told: Nearby[Finding]) -> bool:
    """A sentence begins in this frame's message, or the frame stands right behind a sentence."""
    reach = frame.end + len(frame.message) + LEAD
    spans = (finding.span for finding in told.touching(frame.start - _BEHIND, reach))
    return any(
        leads_to(text, frame, start) or start <= frame.start < end + _BEHIND or start < frame.end <= end
        for start, end in spans
    )


def leads_to(text: str, frame: Frame, start: int) -> bool:
    """Whether the sentence at ``start`` is this frame's message, be it on the next line."""
    if not frame.start <= start or start > frame.end + len(frame.message) + LEAD:
        return False
    if start <= frame.end + len(frame.message) + 8:
        return True
    return "".join(text[frame.end : start].split()).strip(".") in _PREAMBLES


_FAILED = re.compile(
    r"(?<![\w.])(?P<op>[A-Z][a-z]+[A-Z]\w{2,60})[ \t](?:(?:call|operation|request)[ \t])?failed"
    r"(?:[ \t]with)?[ \t]{0,2}[:,-]?[ \t]{0,2}\Z"
)
"""A call that is said to have failed, right in front of what it failed with."""


def _call(around: Surroundings, frame: Frame, facts: Facts) -> Finding | None:
    text = around.text
    window = max(0, frame.start - BEFORE), frame.end + len(frame.message) + AFTER
    if frame.code in _ANYBODYS:
        window = _in_block(text, frame, window)
    named = None if frame.operation else _NAMED.match(text, frame.end + len(frame.message))
    action = facts.canonical(named["action"]) if named else None
    if named is not None and action is not None:
        return _of_named(text, frame, named.end(), action, facts)
    behind = frame.end if frame.trailing else frame.start
    stacked = None if frame.operation else call_of_event(around, behind, facts)
    if stacked is not None and frame.service and facts.service_named(frame.service) not in (None, stacked[0]):
        stacked = None  # another service's answer to what this one's handler asked
    operation = frame.operation or (stacked[1] if stacked else _operation(around, frame, window, facts))
    if frame.code in _ANYBODYS and operation and frame.service is None and not facts.services_with(operation):
        return None  # somebody else's API
    asked = None if operation or stacked or frame.service else _request(around, frame, facts)
    if asked is not None:
        service, operation = asked
    else:
        service = stacked[0] if stacked else _service(around, frame, operation, window, facts)
    created: tuple[str, ...] = stacked[2] if stacked else ()
    failed = _FAILED.search(text, window[0], frame.start) if operation is None and not created else None
    if failed is not None and facts.services_with(failed["op"]):
        operation = failed["op"]
        service = service if service in facts.services_with(operation) else service_with(operation, facts)
    if operation is None and not created:
        created = _created(text, frame, window, service, facts)
    if operation is None and not created and service is not None:
        created = actions_of_absent(text, frame.start, facts, service) or actions_of_doing(
            text, frame.start, facts, service
        )
    if operation is None and not created and (call := calls_of_resource(text, frame.start, frame.end, facts)):
        service, operation = call if service in (None, call[0]) else (service, None)
    if operation is None and not created and service is not None:
        operation = operation_named(text, (frame.start, frame.end), window, service, facts)
        if operation is None and service == "s3":
            operation = requested_before(text, max(0, frame.start - REQUEST), frame.start)
    if operation is None and not created:
        service, created = told_in_words(around, (frame.start, frame.end), service, facts)
    unnamed = service is None and operation is None and not created
    if unnamed and not frame.sure and around.first(BY_AWS, *window) is None:
        return None
    actions = facts.actions_of(service, operation) if service and operation else ()
    if not actions and service and operation and (name := facts.canonical(f"{service}:{operation}")):
        actions = (name,)
    actions = actions or created
    trust = any(action.startswith("sts:AssumeRoleWith") for action in actions)
    encoded = encoded_after(text, _encoded_start(text, frame))
    span = (frame.start, encoded[1] if encoded else frame.end + (0 if frame.trailing else len(frame.message)))
    return Finding(
        span=span,
        actions=actions,
        policy_type="resource" if trust else "unknown",
        fixable="no" if trust else None,
        topic="trust" if trust else None,
        service=service,
        operation=operation,
        encoded_message=encoded[0] if encoded else None,
        strength=CALL if frame.operation else CALL - 3 if actions else 1,
    )


def _created(text: str, frame: Frame, window: Span, service: str | None, facts: Facts) -> tuple[str, ...]:
    """What words in front of an answer say was made; of another service than answered, on its line only."""
    end = frame.end + len(frame.message)
    made = actions_of_creating(text[window[0] : end], facts)
    if not made or service is None or made[0].startswith(f"{facts.prefix_of(service)}:"):
        return made
    return actions_of_creating(text[max(window[0], text.rfind("\n", 0, frame.start) + 1) : end], facts)


_NAMED = re.compile(
    r"\s{0,9}(?:for|on|to|while|when|performing|calling|action:?|\s){1,5}[\"'`]?(?P<action>[a-z][\w-]+:[A-Z]\w+)"
)
"""The action that somebody put behind the answer."""


def _of_named(text: str, frame: Frame, end: int, action: str, facts: Facts) -> Finding:
    clause = read_on_clause(text, end, NOBODY)
    return Finding(
        span=(frame.start, clause.end),
        actions=(action,),
        resource=clause.value or ("*" if facts.on_everything(action) else None),
        service=action.partition(":")[0],
        strength=CALL,
    )


_ANYBODYS = ("403", "403 Forbidden", "Forbidden")
"""What any server says: only what stands in the same block of a page tells that AWS did."""


def _in_block(text: str, frame: Frame, window: Span) -> Span:
    below = text.find(BORDER, frame.end, window[1])
    return max(window[0], text.rfind(BORDER, window[0], frame.start)), below if below >= 0 else window[1]


def _encoded_start(text: str, frame: Frame) -> int:
    found = text.find(
        "Encoded authorization failure message", frame.start, frame.end + len(frame.message) + 300
    )
    return found if found >= 0 else len(text)


def _request(around: Surroundings, frame: Frame, facts: Facts) -> tuple[str | None, str] | None:
    """The last request that a debug log shows in front of the answer."""
    for pattern in _REQUESTS:
        match = around.last(pattern, max(0, frame.start - REQUEST), frame.start)
        if match is None:
            continue
        told = match.groupdict()
        label, name = told.get("svc") or told.get("plain"), match["op"]
        name = _camel(name) if "_" in name else name
        candidates = facts.services_with(name)
        named = facts.service_named(label) if label else None
        service = named if named in candidates else candidates[0] if len(candidates) == 1 else None
        return (service, name) if candidates else None
    return None


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def _operation(around: Surroundings, frame: Frame, window: Span, facts: Facts) -> str | None:
    for pattern in _OPERATIONS:
        if (match := around.first(pattern, *window)) is not None:
            return current_name(match[1][0].upper() + match[1][1:], facts)
    for match in around.within(_METHODS, *window):
        of_class = _CLASS.search(match[0])
        label = frame.service or (of_class and of_class[1])
        named = facts.service_named(label) if label else None
        name = current_name(_camel(match[match.lastindex or 0]), facts)
        services = facts.services_with(name)
        if services and (named is None or named in services):
            return name
    near = around.text[window[0] : window[1] - AFTER]
    rows = _HADOOP if _FILES.search(near) else ()
    found: str | None = next((operation for pattern, operation in rows if pattern.search(near)), None)
    return found or _last_of(near, (*_TRANSFER, *_COMMANDS))


def operation_typed(text: str) -> str | None:
    """What the last command that was typed in a passage calls."""
    return _last_of(text, _COMMANDS)


def _last_of(text: str, rows: Sequence[tuple[re.Pattern[str], str]]) -> str | None:
    """What the passage says last: a tool tells what it was doing behind the command that it was given."""
    hits: list[tuple[int, str]] = [
        (match.start(), name) for pattern, name in rows for match in pattern.finditer(text)
    ]
    return max(hits)[1] if hits else None


def _service(
    around: Surroundings, frame: Frame, operation: str | None, window: Span, facts: Facts
) -> str | None:
    if frame.service and (named := facts.service_named(frame.service)):
        second = f"{named}v2"
        candidates = facts.services_with(operation) if operation else ()
        return second if named not in candidates and second in candidates else named
    if frame.code and "UnauthorizedOperation" in frame.code:
        candidates = facts.services_with(operation) if operation else ()
        return candidates[0] if len(candidates) == 1 else "ec2"
    if frame.code and frame.code.startswith("KMS"):
        return "kms"
    near = _client(around, window, facts)
    if near is None and operation is None and frame.code == "AccessDenied":
        if not frame.message.startswith("Access Denied"):
            return None
        # S3's words, and no other's, unless somebody says that they were at another's.
        span = frame.start, frame.end + len(frame.message)
        if (beside := operation_beside(around.text, span, facts)) is not None:
            return beside[0]
        return "s3" if service_in_words(around, span, facts) in (None, "s3", *RUNS) else None
    candidates = facts.services_with(operation) if operation else ()
    if near is not None and (not candidates or near in candidates):
        return near
    candidates = facts.services_meant(operation) if operation else ()
    if "s3" in candidates and frame.code in ("AccessDenied", "403", "Forbidden", "AllAccessDisabled"):
        return "s3"
    if (in_xml := _CODES.get(frame.code or "")) is not None and len(candidates) > 1:
        candidates = tuple(name for name in candidates if bool(_XML.fullmatch(name)) == in_xml) or candidates
    if len(candidates) == 1:
        return candidates[0]
    if len(candidates) > _SHARED:
        return None
    return next((name for name in _PREFERRED if name in candidates), None)


def service_told(around: Surroundings, window: Span, facts: Facts) -> str | None:
    """The service that answered, by the clients, hosts and URIs that stand around."""
    return _client(around, window, facts)


def _client(around: Surroundings, window: Span, facts: Facts) -> str | None:
    for pattern in _CLIENTS:
        for match in around.within(pattern, *window):
            label = "s3" if match[1] in ("s3", "s3api") else match[1]
            if (named := facts.service_named(label)) is not None:
                return named
    return "s3" if around.first(_S3_SIGNS, *window) else None
