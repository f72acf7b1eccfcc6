"""How SDKs and tools frame an error: code, operation, service and message, as a table of patterns.

A frame around a standard sentence only adds the call it came from. A frame alone, with a code that
means *denied* and a message that says no more (S3's bare 403), is a denial itself: then the
operation tells the actions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from policywright.knowledge.denials.codes import DENIED_CODE, is_denied
from policywright.knowledge.denials.literals import Scan
from policywright.knowledge.denials.nearby import Nearby
from policywright.knowledge.denials.normalise import END_OF_BLOCK
from policywright.knowledge.records import dataclass

_MESSAGE = r"(?P<message>[^\n]{0,400})"
_IS = r"[\"']?\s{0,4}(?:=>|[:=]|\x20)\s{0,4}(?:\w{4,8}\(|(?:\w{4} )?\(?\w+ )?[\"']"
_OWN_CODE = r"(?:AccessDenied(?:Exception|Fault)?|UnauthorizedOperation|KMSAccessDenied(?:Exception)?)"
"""Codes that are AWS's own; *Forbidden* and *Unauthorized* are the names of anybody's errors."""
_CODE_IS = r"(?:[Cc]ode|[Tt]ypeName|[nN]ame|[Tt]ype)" + _IS
_MESSAGE_IS = r"(?<!error)(?:[Mm]essage)" + _IS + r"(?P<message>[^\n\"]{0,400})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One framing met in a text; ``reach`` is how far behind it the message may begin."""

    start: int
    end: int
    code: str | None = None
    service: str | None = None
    operation: str | None = None
    message: str = ""
    trailing: bool = False
    sure: bool = False
    """Whether nothing but AWS's own software prints such a framing."""

    @property
    def denied(self) -> bool:
        return self.code is not None and is_denied(self.code)


