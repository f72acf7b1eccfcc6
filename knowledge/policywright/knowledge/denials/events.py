"""Denials as records: CloudTrail events, decoded EC2 messages, S3's lists of keys, S3 access logs.

Here the fields are named, so nothing has to be guessed from prose. An ``errorMessage`` that holds
the standard sentence is read by ``sentence``; the rest comes from the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from policywright.knowledge.denials.codes import is_denied
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.json_scan import Object, objects
from policywright.knowledge.denials.locations import s3_arn
from policywright.knowledge.denials.loose import exported_events, loose_decisions, loose_events
from policywright.knowledge.denials.model import NOBODY, Finding, Principal, Span
from policywright.knowledge.denials.negatives import is_not_policy
from policywright.knowledge.denials.normalise import normalise, without_decoration
from policywright.knowledge.denials.principal import from_arn, from_identity
from policywright.knowledge.denials.sentence import read_sentences
from policywright.knowledge.denials.trail_resources import called, resource_of
from policywright.knowledge.denials.wordings import read_wordings
from policywright.knowledge.records import replace

RECORD = 40
"""Strength of a finding from a record: named fields beat the sentence."""

_MARKS = re.compile(r'(?i:event[ _.]?(?:source|name|provider))|explicitDeny|"Errors"|Errors\\|"REST\.')
_ROWS = re.compile(r"^[ \t>]*\|[ \t]*[`*]{0,3}event[ _]?(?:name|source)\b", re.MULTILINE | re.IGNORECASE)
"""The rows of a table, one for each field."""
_ENCODED = re.compile(r"Encoded authorization failure message: ([\w+/=-]{8,})")
_COVER = r"<[^<>\n]{1,60}>|[xX*#]{3,64}"
"""What stands in the place of a field that somebody hid."""
_LOG_LINE = re.compile(
    rf"^[\s>`]{{0,9}}(?:[0-9a-f]{{16,64}}|{_COVER}) (?P<bucket>[a-z0-9.-]{{3,63}}|{_COVER}) "
    rf"\[[^\]\n]{{10,40}}\] \S+ (?P<who>\S+|{_COVER}) \S+ "
    r"(?P<operation>[A-Z]+\.[A-Z0-9_.]+) (?P<key>\S+) \"[^\"\n]*\" 403 (?P<code>\w+)[^\n]*",
    re.MULTILINE,
)
_LOG_OPERATIONS = {
    "REST.GET.OBJECT": "GetObject",
    "REST.HEAD.OBJECT": "HeadObject",
    "REST.PUT.OBJECT": "PutObject",
    "REST.POST.OBJECT": "PutObject",
    "REST.DELETE.OBJECT": "DeleteObject",
    "REST.COPY.OBJECT": "CopyObject",
    "REST.COPY.OBJECT_GET": "GetObject",
    "REST.GET.BUCKET": "ListObjectsV2",
    "REST.HEAD.BUCKET": "HeadBucket",
    "REST.GET.BUCKETVERSIONS": "ListObjectVersions",
    "REST.PUT.PART": "UploadPart",
    "REST.POST.UPLOAD": "CompleteMultipartUpload",
    "REST.POST.UPLOADS": "CreateMultipartUpload",
    "REST.DELETE.UPLOAD": "AbortMultipartUpload",
    "REST.POST.MULTI_OBJECT_DELETE": "DeleteObjects",
    "REST.GET.ACL": "GetObjectAcl",
    "REST.PUT.ACL": "PutObjectAcl",
    "REST.GET.OBJECT_TAGGING": "GetObjectTagging",
    "REST.PUT.OBJECT_TAGGING": "PutObjectTagging",
    "REST.GET.LOCATION": "GetBucketLocation",
    "REST.GET.SERVICE": "ListBuckets",
    "REST.GET.BUCKETPOLICY": "GetBucketPolicy",
    "REST.PUT.BUCKETPOLICY": "PutBucketPolicy",
}


def read_records(text: str, facts: Facts) -> Iterator[Finding]:
    """The denials of every record in ``text``; the spans are those of ``text`` itself."""
    if _MARKS.search(text) is None:
        return
    found = False
    for record, span in objects(text, _is_record):
        found = True
        yield from _read(record, span, facts)
    if found:
        return
    bare = without_decoration(text)
    for record, span in objects(bare.text, _is_record):
        found = True
        for finding in _read(record, span, facts):
            yield replace(finding, span=bare.origin(finding.span))
    if not found:
        flat = normalise(text)
        # What carriers put before a line looks like a first column.
        rows = loose_events(text) if _ROWS.search(text) else exported_events(text)
        for event, span in rows:
            found = True
            yield from _read(event, span, facts)
        for event, span in (*(() if found else loose_events(flat.text)), *loose_decisions(flat.text)):
            for finding in _read(event, span, facts):
                yield replace(finding, span=flat.origin(finding.span))


def _is_record(value: Object) -> bool:
    return _is_event(value) or _is_decoded(value) or _is_key_errors(value) or _is_access_log(value)


def _is_event(value: Object) -> bool:
    """A CloudTrail event; one of a few fields must still say that it failed."""
    if not isinstance(value.get("eventName"), str):
        return False
    return isinstance(value.get("eventSource"), str) or isinstance(value.get("errorCode"), str)


def _is_access_log(value: Object) -> bool:
    operation = value.get("operation")
    return isinstance(operation, str) and operation.startswith(("REST.", "SOAP."))


def _is_decoded(value: Object) -> bool:
    return "explicitDeny" in value and isinstance(value.get("context"), dict)


def _is_key_errors(value: Object) -> bool:
    errors = value.get("Errors")
    return isinstance(errors, list) and any(isinstance(item, dict) and "Key" in item for item in errors)


def _read(record: Object, span: Span, facts: Facts) -> Iterator[Finding]:
    if _is_event(record):
        finding = _event(_nested(record), span, facts)
    elif _is_decoded(record):
        finding = _decoded(record, span, facts)
    elif _is_access_log(record):
        finding = _access_log(record, span, facts)
    else:
        finding = _key_errors(record, span)
    if finding is not None:
        yield finding


def _nested(event: Object) -> Object:
    """An event whose fields a query names by their paths: ``userIdentity.arn``."""
    if not any("." in key for key in event):
        return event
    result: dict[str, Any] = {}
    for key, value in event.items():
        *path, last = key.split(".")
        place: Any = result
        for part in path:
            place = place.setdefault(part, {}) if isinstance(place, dict) else None
        if isinstance(place, dict):
            place[last] = dict(value) if isinstance(value, dict) else value
    return result


def _event(event: Object, span: Span, facts: Facts) -> Finding | None:
    code, message = str(event.get("errorCode") or ""), str(event.get("errorMessage") or "")
    if not is_denied(code) or is_not_policy(message):
        return None
    identity = event.get("userIdentity")
    principal = from_identity(identity) if isinstance(identity, Mapping) else NOBODY
    encoded = _ENCODED.search(message)
    name = called(event)
    source = _source(event, name, facts)
    if source is None:
        return None
    service = facts.service_named(source)
    told = _told(message, facts)
    vpce = code == "VpceAccessDenied" or "VPC endpoint policy" in message
    actions = _event_actions(source, service, name, facts)
    trust = any(action.startswith("sts:AssumeRoleWith") for action in actions)
    foreign = isinstance(identity, Mapping) and identity.get("type") == "AWSAccount"
    found = told or Finding(
        span=span,
        actions=actions,
        policy_type="vpce" if vpce else "resource" if trust else "unknown",
        fixable="no" if vpce or trust or foreign else None,
        topic="trust" if trust else "foreign" if foreign else None,
    )
    resource = found.resource
    if resource is None:
        resource = resource_of(event, found.actions, facts)
    return replace(
        found,
        span=span,
        principal=found.principal if found.principal.arn else principal,
        resource=resource,
        service=service or source,
        operation=name,
        encoded_message=encoded[1] if encoded else found.encoded_message,
        strength=RECORD,
    )


def _told(message: str, facts: Facts) -> Finding | None:
    """What the message says in AWS's sentence or in the service's own words."""
    flat = normalise(message).text
    sentences = read_sentences(flat, facts).findings
    return next(iter(sentences), None) or next((w for w in read_wordings(flat, facts) if w.actions), None)


def _source(event: Object, name: str, facts: Facts) -> str | None:
    """The service; where the field was left out, the only one that has the operation."""
    source = event.get("eventSource")
    if isinstance(source, str):
        return source.split(".")[0]
    candidates = facts.services_meant(name)
    return candidates[0] if len(candidates) == 1 else None


def _event_actions(source: str, service: str | None, name: str, facts: Facts) -> tuple[str, ...]:
    found = facts.actions_of(service, name) if service else ()
    if found:
        return found
    same = facts.canonical(f"{source}:{name}")
    return (same or f"{source}:{name}",)


def _decoded(record: Object, span: Span, facts: Facts) -> Finding | None:
    if record.get("allowed") is True:
        return None
    context: Mapping[str, Any] = record["context"]
    who = context.get("principal")
    arn = who.get("arn") if isinstance(who, Mapping) else None
    action = str(context.get("action") or "")
    explicit = record.get("explicitDeny") is True
    resource = context.get("resource")
    return Finding(
        span=span,
        principal=(from_arn(arn) or NOBODY) if isinstance(arn, str) else NOBODY,
        actions=_decoded_action(action, resource, facts),
        resource=resource if isinstance(resource, str) and resource else None,
        denial="explicit" if explicit else "implicit",
        topic="decoded",
        service=action.partition(":")[0] if ":" in action else None,
        strength=RECORD,
    )


def _decoded_action(action: str, resource: object, facts: Facts) -> tuple[str, ...]:
    """The action; one that was copied without its service is of the service of what it was refused on."""
    if action and ":" not in action and isinstance(resource, str) and resource.startswith("arn:"):
        action = f"{resource.split(':')[2]}:{action}"
    return (facts.canonical(action) or action,) if action else ()


def _key_errors(record: Object, span: Span) -> Finding | None:
    """``DeleteObjects`` answers 200 with an error for each key; no other call answers like that."""
    refused = [
        item for item in record["Errors"] if isinstance(item, dict) and is_denied(str(item.get("Code") or ""))
    ]
    if not refused:
        return None
    return Finding(
        span=span, actions=("s3:DeleteObject",), service="s3", operation="DeleteObjects", strength=RECORD
    )


def _access_log(record: Object, span: Span, facts: Facts) -> Finding | None:
    """A record of an access log that a tool has put into fields, whatever it calls them."""
    fields = {re.sub(r"[^a-z]", "", name.lower()): value for name, value in record.items()}
    status = str(fields.get("httpstatus") or fields.get("httpstatuscode") or fields.get("status") or "")
    code = str(fields.get("errorcode") or "AccessDenied")
    bucket = fields.get("bucket") or fields.get("bucketname")
    if status != "403" or not is_denied(code) or not isinstance(bucket, str):
        return None
    return _logged(
        span, bucket, str(fields.get("requester") or "-"), str(fields["operation"]), fields.get("key"), facts
    )


def read_access_logs(text: str, facts: Facts) -> Iterator[Finding]:
    """Lines of S3 server access logs that end in 403 (offsets of the text given)."""
    for line in _LOG_LINE.finditer(text):
        if is_denied(line["code"]):
            yield _logged(line.span(), line["bucket"], line["who"], line["operation"], line["key"], facts)


def _logged(span: Span, bucket: str, who: str, logged: str, key: object, facts: Facts) -> Finding:
    operation = _LOG_OPERATIONS.get(logged)
    actions = facts.actions_of("s3", operation) if operation else ()
    named = unquote(key) if isinstance(key, str) and key not in ("", "-") else None
    return Finding(
        span=span,
        principal=from_arn(who) or Principal(kind="anonymous" if who == "-" else "unknown"),
        actions=actions,
        resource=s3_arn(bucket, named, actions, facts),
        service="s3",
        operation=operation,
        strength=RECORD,
    )
