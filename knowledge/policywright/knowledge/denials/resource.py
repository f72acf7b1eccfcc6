"""What a request was refused on: the shapes a resource takes in the standard sentence.

Quoted ARNs (whose S3 key may hold blanks), bare ARNs (which end at white space, yet may have been
broken by a line wrap), IAM's word form (``role NAME``), ``*``, things that are no ARN at all.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.masks import IN_BRACKETS, squeezed
from policywright.knowledge.denials.model import Principal
from policywright.knowledge.denials.normalise import BORDER, END_OF_BLOCK, flex
from policywright.knowledge.denials.principal import home_of
from policywright.knowledge.records import dataclass

MAXIMUM = 2600
"""Longest stretch that may still be one resource: an S3 key has up to 1,024 characters, escaped ones more."""

REASON = re.compile(
    rf"{flex('because')}\b|{flex('with an explicit deny')}|{flex('with explicit deny')}", re.IGNORECASE
)
_ON = re.compile(
    r"[\"'`*\])]*\s*,?\s*(?:\bo\s*n\b\s*|\b(?:for|against)\s+|\bon(?=resource))(?:the\s+)?(?:following\s+)?"
    r"r\s*e\s*s\s*o\s*u\s*r\s*c\s*e\s*(?:\(?s\)?)?\s*(?:ARN\s*)?:?"
)
_ON_ARN = re.compile(r"[\"'`]*\s*on:?\s+(?=[\"'`]?(?:arn:aws|\*(?:\s|$)))")
_UNNAMED = re.compile(
    rf"[\"'`*\])]*\s*,?\s*on\s+(?:this\s+{flex('resource')}"
    rf"|the\s+{flex('resource')}\s+{flex('associated with this ciphertext')}"
    rf"|(?:the|any)\s+(?:requested\s+|specified\s+)?{flex('resource')}(?=\s*[.,;)]|\s*$|\s+because|\s+with))"
)
_WORDS = re.compile(
    r"(role|user|group|policy|instance\s+profile|server\s+certificate|SAML\s+provider|OIDC\s+provider|"
    r"MFA\s+device|access\s+key)\s+(?!(?:because|with)\b)(\S+)",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"\S+(?:[ \t]*\n\s*\S+)*\s*")
_WORD_TYPES = {
    "role": "role",
    "user": "user",
    "group": "group",
    "policy": "policy",
    "instanceprofile": "instance-profile",
    "servercertificate": "server-certificate",
    "samlprovider": "saml-provider",
    "oidcprovider": "oidc-provider",
    "mfadevice": "mfa",
}
_QUOTE = re.compile(r"\s*([\"'`]{1,4})")
_BARE = re.compile(rf"(?:{IN_BRACKETS}|[^\s\"'`<>\u2026]|(?<=[\w:/.-])\u2026(?=[\w:/]))+")
_BEHIND_BLANK = re.compile(r"[ \t]{1,3}((?::|(?<=:[ \t])\d{12}:)[^\s\"'`<>\u2026]*)")
_HEAD = re.compile(r"arn:aws[\w-]*:")
_PHONE = re.compile(r"\+?\d{6,15}|\+[\d*xX]{3,}")
_CUT = re.compile(r"\u2026|\.{3}|\[truncated|<truncated|\(truncated", re.IGNORECASE)
_CUT_OFF = re.compile(r"(?:\u2026|\.{3}|[\[<(]truncated\W?)\s*$", re.IGNORECASE)
_TRUNCATED = re.compile(r"[\[<(]truncated", re.IGNORECASE)
_STOP = re.compile(
    r"\n[ \t]*\n|\n[ \t]*(?:at |File \"|Traceback |status code:)|User:\s*arn:|not authorized"
    r"|(?:AccessDenied(?:Exception)?|UnauthorizedOperation|AuthorizationError): |An error occurred \("
)
_SPACED_NAME = re.compile(
    rf"arn:(?:(?:{IN_BRACKETS}|[^\s:])*:){{4}}(?:{IN_BRACKETS}|\S){{1,200}}"
    r"(?: [\w+=@()&#/-][\w+=@()&#/.-]{0,60}){1,8}"
)
"""A name with blanks, as jobs, pipelines and rules may have."""
_CLOSES = re.compile(r"[ \t]\((?:Service: |Aws::|AWS::|code=)|[ \t]--->[ \t]|\n[ \t]*status code: ")
"""What some framings have behind a message."""
_WITH_BLANKS = re.compile(r"[ \t](?!and/or\b)[A-Za-z][\w-]{2,40}/[\w-]{2,}")
"""The rest of a name that somebody wrote with a blank: what stands before it is none."""
_BLANKS_ALLOWED = re.compile(
    r"arn:aws[\w-]*:(?:glue:[^:\s]*:[^:]*:(?:job|crawler|trigger|workflow)/"
    r"|cloudwatch:[^:\s]*:[^:]*:alarm:|budgets:[^:\s]*:[^:]*:budget/|databrew:[^:\s]*:[^:]*:\w+/)"
)
"""Things whose names people give, with blanks: what stands behind one may be the rest of it."""
_MAYBE_MORE = re.compile(
    r"[ \t](?!(?:when|while|if|and|but|or|because|with|without|in|for|from|is|was|on|as|so|during|after)"
    r"\b)\w"
)
_GOES_ON = re.compile(r"\n[\w.-]{2,200}[\"'\\]")
"""The rest of a name, up to the quote that its line does not open."""
_GOES_BELOW = re.compile(
    r"\n(/[\w.+=@-]{1,100})"
    r"(?=[\"'`]?\s(?:\((?:Request ?I[Dd]|Service|Status)\b|because\s+no\s|with\s+an\s+explicit\s))"
)
"""The rest of a name on a line of its own, in front of what closes the sentence: no path of a file."""
_NAMED_BELOW = re.compile(rf"\n(/[\w.+=@-]{{1,100}}){END_OF_BLOCK}")
_TYPE_ONLY = re.compile(r":[a-z-]{3,30}\Z")
"""What has a name behind a slash, as the one of the line below."""
_ARN_COLONS = 5
_ELIDED = re.compile(r"[:/](?:\.{3}|\u2026)$")
"""A part that is left out, in front of a reason that is there."""
_CUT_NAME = re.compile(r"\A\s*arn:\S+[^\s:/.](?:\.{3}|\u2026)\s*\Z")
"""A name of which the rest is left out."""
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class OnClause:
    """``value`` as printed (``None``: not named or not usable) and where the clause ended."""

    value: str | None
    end: int
    present: bool = True
    cut: bool = False


def read_on_clause(text: str, start: int, principal: Principal) -> OnClause:
    """The clause at ``start``, right behind the action; not ``present`` when there is none."""
    if (match := _UNNAMED.match(text, start)) is not None:
        return OnClause(None, match.end())
    match = _ON.match(text, start) or _ON_ARN.match(text, start)
    if match is None:
        return OnClause(None, start, present=False)
    if (border := text.find(BORDER, start, match.end() + 1 + _blank(text, match.end()))) >= 0:
        return OnClause(None, len(text[:border].rstrip()))
    limit = _limit(text, match.end())
    quote = _QUOTE.match(text, match.end(), limit)
    if quote is not None:
        return _quoted(text, quote, limit, principal)
    return _bare(text, match.end(), limit, principal)


def _limit(text: str, start: int) -> int:
    stop = _STOP.search(text, start, min(len(text), start + MAXIMUM))
    return stop.start() if stop else min(len(text), start + MAXIMUM)


def _quoted(text: str, quote: re.Match[str], limit: int, principal: Principal) -> OnClause:
    mark = quote[1]
    closing = re.compile(r"['`]" if mark[0] == "`" else re.escape(mark[0])).search(text, quote.end(), limit)
    if closing is None:
        return _bare(text, quote.end(), limit, principal)
    end = closing.end()
    while end < limit and text[end] in mark:
        end += 1
    raw = text[quote.end() : closing.start()]
    cut = bool(_CUT_OFF.search(raw))
    return OnClause(None if cut else _value(_joined(raw), principal), end, cut=cut)


def _bare(text: str, start: int, limit: int, principal: Principal) -> OnClause:
    reason = REASON.search(text, start, limit) or _CLOSES.search(text, start, limit)
    words = _WORDS.match(text, start + _blank(text, start), limit)
    if words is not None:
        name, end = words[2], words.end()
        if reason is not None and _WRAPPED.fullmatch(text[words.start(2) : reason.start()]):
            name, end = text[words.start(2) : reason.start()], reason.start()
        raw = f"{' '.join(words[1].split())} {_joined(name)}"
    elif reason is not None and _one_token(text[start : reason.start()]):
        raw, end = text[start : reason.start()], reason.start()
    else:
        raw, end = _token(text, start, limit)
    if raw.startswith("arn:") and _WITH_BLANKS.match(text, end) and "/" not in raw.rpartition(":")[2]:
        return OnClause(None, end, cut=True)
    if reason is None and _BLANKS_ALLOWED.match(raw) and _MAYBE_MORE.match(text, end):
        return OnClause(None, end, cut=True)
    tail = text[end : end + 14]
    cut = bool(_CUT.match(tail.lstrip()) or _CUT.search(raw[-3:]) or _TRUNCATED.search(raw))
    cut = cut or _CUT_NAME.search(raw) is not None
    value = None if cut else _value(_stripped(_joined(raw)), principal)
    return OnClause(value, start + len(text[start:end].rstrip()), cut=cut)


def _blank(text: str, start: int) -> int:
    return len(text[start : start + 200]) - len(text[start : start + 200].lstrip())


def _one_token(region: str) -> bool:
    """Whether all before the reason can be one resource: an ARN, wrapped or with blanks in its key."""
    body = region.strip()
    if not body or not re.search(r"\s", body):
        return bool(body)
    whole = re.sub(r"[^\S\n]*\n[^\S\n]*", "", body)
    if (
        _HEAD.match(whole) is None
        or whole.count("arn:aws") != 1
        or re.search(r"[.!?]\s+[A-Z]|[.!?)]\s*\n", body)
    ):
        return False
    blanks = re.search(r"[^\S\n]", re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", body))
    return blanks is None or ":s3:" in body or _SPACED_NAME.fullmatch(_joined(body)) is not None


def _token(text: str, start: int, limit: int) -> tuple[str, int]:
    """One bare word, put together again where a wrap at a hyphen or inside the ARN's head broke it."""
    begin = start + _blank(text, start)
    match = _BARE.match(text, begin, limit)
    if match is None:
        return "", start
    raw, end = match[0], match.end()
    while raw.startswith("arn:") and raw.count(":") < _ARN_COLONS:
        # A blank behind the fixed word that masks the account, or in front of an account.
        more = _BEHIND_BLANK.match(text, end, limit)
        if more is None:
            break
        raw, end = raw + more[1], more.end()
    while (
        raw.startswith("arn:")
        and text.startswith("\n", end)
        and (raw[-1] == "-" or raw.count(":") < _ARN_COLONS or (raw[-1] == "/" and _GOES_ON.match(text, end)))
    ):
        more = _BARE.match(text, end + 1 + _blank(text, end + 1), limit)
        if more is None:
            break
        raw, end = raw + more[0], more.end()
    if raw.startswith("arn:"):
        named = _NAMED_BELOW.match(text, end) if _TYPE_ONLY.search(raw) else None
        below = _GOES_BELOW.match(text, end) or named
        if below is not None:
            raw, end = raw + below[1], below.end(1)
    return raw, end