_FRAMES: tuple[tuple[str, bool], ...] = (
    # botocore and the CLI, today's and that of before 2016; the message, and all behind it, may be cut off
    (
        r"An error occurred \((?P<code>[\w. ]{2,60})\)[`'\"*]*\s*"
        r"(?:on [^\n]{1,120}? )?when calling the\s+[`'\"*]*(?P<op>\w+)"
        r"(?:\s+operation(?: \(reached max retries: \d+\))?)?(?::\s*" + _MESSAGE + ")?",
        False,
    ),
    # The same, cut off in its first words
    (
        r"An error occurred \((?P<code>[\w. ]{2,60})\)(?: on [^\n]{1,120}?)?"
        r"(?: (?:w|wh|whe|when|when c[a-z]{0,6}|when calling t(?:he?)?))?"
        r"[\"'`]{0,3}[ \t]{0,9}(?:\.{2,}|\u2026|\Z|$)",
        False,
    ),
    (
        r"A client error \((?P<code>[\w. ]{2,60})\) occurred when calling the\s+(?P<op>\w+)\s+operation"
        r"(?::\s*" + _MESSAGE + ")?",
        False,
    ),
    # Go v2, Terraform, Pulumi; a modelled error lacks the words "api error"
    (
        r"operation error (?P<svc>[A-Z][\w ]{0,50}?): (?P<op>\w+),\s+"
        r"(?:[^\n]{0,300}?,\s+)?https response error\s+"
        r"StatusCode:\s+(?P<status>\d+),\s+RequestID:\s*[^\s,]*,\s+"
        r"(?:HostID:\s*[^\s,]*,\s+)?(?:api error\s+)?"
        r"(?P<code>[\w.]+):\s*" + _MESSAGE,
        False,
    ),
    (
        r"operation error (?P<svc>[A-Z][\w ]{0,50}?): (?P<op>\w+), "
        r"[^\n]{0,400}?\bapi error (?P<code>[\w.]+):\s*" + _MESSAGE,
        False,
    ),
    # The same, cut off behind the status, which says that it was refused
    (
        r"operation error (?P<svc>[A-Z][\w ]{0,50}?): (?P<op>\w+), https response error StatusCode: "
        r"(?P<code>403)(?:, RequestID:[^\n:]{0,60}(?:, HostID:[^\n:]{0,120})?)?,?" + END_OF_BLOCK,
        False,
    ),
    # The same with its middle left out: it still tells the call
    (
        r"operation error (?P<svc>[A-Z][\w ]{0,50}?): (?P<op>\w+)"
        r"(?:, https response(?: error)?(?: StatusCode: \d+)?[^\S\n]{0,9}(?:,[^\n]{0,200}?)?"
        r"(?:(?:\.{2,}|\u2026)\s{0,99}|(?=User: ?arn)))?",
        False,
    ),
    # Go v1
    (r"(?<!\s)\s{1,100}status code: (?P<status>\d+), request id:(?: [\w-]+)?(?P<host>, host id: \S+)?", True),
    # Java v1 and v2, CloudFormation handlers, Hadoop
    (
        r"(?:\((?:Service: (?P<svc>[\w ]{2,60}?)[;,]\s+)?|(?<![\w(])Service: (?P<bare>[\w ]{2,60}?)[;,]\s+)"
        r"Status Code: (?P<status>\d+)\b(?:[;,]\s+Error Code: (?P<code>\w[\w .]*\w))?[^()]{0,500}"
        r"(?:\([^()]{0,60}\)[^()]{0,200})?(?:\)|(?=[`'\"]|\Z))",
        True,
    ),
    (
        r"\b(?:software\.amazon\.awssdk|aws\.sdk\.kotlin)\.services\.(?P<svc>\w+)\.model\.(?P<code>\w+):\s*"
        + _MESSAGE,
        False,
    ),
    # The same by the names of their classes alone, as people and loggers shorten them
    (r"(?<![\w.])(?:Amazon(?P<svc>[A-Z]\w{1,30}?)|(?P<bare>S3))Exception:\s*" + _MESSAGE, False),
    # Version 2 of boto
    (
        r"(?<![\w.])(?:boto\.\w+\.)?(?P<svc>S3|EC2|SQS|SNS|DynamoDB|ELB|RDS|SWF|EMR)(?:Create|Permissions|Copy|Data)?"
        r"(?:Response)?Error: (?P<message>(?P<status>403) Forbidden)",
        False,
    ),
    # .NET
    (r"\bAmazon\.(?P<svc>[A-Z]\w+)\.(?:Model\.)?(?P<class>\w+Exception):\s*" + _MESSAGE, False),
    # Ruby
    (r"\((?:Aws|AWS)::(?P<svc>\w+)::Errors::(?P<code>\w+)\)", True),
    (r"(?:Aws|AWS)::(?P<svc>\w+)::Errors::(?P<code>\w+)\b(?!\)):?\s*" + _MESSAGE, False),
    # Tools that tell the bucket and no code
    (
        r"\b(?:[Ss]3|[Bb]ucket)\b[^\n]{0,160}?[\w\"'`)]: (?<!Code:\x20)"
        r"(?P<message>(?:Access Denied|AccessDenied)\b(?![:.])[^\n]{0,100})",
        False,
    ),
    (
        r"\b(?:[Ss]3[an]?://[^\s\"'`<>]{3,900}"
        r"|https?://[\w.-]{0,80}?\bs3[\w.-]{0,40}amazonaws\.com[^\s\"'`<>]{1,900})"
        r"[\"'`]?: (?P<message>403\b[^\n]{0,40})",
        False,
    ),
    # The code behind AWS's words, as the first clients for Go print it
    (
        r"(?P<message>\b(?:You are not authorized to perform this operation|Access denied|Access Denied"
        r"|Access to the [\w ]{0,40}resource is denied|Forbidden)\.?) \((?P<code>" + DENIED_CODE + r")\)",
        False,
    ),
    # An error without a code, thrown in what calls AWS
    (
        r"\b\w*Error: (?P<message>Access Denied)\n"
        r"(?=(?:[ \t]+at [^\n]{0,300}\n|From previous event:\n){0,12}?"
        r"[ \t]+at [^\n]{0,300}(?:[/@.]aws-sdk|[/@]smithy|/aws/[\w/]{0,60}[aA]ws\w*\.[jt]s))",
        False,
    ),
    # Fog, which leaves the answer to its HTTP library
    (
        r"\bExcon::Errors?::(?P<code>Forbidden)\b"
        r"(?=(?:[\s\S]{0,900}?<Code>(?P<inner>\w+)</Code>\s*<Message>(?P<message>[^<]{0,600}))?)",
        False,
    ),
    # ClickHouse, s3fs, and Lambda's answer
    (r"(?P<message>\bAccess Denied)\b[^\n]{0,400}\((?P<svc>S3)_ERROR\)", False),
    (r"\bPermissionError: (?P<message>Access Denied|Forbidden)\b", False),
    (r"\"errorMessage\":\s*\"(?P<message>Access Denied|Forbidden)\",\s*\"errorType\":", False),
    # Tools for PowerShell, Amplify in Flutter
    (r"\b[A-Z][a-z]+-(?P<svc>S3)[A-Z]\w+ ?: (?P<message>Access Denied)\b", False),
    (
        r"(?P<message>\bAccess [Dd]enied)[^\n]{0,40}\n(?:[^\n]{0,300}\n){1,8}?"
        r"[^\n]{0,20}FullyQualifiedErrorId\s{1,4}: Amazon\.(?P<svc>\w+)\.",
        False,
    ),
    (r"\b(?P<svc>S3) (?P<message>access denied) when making the API call", False),
    # PHP
    (
        r"Error executing \"(?P<op>\w+)\" on \"(?P<url>[^\"\n]{4,2000})\"[;,]?\s*"
        r"(?=(?:[\s\S]{0,900}?\b(?P<code>[A-Z]\w+) \((?:client|server)\):)?)"
        r"(?P<message>[^\n]{0,400}? response:\n[^\n]{0,400}|[^\n]{0,400})",
        False,
    ),
    (r"\bS3::(?P<op>\w+)\(\): \[(?P<code>\w+)\]\s*" + _MESSAGE, False),
    # C++
    (r"Exception name: (?P<code>\w+)\s+Error message: " + _MESSAGE, False),
    # Rust
    (
        r"\b(?P<op>[A-Z][A-Za-z0-9]{3,60})Error \{[\s|]{0,40}kind: Unhandled\([\s\S]{0,900}?"
        r"status: (?:StatusCode\()?(?P<status>403)\b",
        False,
    ),
    (r"code: Some\(\"(?P<code>[\w.]+)\"\), message: Some\(\"(?P<message>[^\n\"]{0,400})", False),
    (r"\bError \{ code: \"(?P<code>[\w.]+)\", message: \"(?P<message>[^\n\"]{0,400})", False),
    (r"(?:unhandled error|service error)\s*\((?P<code>[\w.]+)\)(?::\s*" + _MESSAGE + ")?", False),
    # JavaScript; to a HEAD only S3 answers without a word, and version 2 prints it so
    (r"(?<![\w/.-])(?<!403 )(?P<code>Forbidden): (?P<message>(?P<host>null))\b", False),
    (r"(?<![\w/.:-])(?P<code>403): (?P<message>UnknownError|null|Forbidden)", False),
    (
        r"(?<![\w/.-])(?P<code>Forbidden|AccessDenied): "
        r"(?P<message>null|UnknownError|Forbidden|Access Denied)\b",
        False,
    ),
    (
        r"\b(?P<message>UnknownError|Unknown|Forbidden|null)\n"
        r"(?:[^\n]{0,300}\n){1,30}?[^\n]{0,300}(?:httpStatusCode|statusCode): (?P<status>403)",
        False,
    ),
    (
        r"\[AWS (?P<svc>[a-z][a-z0-9]{1,30}) (?P<status>403) [\d.]{1,12}s \d+ retries\] (?P<op>[a-z]\w+)\(",
        False,
    ),
    (
        r"(?<![\w.])(?P<op>[a-z]+[A-Z][A-Za-z0-9]+)\(\{[^\n]{0,300}?\}\)[ :=>-]{1,5}(?:failed:? )?"
        r"(?P<message>Access ?Denied\b[^\n]{0,200})",
        False,
    ),
    # Error documents
    (r"<Code>(?P<code>[\w.]+)</Code>\s*<Message>(?P<message>[^<]{0,600})", False),
    (
        r"\bCode[\"']?\s*[:=]\s*(?:chr )?[\"']?(?P<code>[\w.]+|Access Denied)[\"']?[,;]?[\s$\"']*"
        r"Message[\"']?\s*[:=]\s*(?:chr )?[\"']?(?P<message>[^\n]{0,400})",
        False,
    ),
    (
        r"\bMessage[\"']?\s*[:=]\s*[\"']?(?P<message>[^\n,}\"']{0,300})[\"']?,\s*"
        r"[\"']?Code[\"']?\s*[:=]\s*[\"']?(?P<code>" + DENIED_CODE + r")\b",
        False,
    ),
    (
        r"\"__type\"\s*:\s*\"(?:[\w.]+\#)?(?P<code>\w+)\""
        r"(?:,\s*\"[Mm]essage\"\s*:\s*\"(?P<message>[^\n]{0,400}))?",
        False,
    ),
    # A record of an error, whatever language writes it: the code and the message are two of its fields
    (_CODE_IS + r"(?P<code>" + _OWN_CODE + r")[\"'][\s\S]{0,200}?" + _MESSAGE_IS, False),
    (_MESSAGE_IS + r"[\"'][\s\S]{0,200}?" + _CODE_IS + r"(?P<code>" + _OWN_CODE + r")[\"']", False),
    (r"\{:error, \{\"(?P<code>" + DENIED_CODE + r")\", \"(?P<message>[^\n\"]{0,400})", False),
    # The command lines of the CDK and of Elastic Beanstalk
    (r"\bfail: (?P<message>Access Denied)(?=\n[\s\S]{0,300}?\bFailed to publish asset)", False),
    (r"\bService: ?Amazon(?P<svc>\w+), Message: ?(?P<message>[^\n]{0,400})", False),
    # Step Functions
    (
        r"[\"']error[\"']:\s*[\"'](?P<svc>[A-Z]\w+)\.(?P<class>\w+Exception)[\"'],\s*[\"'][cC]ause[\"']:\s*[\"']"
        + _MESSAGE,
        False,
    ),
    # Cloud Custodian
    (r"\b(?P<message>Access denied) api:(?P<op>[A-Z]\w+)(?= policy:)", False),
    # Fluent Bit's plugins
    (
        r"\b(?P<op>[A-Z][A-Za-z]+) API (?:responded|answered|returned|failed)(?: with)?(?: an)?(?: error)?"
        r"\s*[=:]?\s*"
        r"['\"]?(?P<code>" + DENIED_CODE + r")\b(?:['\"], message=['\"](?P<message>[^\n]{0,400}))?",
        False,
    ),
    # CloudFormation
    (
        r"Resource handler returned message: [\"']"
        + r"(?P<message>[^\n\"(]{0,300})[^\n]{0,600}?HandlerErrorCode: (?P<code>\w+)\)",
        False,
    ),
    # EC2's own words without any framing, as a console prints them
    (
        r"(?P<code>(?:You are not authorized to perform this operation\.?"
        r"\s*(?:Encoded authorization failure message|$)"
        r"|Encoded authorization failure message: [\w+/=-]{40}))",
        False,
    ),
    # A code and its message, nothing else
    (
        r"(?<![\w/-])(?<!Excon::Error::)(?<!Excon::Errors::)(?P<code>" + DENIED_CODE + r")(?:: | -- )"
        r"(?P<message>[^\n]{0,400})",
        False,
    ),
)
_BLANK = re.compile(r"(?<=[\w:,.)]) (?=[\w(\\])")
_TABLE = tuple((Scan(_BLANK.sub(r"\\s+", pattern), re.MULTILINE), trailing) for pattern, trailing in _FRAMES)
"""A blank between words may have become a line break on the way."""


