"""Which operation a text names near an answer: in a stack, in a snippet, in a command, in an SDK's own words.

Every language spells operations its way (``put_object``, ``putObject``, ``PutObjectCommand``).
No pattern knows the languages: words that look like identifiers are looked up among the operations of the
service that answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.model import Span
from policywright.knowledge.denials.nearby import line_around
from policywright.knowledge.denials.normalise import BORDER

_IDENTIFIER = re.compile(
    r"(?<![A-Za-z0-9_-])(?:[A-Za-z][a-z0-9]+[A-Z][A-Za-z0-9]*|[a-z][a-z0-9]*(?:_[a-z0-9]+)+"
    r"|[a-z]{3,}(?:-[a-z0-9]+)+)(?![A-Za-z0-9_-])"
)
_COMMAND = re.compile(
    r"\baws(?: --?[a-z][\w-]{0,40}(?:[ =][^\s-]\S{0,200})?){0,5} (?P<svc>[a-z][a-z0-9-]{1,30})"
    r" (?P<op>[a-z]+(?:-[a-z0-9]+)+)\b"
)
_DECORATION = re.compile(
    r"(?:CommandError|CommandInput|Command|Request|Response|Result|Output|Input|Async|Pages|Paginator|WithContext"
    r"|Operation|Exception|Error)\Z"
)
_ACTION = re.compile(r"[a-z0-9]:\Z")
"""What stands in front of an action of a policy, which is no call."""
_LISTED = re.compile(
    r"[a-z] (?:and|or) [A-Z][a-z]+[A-Z]|[a-z], [A-Z][a-z]+[A-Z][A-Za-z]+, [A-Z][a-z]+[A-Z]"
    r"|[:] [A-Z][a-z]+[A-Z][A-Za-z]+, [A-Z][a-z]+[A-Z]"
)
"""Names in a list of permissions: none of them is the one that was called."""
_ITEM, _AND = 40, 6
_ALLOWED = re.compile(
    r"\b(?:(?:role|polic(?:y|ies)|permissions?|statement|profile|group)\b(?:(?!\b(?:no|not|fail\w*|cannot)\b|n['\u2019]t)[^.;\n]){0,40}?"
    r"\b(?:has|have|had|allows?|allowed|includes?|contains?|grants?|lists?)\b"
    r"(?:(?!\b(?:no|not)\b)[^.;\n]){0,30}"
    r"|\b(?:I|we) (?:can|could|(?:am|are) able to) (?:run|call|use|do|execute)(?: the)?[\s`'\"]{1,3}"
    r"(?:aws [^.\n]{0,40})?"
    r"|\b(?:I|we|it|they) (?:already |do )?ha(?:ve|s)(?: the)?[\s`'\"]{1,3})\Z",
    re.IGNORECASE,
)
"""In front of the name of what is allowed: *its role only has PutItem*."""
_SAID = 120
_CALLED = re.compile(
    r"\b(?i:\w{0,30}(?:client|conn|sdk|service))(?:\(\))?\s?\??\.(?P<name>[A-Za-z]\w{3,60})\("
)
"""A method of what is called a client."""
_CODE = 1_000
_RENAMED: Mapping[str, str] = {
    # AmazonS3 of the AWS SDK for Java 1.x, whose names .NET's first SDK shares.
    "GetObjectMetadata": "HeadObject",
    "DoesBucketExist": "HeadBucket",
    "DoesBucketExistV2": "HeadBucket",
    "DoesObjectExist": "HeadObject",
    "InitiateMultipartUpload": "CreateMultipartUpload",
    "ListVersions": "ListObjectVersions",
    "CopyPart": "UploadPartCopy",
    "SetBucketPolicy": "PutBucketPolicy",
    "SetObjectAcl": "PutObjectAcl",
    # What a deletion of several objects that failed for some is thrown as, and Hadoop's class that reads it.
    "MultiObjectDelete": "DeleteObjects",
    "MultiObjectDeleteSupport": "DeleteObjects",
    # Client of minio-go, which calls S3 as well.
    "StatObject": "HeadObject",
    "FGetObject": "GetObject",
    "FPutObject": "PutObject",
    "BucketExists": "HeadBucket",
}
"""Methods of clients that are not called as the operation is, by the library's reference."""
_HTTP = re.compile(
    r"\b(?P<verb>GET|HEAD|PUT|POST|DELETE)\b[^\n]{0,40}?"
    r"(?:https?://[\w.-]{0,80}?s3[\w.-]{0,40}amazonaws\.com(?:\.cn)?|s3[an]?://[\w.-]{3,63})/(?P<path>[^\s\"'`]*)"
)
_RAW = re.compile(
    r"\b(?P<verb>GET|HEAD|PUT|DELETE) /(?P<path>[^\s?]{0,1024})(?P<query>\?\S{0,500})? HTTP/1\.1[\s>]{1,12}"
    r"Host: (?P<bucket>[\w.-]{3,63}\.)?s3[\w.-]{0,60}amazonaws\.com"
)
"""The same as it goes over the wire."""
_OF_BUCKETS = {"GET": "ListObjectsV2", "HEAD": "HeadBucket", "PUT": "CreateBucket", "DELETE": "DeleteBucket"}
_PATH = re.compile(
    r"https?://(?P<svc>[a-z][a-z0-9-]{1,30})\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com/(?P<thing>[a-z]{2,30})/[^\s\"'`/?]{1,300}"
    r"/(?P<verb>[a-z]+)(?=[\s\"'`?]|\Z)"
)
"""A request to a thing of a service, whose path ends in what is done to it: ``/model/ID/invoke``."""
_OF_HTTP = {"GET": "GetObject", "HEAD": "HeadObject", "PUT": "PutObject", "DELETE": "DeleteObject"}
_POSTED = {
    "uploads": "CreateMultipartUpload",
    "uploadId": "CompleteMultipartUpload",
    "delete": "DeleteObjects",
}
"""What a POST to S3 is for, by its parameter; a form that a browser posts makes an object."""
_PANEL = re.compile(r"\bRequest Method:\W{0,6}(?P<verb>GET|HEAD|PUT|POST|DELETE)\b")
"""A request as a browser's tools list it."""


