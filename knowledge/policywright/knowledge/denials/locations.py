"""Places that a text names beside the message: S3 URIs and URLs, queue URLs, image references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.nearby import Surroundings
from policywright.knowledge.partitions import partition_of
from policywright.knowledge.records import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket and, where the text goes on, a key."""

    bucket: str
    key: str | None
    start: int
    partition: str = "aws"


_BUCKET = r"(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?![\w-])"
_TYPED = (
    r"(?=[a-z.]*[-\d])(?!(?:us|eu|ap|ca|sa|me|af|il|mx|cn)-(?:gov-)?[a-z]+-\d\b"
    r"|(?:cross-(?:account|region|origin)|read-(?:only|write)|public-read(?:-write)?|(?:server|client)-side|non-\w+"
    r"|pre-?\w+)(?![\w.-]))"
)
"""How a name begins that somebody typed in a sentence: no word of a language, no Region, no term of S3's."""
_OPEN = re.compile(r"[-._]{0,9}(?:\u2026|\.\.|[*<{$\[#]|%(?!2[Ff]))|[-_]")
"""What goes on behind a name that is not whole; no name of a bucket ends in a hyphen."""
_BLANKS = (
    r"(?:(?:(?<![:,;]) (?!(?:to|->) |An error |s3[an]?://)[^\s\"'`<>]+){1,12}?"
    r"(?= An error occurred \(| to (?:s3://|\.{0,2}/)))?"
)
"""The rest of a key with blanks, in a line of ``aws s3``, which tells where it ends."""
_GIVEN = r"['\"]?\s{0,3}(?:[:=]>?|\()\s{0,3}(?:aws\.String\()?['\"]"
"""Between the name of an argument and its value, in any language."""
_PLACES = (
    re.compile(
        r"\bs3[an]?://(?P<bucket>[A-Za-z0-9][\w.-]{1,61}[A-Za-z0-9])(?:/(?P<key>[^\s\"'`<>]*"
        + _BLANKS
        + r"))?"
    ),
    re.compile(
        r"\b(?:object|[Kk]ey) [\"'`](?P<key>[^\"'`\n]+)[\"'`] (?:in|from|of) (?:the )?(?:S3 )?bucket "
        rf"[\"'`]{_BUCKET}[\"'`]"
    ),
    re.compile(
        r"\b(?:object|[Kk]ey|[Ff]ile) (?P<key>(?=[\w./=%-]*[./\d])[\w./=%-]{3,400}\w) "
        r"(?:in|from|of|to) (?:the )?"
        rf"(?:S3 )?[Bb]ucket {_BUCKET}(?=[\s),:;!?]|\.?(?:\s|$))"
    ),
    re.compile(
        rf"https?://{_BUCKET}\.s3[.-](?P<host>[a-z0-9.-]*amazonaws\.com(?:\.cn)?)(?:/(?P<key>[^\s\"'`<>?]*)|(?=[\s\"'`<>,;]|\Z))"
    ),
    re.compile(
        rf"https?://s3[.-](?P<host>(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?)/{_BUCKET}(?:/(?P<key>[^\s\"'`<>?]*))?"
    ),
    re.compile(rf"\bFailed to upload \S+ to {_BUCKET}/(?P<key>[^\s\"'`<>]+?)(?=: )"),
    re.compile(
        r"\bS3 (?:\(Simple Storage\) )?(?:[Bb]ucket|Object)(?: [A-Z][A-Za-z]+){0,4} "
        rf"\({_BUCKET}(?:/(?P<key>[^\s)]+))?\)"
    ),
    re.compile(rf"\b[Bb]ucket(?: named)?:? ['\"`]{_BUCKET}['\"`]"),
    re.compile(
        rf"\b[Bb]ucket(?: (?:with|the|retry|named?|called|is|was)){{0,3}}:? {_TYPED}{_BUCKET}"
        r"(?=[\s),:;!?]|\.?(?:\s|$))"
    ),
    re.compile(
        rf"\b[Bb]ucket(?:Name)?{_GIVEN}{_BUCKET}['\"]\)?(?:[,.]\s{{0,40}}[.'\"]?[Kk]ey{_GIVEN}(?P<key>[^'\"\n]+)['\"])?"
    ),
    re.compile(rf"^[ \t-]{{0,40}}(?:s3_?)?bucket(?:_?[nN]ame)?:[ \t]+{_BUCKET}[ \t]*$", re.MULTILINE),
    re.compile(rf"--bucket[= ]['\"]?{_BUCKET}['\"]?(?:[^\n]{{0,200}}?--key[= ]['\"]?(?P<key>[^'\"\s]+))?"),
    re.compile(rf"--key[= ]['\"]?(?P<key>[^'\"\s]+)['\"]?[^\n]{{0,200}}?--bucket[= ]['\"]?{_BUCKET}"),
    re.compile(rf"-BucketName ['\"]?{_BUCKET}['\"]?(?: -Key ['\"]?(?P<key>[^'\"\s]+))?"),
    re.compile(
        rf"\b(?:Get|Put|List|Head|Delete|Copy)(?:Object|Bucket)\w{{0,9}} on {_TYPED}{_BUCKET}"
        r"(?=: [Aa]ccess [Dd]enied\b)"
    ),
    re.compile(
        r"\b[Ff]ailed to \w+ (?:\w+ ){0,2}?[Bb]ucket (?:\w+ ){1,3}(?:for|of|on) "
        rf"['\"]?{_BUCKET}['\"]?(?=: )"
    ),
    re.compile(
        rf"\b[Ff]ailed to get \w+ configuration for {_BUCKET}(?=: An error occurred \(\w+\) when calling"
        r" the GetBucket)"
    ),
    re.compile(rf"\bartifact bucket(?: named)?:? ['\"]?{_BUCKET}['\"]?"),
)
_REQUESTED = (
    re.compile(
        rf"\b[A-Z]{{3,7}} /{_BUCKET}(?:/(?P<key>[^\s?]{{0,1024}}))?(?:\?\S{{0,500}})? HTTP/1\.1\s{{1,4}}"
        r"Host: s3[.-](?P<host>[a-z0-9.-]{0,60}amazonaws\.com(?:\.cn)?)"
    ),
    re.compile(
        r"\b[A-Z]{3,7} /(?P<key>[^\s?]{0,1024})(?:\?\S{0,500})? HTTP/1\.1\s{1,4}"
        rf"Host: {_BUCKET}\.s3[.-](?P<host>[a-z0-9.-]{{0,60}}amazonaws\.com(?:\.cn)?)"
    ),
)
"""The request as a debug log prints it, path-style or virtual-hosted."""
_QUEUE = re.compile(
    r"https?://(?:sqs\.(?P<region>[a-z0-9-]+)|(?:(?P<old>[a-z0-9-]+)\.)?queue)\.amazonaws\.com(?P<cn>\.cn)?"
    r"/(?P<account>\d{12})/(?P<name>[\w.-]{1,80})"
)
_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov)"
    r"(?:/v2)?/(?P<name>[a-z0-9][a-z0-9._/-]*?)(?=[:@\s\"'`,)]|/manifests/|/blobs/|$)"
)
_OBJECT_TYPES = frozenset({"object", "accesspointobject", "objectlambdaaccesspoint"})


