"""What people put in the place of what they do not want to show: stars, x, dots, ``<ACCOUNT>``, ``[id]``.

A masked part is an unknown part. It is kept as it was pasted, it never makes the text something else, and it
never goes into a policy: ``masked_parts`` tells an ARN that cannot be used from one that can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.knowledge.stand_ins import is_stand_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.knowledge.denials.facts import Facts

IN_BRACKETS = (
    r"<{1,3}(?!/)[^<>\n:\"]{1,60}>{1,3}|\[[^\[\]\n:/\"]{1,60}\]|\$?\{{1,2}[^{}\n:/\"]{1,60}\}{1,2}"
    r"|\$\{AWS::\w{1,40}\}|(?<=[\w:/-])<>(?![\w\"'])(?=[\s:/.,;-]|\Z)"
    r"|(?<=:)(?:[\w-]{1,20} ){0,2}(?i:account)(?: [\w-]{1,20}){0,2}(?=:)"
    r"|(?<=:)\*[A-Za-z][A-Za-z _-]{1,40}\*(?=[:/])"
    r"|(?<=[:/])\"[^\"\n:/]{1,60}\"(?=[:/])|(?<=[:/])\([^()\n:/]{1,60}\)(?=[:/])"
    r"|(?<=[:/])(?:user|role|session|your|my|account) (?:user |role |session )?(?:name|id)(?![\w-])"
)
"""A mask that may hold blanks, or words that are one by themselves.

Quotes and round brackets are one inside an ARN only.
"""

_SPACED = re.compile(rf"({IN_BRACKETS})|\s+")
_NOTHING_TOLD = re.compile(
    r"(?:[*#_\u2022\u2588]+|[xX]{2,}|\.{2,}|\u2026|<[^<>]*>|\[[^\[\]]*\]|\$?\{{1,2}[^{}]*\}{1,2}|\"[^\"]*\")*"
)
_LETTERS = r"[\w*#.\u2026\u2022\u2588-]"
ACTION = re.compile(
    rf"[\s:\"'`]*(?P<action>(?:{IN_BRACKETS}|{_LETTERS}){{1,80}}?(?::(?:{IN_BRACKETS}|{_LETTERS}){{1,80}}?)?)"
    r"(?=[\s\"'`,;\\]|\Z)"
)
"""What stands in the place of an action, be it one or what hides it."""
_HIDES = re.compile(r"[*#\u2026\u2022\u2588<{\[]|_{3,}|\.{2,}|(?i:x{3,})")
_PLACE = re.compile(r"[A-Z]{3,}(?:_[A-Z]+)*")
"""A word that is to be filled in: ``ACTION_NAME``."""
_STRESSED = re.compile(r"(\*{1,2})(?=\w)(.*?)\**")
_NO_NAME = re.compile(r"[^\w+=,.@-]|\.\.|\u2026")
_ACCOUNT = re.compile(r"(?:\d{12}|\*|aws|aws-marketplace|cloudfront)?")
_REGION = re.compile(r"(?:[a-z]{2,}(?:-[a-z]+)+-\d|\*)?")
EXAMPLE_ACCOUNTS = re.compile(
    r"(?<!\d)(?:12345678\d{4}|1234567890|123456789|012345678901|987654321098|123123123123|111122223333"
    r"|444455556666|777788889999|(\d)\1\1(\d)\2\2(\d)\3\3(\d)\4\4|(\d)\5{8,11})(?!\d)"
)
"""AWS's own example accounts, and those that people type for one."""
_WORDS = r"account|\bids?\b|name|bucket|key|redact|mask|hidden|remov|omit|your|secret|region"
_HIDDEN = re.compile(
    r"\*{2,}|#{3,}|_{4,}|\.{3}|\$[A-Z_]{2,}|[\u2026\u2022\u2588<>{}]|(?<![A-Za-z0-9])[xX]{3,}(?![A-Za-z0-9])"
    rf"|\[[^\]]*(?i:{_WORDS})[^\]]*\]"
)
_NO_LETTER = re.compile(r"[()\[\]{}<>%#\"'$]|@[A-Z_]{2,}@")
_FREE = (
    "s3",
    "logs",
    "iot",
    "execute-api",
    "apigateway",
    "glue",
    "cloudwatch",
    "databrew",
    "budgets",
    "iam",
    "sts",
)
"""Services in whose names what may stand for a mask may stand, too."""
_UNDERLINED = re.compile(r"(?<![A-Za-z0-9])__[A-Z]+(?:_[A-Z]+)*__(?![A-Za-z0-9])")
"""What a script fills in: ``__TABLE__``."""
_FIELD = re.compile(
    rf"{IN_BRACKETS}|[^/:]*(?:\*{{2,}}|#{{3,}}|_{{4,}}|\.{{3}}|[\u2026\u2022\u2588]|[xX]{{3,}})[^/:]*"
)
_SEPARATED = re.compile(r"([:/])")
_REGION_FIELD, _ACCOUNT_FIELD = 6, 8
"""Places of these in an ARN that is cut at its separators, which are kept."""
_OF_TEMPLATE = re.compile(r"\$\{AWS::(\w{1,40})\}")
"""What a template has in the place of the account and the like, colons and all."""
_VARIABLE = re.compile(r"\$\{[*?$]\}|\[?\$LATEST\]?|\[\d+\](?=[0-9a-f]{32})")
"""What looks like a mask and is none: escaped characters, the version of a function, in a log stream, too."""