def operation_named(text: str, span: Span, window: Span, service: str, facts: Facts) -> str | None:
    """The operation of ``service`` that the block of an answer names: on its line, behind it, before it."""
    start, end = span
    first = max(window[0], text.rfind(BORDER, window[0], start) + 1)
    border = text.find(BORDER, end, window[1])
    last = border if border >= 0 else window[1]
    line = max(text.rfind("\n", first, start) + 1, first)
    below = text.find("\n", end, last)
    below = below if below >= 0 else last
    for zone, backwards in (((line, below), True), ((below, last), False), ((first, line), True)):
        found = list(_named(text, zone, service, facts, called=zone[1] == line))
        if found:
            return found[-1 if backwards else 0]
    return None


def service_with(operation: str, facts: Facts) -> str | None:
    """The one service that has an operation, or S3: told by itself, that one's is meant."""
    found = facts.services_meant(operation)
    return "s3" if "s3" in found else found[0] if len(found) == 1 else None


def operation_beside(text: str, span: Span, facts: Facts) -> tuple[str, str | None] | None:
    """A service and its operation that the line of an answer names, where no other service has it.

    Of an operation that is said to be allowed the service is told alone.
    """
    allowed = None
    for match in _IDENTIFIER.finditer(text, *line_around(text, span)):
        for name in _spellings(match[0]):
            service = service_with(name, facts)
            if service and _is_called(text, match):
                return service, name
            if service and _is_allowed(text, match):
                allowed = allowed or (service, None)
            if facts.services_with(name):
                break  # an operation as it is spelt, of several services: no other spelling is meant
            if facts.canonical(f"s3:{name}") is not None and _is_called(text, match):
                return "s3", name  # S3's actions have names of their own
    return allowed


def operation_called(
    text: str, span: Span, service: str | None, facts: Facts
) -> tuple[str, tuple[str, ...]] | None:
    """The call of a client that the code around an answer shows, the nearest before it first."""
    before = list(_CALLED.finditer(text, max(0, span[0] - _CODE), span[0]))
    behind = _CALLED.finditer(text, span[1], span[1] + _CODE)
    for match in (*reversed(before), *behind):
        for name in _spellings(match["name"]):
            services = facts.services_with(name)
            whose = service if service in services else services[0] if len(services) == 1 else None
            if whose is not None and (service is None or whose == service):
                return whose, facts.actions_of(whose, name)
            if services:
                break
    return None


def operations_in(words: str, service: str, facts: Facts) -> tuple[tuple[str, ...], ...]:
    """The actions of each operation of a service that a sentence names as code does."""
    named = (
        _actions_named(match[0], service, facts)
        for match in _IDENTIFIER.finditer(words)
        if not _ACTION.search(words, max(0, match.start() - 2), match.start())
        and not _is_allowed(words, match)
    )
    return tuple(dict.fromkeys(actions for actions in named if actions))