def places(around: Surroundings, start: int, end: int) -> tuple[Place, ...]:
    """The S3 locations between two offsets, in order, each once."""
    return _found(around, start, end, _PLACES)


def requested(around: Surroundings, start: int, end: int) -> tuple[Place, ...]:
    """What the last request that a debug log prints between two offsets was for."""
    return _found(around, start, end, _REQUESTED)[-1:]


def _found(
    around: Surroundings, start: int, end: int, patterns: tuple[re.Pattern[str], ...]
) -> tuple[Place, ...]:
    found: dict[tuple[str, str | None], Place] = {}
    text = around.text
    for pattern in patterns:
        for match in around.within(pattern, max(0, start), end):
            groups = match.groupdict()
            key = groups.get("key") or ""
            hidden = ".." in match["bucket"] or _OPEN.match(text, match.end("bucket")) is not None
            if hidden or key.endswith(("\u2026", "...")):
                continue
            key = key.rstrip(".,;:)" if "[" in key else ".,;:)]") or None
            partition = "aws-cn" if (groups.get("host") or "").endswith(".cn") else "aws"
            found.setdefault((match["bucket"], key), Place(match["bucket"], key, match.start(), partition))
    return tuple(sorted(found.values(), key=lambda place: place.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What a call was made on: the ARN, or the pattern of all that it may have been."""

    resource: str | None = None
    within: str | None = None


NOWHERE = Where()


def s3_where(
    bucket: str, key: str | None, actions: tuple[str, ...], facts: Facts, partition: str = "aws"
) -> Where:
    """Where such actions were refused in a bucket, of which the key may be told."""
    arn = s3_arn(bucket, key, actions, facts, partition)
    if arn and key and key.endswith("/") and arn.endswith(f"/{key}"):
        return Where(within=f"{arn}*")  # a folder, in which the object is
    return Where(resource=arn) if arn else Where(within=f"arn:{partition}:s3:::{bucket}/*")


def s3_arn(
    bucket: str, key: str | None, actions: tuple[str, ...], facts: Facts, partition: str = "aws"
) -> str | None:
    """The ARN that a policy for ``actions`` names; ``None`` when an object is meant and not told."""
    kinds = {facts_type for action in actions for facts_type in facts.resource_types(action) or ()}
    if actions and not kinds:
        return "*"
    if kinds & _OBJECT_TYPES:
        whole = key and not key.endswith(("\u2026", "..."))  # a key that was cut is none
        return f"arn:{partition}:s3:::{bucket}/{key}" if whole else None
    return f"arn:{partition}:s3:::{bucket}"


def queue_arn(text: str) -> str | None:
    """The ARN of the queue whose URL ``text`` holds."""
    return next((arn for _, arn in queue_arns(text, 0, len(text))), None)


def queue_arns(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The ARNs of the queues whose URLs stand between two offsets, each with where."""
    for match in _QUEUE.finditer(text, start, end):
        region = match["region"] or match["old"] or "us-east-1"  # to which the first endpoint goes
        name = match["name"].rstrip(".")
        yield match.start(), f"arn:{partition_of(region)}:sqs:{region}:{match['account']}:{name}"


def image_arn(text: str) -> str | None:
    """The ARN of the ECR repository whose image reference ``text`` holds."""
    match = _IMAGE.search(text)
    if match is None:
        return None
    region = match["region"]
    return f"arn:{partition_of(region)}:ecr:{region}:{match['account']}:repository/{match['name']}"