def squeezed(text: str) -> str:
    """``text`` without white space, but for that inside a mask."""
    return _SPACED.sub(lambda match: match[1] or "", text)


def says_nothing(text: str) -> bool:
    """Whether all of ``text`` is a mask."""
    return _NOTHING_TOLD.fullmatch(text.strip()) is not None


def hides_action(action: str) -> bool:
    """Whether some of an action is masked; AWS itself prints none with a star."""
    stressed = _STRESSED.fullmatch(action)
    parts = (stressed[2] if stressed else action).strip(":").split(":")
    return any(_HIDES.search(part) for part in parts) or all(map(_PLACE.fullmatch, parts))


_NAMED = rf"(?:{IN_BRACKETS}|{_LETTERS}){{1,80}}?"
_IN_WORDS = re.compile(
    rf"(?<![\w:./<>*\[{{$-])(?P<service>{_NAMED}):(?P<operation>{_NAMED})"
    r"(?=[\s\"'`,;)]|[.?!]?(?:\s|\Z))"
)
_EACH = re.compile(r"[A-Z]?[A-Za-z]*\*")
"""A pattern of several, which people write who mean all of them."""
_NAMES_ACTION = re.compile(
    r"\b(?:perform|call|actions?|permissions?|for|on|to|lacks?|missing|denied|allowed|permitted)\W{1,5}\Z",
    re.IGNORECASE,
)
"""In front of what must be an action, be it all masked: ``logs:...`` may be anything."""


def masks_action(words: str, facts: Facts) -> bool:
    """Whether words name an action of a service or an operation, and hide the other half of it."""
    if _HIDES.search(words) is None:
        return False
    for match in _IN_WORDS.finditer(words):
        service, operation = match["service"].strip("*"), match["operation"].strip("*`\"'")
        each = _EACH.fullmatch(match["operation"]) is not None
        if _HIDES.search(match["service"]) or not service:
            masked = bool(facts.services_with(operation))
        else:
            told = not says_nothing(operation) or _NAMES_ACTION.search(words, 0, match.start()) is not None
            hides = not each and told and _HIDES.search(match["operation"]) is not None
            masked = hides and facts.service_named(service) is not None
        if masked:
            return True
    return False


def own_name(name: str) -> str | None:
    """The name of a role or user; ``None`` where some of it is masked."""
    return None if says_nothing(name) or _NO_NAME.search(name) else name


def fillable(arn: str) -> str:
    """``arn`` with words in the place of what is masked, as a form to fill in."""
    arn = _OF_TEMPLATE.sub(r"<\1>", arn)
    head = arn.split(":", 5)
    if not arn.startswith("arn:") or len(head) < 6:
        return arn
    hidden = masked_parts(arn)
    region = "REGION" if "the region" in hidden else head[3]
    account = "ACCOUNT" if "the account" in hidden else head[4]
    name = _FIELD.sub("NAME", head[5]) if "the name" in hidden else head[5]
    return ":".join((*head[:3], region, account, name))


def revealed(hidden: str, arn: str) -> str:
    """``hidden`` with what it masks as ``arn`` has it in the same place."""
    parts = masked_parts(hidden)
    if not parts or arn.count(":") < 5:
        return hidden
    service = hidden.split(":", 3)[2]
    masked, told = (_SEPARATED.split(text) for text in (hidden, arn))
    fields = {_REGION_FIELD: "the region" in parts, _ACCOUNT_FIELD: "the account" in parts}
    for index in range(0, min(len(masked), len(told)), 2):
        if fields.get(
            index, _hides(masked[index], service, masked[index - 2] if index > _ACCOUNT_FIELD + 2 else "")
        ):
            masked[index] = told[index]
    return "".join(masked)


def masked_parts(arn: str) -> tuple[str, ...]:
    """Which parts of an ARN are masked, in plain words; none for one that can be used as it stands."""
    if not arn.startswith("arn:"):
        return ()
    arn = _OF_TEMPLATE.sub(r"<\1>", arn)
    head = arn.split(":", 5)
    if len(head) < 6:
        return ("what is behind the service",)
    service, region, account, name = head[2:]
    found = []
    if not _REGION.fullmatch(region):
        found.append("the region")
    if not _ACCOUNT.fullmatch(account) or (service in ("iam", "sts") and account in ("", "*")):
        found.append("the account")
    if any(_hides(part, service, kind) for part, kind in _names(name, service)):
        found.append("the name")
    return tuple(found)


def _names(name: str, service: str) -> Iterator[tuple[str, str]]:
    """The parts of a resource, each with the word that says what it is."""
    kind = ""
    for part in _PARTS.split(_VARIABLE.sub("", name)):
        yield part, kind
        kind = part


_PARTS = re.compile(r"[:/]")


def _hides(part: str, service: str, kind: str = "") -> bool:
    """Whether one part of a resource is masked, or is what stands where a name is to be filled in."""
    if _HIDDEN.search(part) or _UNDERLINED.search(part):
        return True
    if service in _FREE:
        own = service != "s3" or not kind
        return own and not part.isdigit() and is_stand_in(part, service, kind)
    return _NO_LETTER.search(part) is not None or is_stand_in(part, service, kind)