_DOTTED = re.compile(r"(?<![\w.])(?P<svc>[a-z][a-z0-9]{1,20})\.(?P<op>[A-Za-z][a-z0-9_A-Z]{2,60})\b")
"""A call as code has it, of a client that is called as its service: ``sns.publish()``."""


def actions_called(words: str, facts: Facts, *, own: str | None = None) -> tuple[tuple[str, ...], str] | None:
    """The actions of the one operation that a sentence names, which one service has, and whose it is.

    ``own``: the service whose own word it was refused with.
    """
    found: dict[tuple[str, ...], str] = {}
    for match in _DOTTED.finditer(words):
        service = facts.service_named(match["svc"])
        actions = _actions_named(match["op"], service, facts) if service else ()
        if service and actions:
            found[actions] = service
    for match in () if found else _IDENTIFIER.finditer(words):
        for name in _spellings(match[0]):
            whose = own if own in facts.services_with(name) else service_with(name, facts)
            if whose is not None and _is_called(words, match) and words[match.start() - 1 :][:1] != "#":
                found[facts.actions_of(whose, name)] = whose
                break
            if facts.services_with(name):
                break
    found.pop((), None)
    return next(iter(found.items())) if len(found) == 1 else None


def _is_called(text: str, match: re.Match[str]) -> bool:
    """Whether a name may be that of the one call: no action of a policy, none of several in a row."""
    action = _ACTION.search(text, max(0, match.start() - 2), match.start())
    return not (
        action
        or _is_allowed(text, match)
        or _LISTED.search(text, max(0, match.start() - _AND), match.end() + _ITEM)
    )


def _is_allowed(text: str, match: re.Match[str]) -> bool:
    """Whether a name is that of something that a role or a policy is said to have."""
    return _ALLOWED.search(text, max(0, match.start() - _SAID), match.start()) is not None


def _is_action(word: str, service: str, facts: Facts) -> bool:
    """Whether it is the name of an action alone, which is no other operation's (*ListBucket*)."""
    name = word[0].upper() + word[1:]
    known = facts.canonical(f"{facts.prefix_of(service)}:{name}") == f"{facts.prefix_of(service)}:{name}"
    return known and service not in facts.services_with(name)


def _actions_named(word: str, service: str, facts: Facts) -> tuple[str, ...]:
    """What such a name needs: an operation, or an action that is called as no operation is (*ListBucket*)."""
    whole, *others = _spellings(word)
    for name in (whole, *others):
        if service in facts.services_with(name):
            return facts.actions_of(service, name)
        if name == whole and _is_action(word, service, facts):
            return (f"{facts.prefix_of(service)}:{name}",)
    return ()


_FAILED_THEN = re.compile(r"[ \t](?:(?:call|operation|request)[ \t])?failed\b")
"""Behind the name of a call in words, right in front of what it failed with."""


def _named(text: str, zone: Span, service: str, facts: Facts, *, called: bool) -> Iterator[str]:
    """The operations in a passage; ``called``: words alone do not count, only calls do."""
    hits: list[tuple[int, str]] = [
        (match.start(), _camel(match["op"], "-"))
        for match in _COMMAND.finditer(text, *zone)
        if facts.service_named(match["svc"].removesuffix("api")) == service and not _is_allowed(text, match)
    ]
    hits += (
        (match.start(), name)
        for match in _IDENTIFIER.finditer(text, *zone)
        if _is_called(text, match)
        and not (
            called
            and text[match.end() : match.end() + 1] not in ("(", '"', "'")
            and _FAILED_THEN.match(text, match.end()) is None
        )
        for name in _spellings(match[0])
        if not _is_action(match[0], service, facts)
    )
    if service == "s3":
        hits += (
            (match.start(), _requested(match["verb"], match["path"])) for match in _HTTP.finditer(text, *zone)
        )
        hits += ((match.start(), _requested(match["verb"], "")) for match in _PANEL.finditer(text, *zone))
    hits += (
        (match.start(), _camel(f"{match['verb']}-{thing}", "-"))
        for match in _PATH.finditer(text, *zone)
        if facts.service_named(match["svc"]) == service
        for thing in (match["thing"], "")
    )
    for _, name in sorted(hits):
        if service in facts.services_with(name) and name not in _DIAGNOSES:
            yield name


