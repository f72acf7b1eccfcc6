"""Failures at AWS that nobody was refused in: their kinds, by the grammar of AWS's own codes and words.

``negatives.toml`` has both with the kinds (``codes``, ``words``). They are asked last, of a text in which
nothing else was read: a code like *InvalidParameterValue* may also stand over a refusal, and words like *does
not exist* anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.knowledge.denials.evidence import AT_AWS
from policywright.knowledge.denials.negatives import Failure, NotPolicy, failures

_NAME = r"[A-Z][A-Za-z0-9]{2,80}(?:\.[A-Z][A-Za-z0-9]{2,40})?"
_PLACED = re.compile(
    rf"""(?x)
    (?: \b(?:[Aa]n|[Aa])\ (?:client\ )?error\ (?:occurred\ )?\(
      | \bapi\ error\ | \b(?:RequestID|HostID):\ ?[^\s,]*,\ | <Code> | ::Errors::
      | \b(?:errorfactory|model|types|Model)\.
      | \b(?:__type|(?:[\w-]*[_ -]?)[Ee]rror[_ -]?(?:[Cc]ode|[Tt]ype)|[Cc]ode|typeName|[Nn]ame)
        [\\"']{{0,4}}\s{{0,3}}(?:=>|[:=])\s{{0,3}}(?:Some\()?[\\"']{{0,4}}(?:[\w.-]+\#)?
    )
    (?P<code>{_NAME})(?![A-Za-z0-9])
    """
)
"""What stands where frames have their code."""
_STATUS = re.compile(
    r"(?:\b[Aa]n error occurred \(|\(Service: [\w ]{2,60}[;,] Status Code: "
    r"|\bhttps response error StatusCode: |\bstatus code: (?=\d{3}, request id)|\bhttpStatusCode[\"']?: )"
    r"(?P<code>[345]\d\d)\b"
)
"""What tells most where a framing has no name, as that of an answer to a HEAD."""
_NAMED = re.compile(
    rf"(?<![A-Za-z0-9.\\/_$-])(?P<home>(?:[A-Za-z_]\w{{0,40}}[.$]){{0,8}})(?P<code>{_NAME})(?![A-Za-z0-9.]*[A-Za-z0-9(])"
)
"""What is called like a code, wherever it stands."""
_OF_SDKS = re.compile(
    r"\$(?:fault|metadata)\b|\bwhen calling the \w+ operation|\baws_[a-z]\w+|\bAWS[A-Z]|\bawssdk\b"
    r"|\b[Ss]ervice [Qq]uotas?\b|\(Service: [\w ]{2,60}[;,] Status Code: "
    r"|\boperation error [A-Z]|\b(?:request id|RequestID|Request ID): [0-9a-fA-F-]{16}"
    r"|\b(?:EC2|ECS|EKS|ECR|RDS|SQS|SNS|IAM)\b"
)
"""What tells that it was at AWS, beside its name."""
_AS_GO_SAYS = re.compile(r":[^\n]{0,300}[\s\\nt]{1,20}status code: \d{3}\b")
_HUMPS = re.compile(r"[a-z0-9]\.?[A-Z]")
_SUFFIXES = ("Exception", "Error", "Fault")
_OF_LANGUAGES = re.compile(
    r"(?:System|java|javax|kotlin|scala|org|io|net|Microsoft|Guzzle\w*|pydantic\w*|jsonschema\w*)[.$]"
    r"|(?:File|Module|Class|Command|Template|Package|Path|NoClassDef)(?:Not)?Found\w*|NoSuch(?:Method|Field|Element|File)\w*"
)
"""Errors that languages and their libraries have, however AWS is spoken of around them."""
_REFUSED = re.compile(
    r"\baccess ?denied|\bdenied access|\b(?:not|un)[ -]?authori[sz]ed|\bforbidden\b|\b403\b"
    r"|\bpermissions? (?:denied|errors?|issues?|problems?)"
    r"|\b(?:missing|lack(?:s|ed|ing)?|no|insufficient|not have|without|enough) (?:\w+ ){0,2}permissions?\b",
    re.IGNORECASE,
)


def read_failures(text: str) -> Iterator[NotPolicy]:
    """What failed, as codes say; where none does, or only that a request is invalid, as words say."""
    if AT_AWS.search(text) is None and _OF_SDKS.search(text) is None:
        return
    coded = _coded(text)
    if coded is not None:
        yield coded[1]
        if not coded[0].vague:
            return
    elif _REFUSED.search(text) is not None:
        return  # what was refused is not read, and is what matters
    for row in failures():
        found = (words.search(text) for words in row.words)
        told = next((match for match in found if match is not None), None)
        if told is not None:
            if coded is None or coded[0] is not row:
                yield NotPolicy(row.code, told.span())
            return


def _coded(text: str) -> tuple[Failure, NotPolicy] | None:
    """The kind that the first code tells: of those in the place of one, else of those that look like one."""
    for match in _PLACED.finditer(text):
        if (row := _kind(match["code"])) is not None:
            return row, NotPolicy(row.code, match.span("code"))
    for match in _NAMED.finditer(text):
        name = match["code"]
        if not _HUMPS.search(name) or _OF_LANGUAGES.match(match["home"] + name):
            continue
        row = _kind(name)
        if row is None:
            continue
        if not row.vague or name.endswith(_SUFFIXES) or _AS_GO_SAYS.match(text, match.end()):
            return row, NotPolicy(row.code, match.span("code"))
    status = _STATUS.search(text)
    row = _kind(status["code"]) if status is not None else None
    return None if status is None or row is None else (row, NotPolicy(row.code, status.span("code")))


def _kind(code: str) -> Failure | None:
    return next((row for row in failures() if row.codes.fullmatch(code)), None)