def read_frames(text: str) -> Iterator[Frame]:
    """All framings in ``text``; several may describe the same error."""
    for pattern, trailing in _TABLE:
        for match in pattern.finditer(text):
            yield _frame(match, trailing)


class Frames:
    """The framings of one text, to be asked for by place."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.all = tuple(sorted(frames, key=lambda frame: frame.start))
        self._near = Nearby(self.all, lambda frame: (frame.start, frame.end + len(frame.message)))

    def fuller(self, frame: Frame) -> bool:
        """Whether another frame around this one, or of the same message, names the operation as well."""
        named = (
            other
            for other in self._near.touching(frame.start, frame.end)
            if other.operation is not None and other.denied
        )
        return any(
            other.start <= frame.start <= other.end + len(other.message)
            or (other.end == frame.end and not frame.trailing)
            for other in named
        )

    def leading_to(self, start: int, end: int) -> Iterator[Frame]:
        """Those that may belong to the message at ``start``..``end``."""
        return self._near.touching(start - LEAD, end + LEAD)


LEAD = 200
"""Longest stretch between a frame and the sentence that it leads to."""

_LONGEST_HEAD = 700


def _head(text: str) -> tuple[str, str]:
    """The exception's name and the message that stand in front of a trailing framing."""
    text = text.rstrip()
    cut = max(text.rfind(":"), text.rfind('"'))
    before = text[:cut].split() if cut > 0 and text[cut] == ":" else []
    return (before[-1] if before else ""), text[cut + 1 :].strip()