def _joined(raw: str) -> str:
    """Line breaks undone: into nothing inside an ARN, into a blank where an S3 key has blanks anyway."""
    pieces = re.split(r"[ \t]*\n\s*", raw.strip())
    text, spaced = pieces[0], any(" " in piece for piece in pieces)
    for piece in pieces[1:]:
        text += f" {piece}" if spaced and text[-1:] not in "-/" else piece
    return text


_DASH = re.compile(r"(?<=\S)\s+[\u2013\u2014-]{1,2}\Z|(?<=\S)\s*[\u2013\u2014]\Z")
"""What somebody put between the resource and the reason."""


def _stripped(raw: str) -> str:
    """Without the punctuation of the sentence around it, with that of the ARN itself."""
    value = _DASH.sub("", raw.strip())
    while value and value != "*":
        if _ELIDED.search(value):
            break
        last = value[-1]
        unbalanced = last in _PAIRS and value.count(last) > value.count(_PAIRS[last])
        if last in ".,;!'\"`" or unbalanced or (last == ":" and not _keeps_colon(value)):
            value = value[:-1]
        elif value.endswith("**") and value.count("*") == 2:
            value = value[:-2]
        else:
            break
    return value


_OPEN_END = re.compile(
    r"(?:[^:]*:){0,5}"
    r"|arn:[^:]*:(?!(?:s3|sns|sqs):)[^:]*:[^:]*:[^:]*:[a-z]+(?:-[a-z]+)*:"
    r"|.*:(?:log-stream|log-group):"
)
"""An ARN to whose last colon nothing is said any more: all of a type, whose name would follow."""


def _keeps_colon(value: str) -> bool:
    return _OPEN_END.fullmatch(value) is not None


_IAM = re.compile(r"arn:aws[\w-]*:(?:iam|sts)::")
"""Names there hold no blank: one inside is left of a wrap."""


def _value(raw: str, principal: Principal) -> str | None:
    if _IAM.match(raw):
        raw = squeezed(raw)
    if raw.startswith("arn:aws"):
        return raw if raw.count(":") >= _ARN_COLONS else None
    if raw == "*":
        return raw
    words = _WORDS.fullmatch(raw)
    if words is not None:
        return _from_words("".join(words[1].lower().split()), words[2], principal)
    return "*" if _PHONE.fullmatch(raw) else None


def _from_words(kind: str, name: str, principal: Principal) -> str | None:
    name = name.strip("\"'`")
    if name.startswith("arn:aws"):
        return name
    home = home_of(principal)
    if home is None or kind not in _WORD_TYPES:
        return None
    return f"arn:{home[0]}:iam::{home[1]}:{_WORD_TYPES[kind]}/{name}"