def _requested(verb: str, path: str) -> str:
    """What a request to S3 asks for, by its verb and parameters."""
    if verb == "POST":
        asked = path.partition("?")[2].partition("&")[0].partition("=")[0]
        return _POSTED.get(asked, "PutObject")
    return "ListObjectsV2" if "list-type" in path else _OF_HTTP[verb]


def requested_before(text: str, begin: int, end: int) -> str | None:
    """What the last request to S3 in a passage asks for; a bucket's parameters (``?acl``) are of others."""
    found = list(_RAW.finditer(text, begin, end))
    if not found:
        return None
    path, verb = found[-1]["path"].strip("/"), found[-1]["verb"]
    of_bucket = not path if found[-1]["bucket"] else "/" not in path
    asked = (found[-1]["query"] or "").strip("?&").partition("&")[0].partition("=")[0]
    if (part := _PARTS.get(asked)) is not None:
        thing = "Bucket" if of_bucket else "Object"
        return "ListMultipartUploads" if part == "Uploads" else f"{verb.capitalize()}{thing}{part}"
    return (_OF_BUCKETS if of_bucket else _OF_HTTP)[verb]


_PARTS: Mapping[str, str] = {
    "accelerate": "AccelerateConfiguration",
    "acl": "Acl",
    "cors": "Cors",
    "encryption": "Encryption",
    "lifecycle": "LifecycleConfiguration",
    "location": "Location",
    "logging": "Logging",
    "notification": "NotificationConfiguration",
    "ownershipControls": "OwnershipControls",
    "policy": "Policy",
    "policyStatus": "PolicyStatus",
    "replication": "Replication",
    "requestPayment": "RequestPayment",
    "tagging": "Tagging",
    "uploads": "Uploads",
    "versioning": "Versioning",
    "website": "Website",
}
"""What a request asks of a bucket or an object, by its parameter: docs.aws.amazon.com/AmazonS3/latest/API."""


def current_name(name: str, facts: Facts) -> str:
    """What the operation of a method is called; the first SDKs said *configuration* more often."""
    shorter = name.removesuffix("Configuration")
    known = facts.services_with(name) or not facts.services_with(shorter)
    return _RENAMED.get(name, name if known else shorter)


_POD_STATES = frozenset(("CreateContainerError", "CreateContainerConfigError", "RunContainerError"))
"""Why a pod waits, by Kubernetes' kubelet; without their last word they read like operations."""
_DIAGNOSES = frozenset(("SimulatePrincipalPolicy", "SimulateCustomPolicy", "DecodeAuthorizationMessage"))
"""What is called to find out about a refusal, so beside one it is not what was refused."""


@lru_cache(maxsize=2048)
def _spellings(word: str) -> Iterable[str]:
    if word in _POD_STATES:
        return ()
    name = _camel(word, "_") if "_" in word else _camel(word, "-")
    plain = _DECORATION.sub("", name)
    # boto before its third version gets all of what the service describes or lists.
    all_ = plain.removeprefix("GetAll")
    older = (f"Describe{all_}", f"List{all_}") if all_ != plain else ()
    several = _VERSION.sub(r"s\g<0>", plain, count=1)
    return tuple(dict.fromkeys((name, plain, _RENAMED.get(plain, plain), several, *older)))


_VERSION = re.compile(r"(?<!s)(?:V\d)?\Z")
"""Where the *s* belongs that people leave out."""


def _camel(name: str, joint: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split(joint))


_OPERATIONS = r"[\"'`]?[A-Z][a-z]+[A-Z][A-Za-z]+[\"'`]?"
_OF_ACTIONS = re.compile(
    r"\b(?i:(?:on|for|of|to)\s+(?:\w+\s+){0,3}?(?:actions?|operations?|calls?|APIs?|permissions?)[\s,:(]+"
    rf"(?:(?:like|such\s+as|namely|including|e\.g\.|i\.e\.)[\s,:]+)?)(?P<names>{_OPERATIONS}(?:\s*(?:,|and|or|&|/)\s*{_OPERATIONS}){{0,9}})"
)


def operations_listed(words: str, facts: Facts) -> tuple[str, ...]:
    """The actions of the operations that a sentence lists as those that were refused."""
    match = _OF_ACTIONS.search(words)
    found: list[str] = []
    for name in re.findall(r"[A-Z]\w+", match["names"]) if match else ():
        service = service_with(name, facts)
        if service is None:
            return ()
        found += facts.actions_of(service, name)
    return tuple(dict.fromkeys(found))