def _frame(match: re.Match[str], trailing: bool) -> Frame:
    groups: dict[str, str | None] = match.groupdict()
    start = match.start()
    if trailing:
        begin = max(match.string.rfind("\n", 0, start) + 1, start - _LONGEST_HEAD)
        before, groups["message"] = _head(match.string[begin:start])
        groups["code"] = groups.get("code") or before.rpartition(".")[2] or None
        start = match.string.rfind(before, begin, start) if before else start - len(groups["message"] or "")
    message = (groups.get("message") or "").strip()
    code = groups.get("inner") or groups.get("code")
    operation = groups.get("op")
    if code is not None and "uthoriz" in code and " " in code:
        code = "UnauthorizedOperation"
    if code is None or not is_denied(code):
        told = match.groupdict().get("code")
        coded = told is not None and _GENERAL.fullmatch(told) is None
        code = _from_message(message, groups.get("status"), coded=coded) or code
    return Frame(
        start=start,
        end=match.end() if trailing or groups.get("message") is None else match.start("message"),
        code=code,
        service=groups.get("svc") or groups.get("bare") or _host(groups),
        operation=operation[0].upper() + operation[1:] if operation else None,
        message=message,
        trailing=trailing,
        sure=(trailing and groups.get("status") is not None)
        or "HandlerErrorCode: " in match[0]
        or match[0].startswith("An error occurred ("),
    )


_ENDPOINT = re.compile(r"https?://(?P<labels>[a-z0-9.-]{1,300})\.amazonaws\.com")
_REGION = re.compile(r"(?:^|[.-])[a-z]{2}(?:-[a-z]+)+-\d(?=\.|$)")


def _host(groups: Mapping[str, str | None]) -> str | None:
    """The service that only an address tells, or what S3 alone gives: the identifier of a host, no words."""
    if groups.get("host"):
        return "s3"
    endpoint = _ENDPOINT.match(groups.get("url") or "")
    return _REGION.sub("", endpoint["labels"]).rpartition(".")[2] if endpoint is not None else None


_HEAD_WORDS = ("", "UnknownError", "Unknown", "null")
"""What SDKs print for the answer to a HEAD, which has no body to take a message from."""
_BARE = re.compile(
    r"(?:Access ?Denied|Forbidden|\(?403\)?|Error making request with Error Code (?:Forbidden|AccessDenied)"
    r"|You are not authorized to perform this operation|Access is denied)\b\.?",
    re.IGNORECASE,
)


_GENERAL = re.compile(
    r"\d+|null|Unknown\w*|Access Denied|\w*(?:Client|Service|Http|S3)\w{0,20}(?:Error|Exception)"
)
"""What stands in the place of a code and says no more than that there was an error."""
_SAID_CODE = re.compile(r"Service returned error code (\w+)")
"""All that Java says of an answer without a message."""


def _from_message(message: str, status: str | None, *, coded: bool) -> str | None:
    """Some framings have no code of their own: the words of the message stand for it.

    Where there is a code (``coded``) a status of HTTP says nothing more.
    """
    if (said := _SAID_CODE.match(message)) is not None:
        return said[1] if is_denied(said[1]) else None
    forbidden = "403 Forbidden" in message or (status == "403" and message in _HEAD_WORDS)
    return "AccessDenied" if _BARE.match(message) or (forbidden and not coded) else None
