"""Refusals in a service's own words, read by what such a sentence is made of.

Hundreds of messages are worded once and never again; what they say is always the same: somebody (a role, a
service, the caller) lacks something (*does not have*, *is missing*, *cannot*, *must allow*) that is an action
(named, or a verb and a thing of a service), on something. Each part is looked up: services by their names,
operations by verb and thing, actions in the catalog. What two readings fit is said without an action, and no
statement follows from it. ``wordings.toml`` has what no grammar tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from policywright.knowledge.denials.calls import CALL
from policywright.knowledge.denials.evidence import EVIDENCE, is_of_page
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.frames import Frames
from policywright.knowledge.denials.governing import but_told
from policywright.knowledge.denials.lacking import Done, actions_lacking, service_of_frame
from policywright.knowledge.denials.locations import NOWHERE, Where, places, s3_where
from policywright.knowledge.denials.masks import IN_BRACKETS
from policywright.knowledge.denials.model import NOBODY, Finding, NotDenialCode, Principal, Span
from policywright.knowledge.denials.naming import services_in
from policywright.knowledge.denials.nearby import Nearby, Surroundings
from policywright.knowledge.denials.negatives import NotPolicy, is_not_policy, of_others
from policywright.knowledge.denials.normalise import BORDER
from policywright.knowledge.denials.principal import SERVICE_PRINCIPALS, from_arn
from policywright.knowledge.denials.saying import is_added, is_asked, is_supposed
from policywright.knowledge.denials.silencing import ENDPOINT, UNSURE, unsilenced

LACK = 7
"""Strength of such a finding: under every form that is known as a whole, over bare evidence."""
_REACH = 260
"""How far a clause may go on to either side of the words that say what is lacking."""

_WHICH = (
    r"(?:(?:the|any|all|sufficient|enough|required|necessary|needed|proper|correct|appropriate|adequate|valid"
    r"|IAM|AWS|access|following|these|right)\s+)*"
)
_PERMISSION = r"(?:permissions?|perms|privileges?|access|rights|authori[sz]ation)\b"
_LABEL = r"(?-i:(?:[A-Z]\w+\s+){1,3})?"
_NOT = r"(?:\s?not|n['o]t)"
_LACKS = (
    rf"\b(?:(?:do|does|did|might|may){_NOT}\s+(?:seem\s+to\s+)?have|(?:is|are|was|were){_NOT}\s+having)\s+"
    rf"{_WHICH}{_LABEL}(?:(?:[a-z]+\s+)?{_PERMISSION}"
    r"|polic(?:y|ies)\s+(?:attached|associated))"
    rf"|\b(?:lacks?|lacking|missing|insufficient|not\s+enough|no)\s+{_WHICH}{_LABEL}{_PERMISSION}"
    rf"|\b(?:(?:is|are|was|were){_NOT}|not)\s+(?:authori[sz]ed|allowed|permitted)\s+(?:to|for)\b"
    rf"|\b(?:do|does|did){_NOT}\s+(?:grant|give|provide|allow|permit|include)\b(?=[^.;\n]{{0,60}}{_PERMISSION})"
    r"|\b(?:access|permission)(?:\s+(?:was|is))?\s+denied(?=[\"'`]?\s+(?:when|while|calling|trying|attempting))"
    rf"|\b(?:is|are|was){_NOT}\s+a\s+valid\s+role\s+to\s+(?:allow|let)\b"
)
_NEEDS = (
    rf"\b(?:must|should)\s+(?:be\s+given|have|include|grant)\s+{_WHICH}{_LABEL}(?:{_PERMISSION}|action|`)"
    rf"|\brequires?\s+(?:additional\s+|more\s+|further\s+)?{_WHICH}(?:\w+\s+)?permissions?\b"
    r"|\bpolicy\s+must\s+include\b|\bmust\s+(?:be\s+)?(?:allow|authori[sz]e|permit)(?:ed|d)?\b"
    rf"|\b(?:ensure|verify|make\s+sure|check)\s+(?:that\s+)?[^.;\n]{{0,80}}?\bha(?:s|ve)\s+{_WHICH}{_PERMISSION}"
    rf"|\bcheck\s+(?:your|the)\s[^.;\n]{{0,40}}?{_PERMISSION}"
)
"""What a service asks for because it is not there; said of nothing that has failed, it is advice."""
_CANNOT = (
    r"\b(?:(?:is|was|are|were)\s+)?(?:unable|not\s+able|failed)\s+to\b|\bcan(?:not|'t|\s+not)\b"
    r"|\bcould(?:\s+not|n't)\b|\berror\s+(?:in|when|while)\b|\b(?:in|not\s+)accessible\b"
)
_TRIGGER = re.compile(rf"(?P<lacks>{_LACKS})|(?P<needs>{_NEEDS})|(?P<cannot>{_CANNOT})", re.IGNORECASE)
_ASSUMES = re.compile(
    r"\bassum(?:e|ing)\s(?:[\w'`\"-]+\s){0,5}?[\"'`]?(?:role|arn:)|\brole\b[^.;\n]{0,160}?\bbe\s+assum(?:ed|able)\b"
    r"|\bassum(?:e|ed)\s+by\b|\bAssumeRole\b|\bcredentials\s+of\s+(?:the\s+)?role\b"
    r"|\bdelegate\s+access\b|\buse\s+the\s+passed\s+role\b|\baccess\s+your\s+(?:IAM\s+)?role\b",
    re.IGNORECASE,
)
_TRUST = re.compile(
    r"\b(?:misconfigured|invalid|incorrect|verify|check|no|missing|not\s+the\s+necessary)\s[^.,;\n]{0,50}?"
    r"\btrust(?:ed)?\s?(?:relationships?|polic(?:y|ies)|entit(?:y|ies))"
    r"|\btrust(?:ed)?\s?(?:relationships?|polic(?:y|ies)|entity)\s+(?:is|are)\s+(?:not\s+correct|incorrect|invalid)"
    r"|\bdoes\s?n[o']t\s+have\s+a\s+trust\s+relationship",
    re.IGNORECASE,
)
_LINKED = re.compile(r"service[- ]linked\s+role", re.IGNORECASE)
"""One that has to be made first: nobody was refused to assume it."""
_MAKES = re.compile(r"\bcreat(?:e|ing)\b", re.IGNORECASE)
_LINKING = ("iam:CreateServiceLinkedRole",)
_ROLE_ARN = re.compile(rf"arn:aws[\w-]*:iam::(?:{IN_BRACKETS}|[^\s:/]{{0,60}}):role/[\w+=,.@/-]*[\w+=@/-]")
_ROLE = re.compile(
    r"\b[Rr]ole\b(?:\s+(?:ARN|named?))?(?:\s+[\"'`](?P<quoted>[\w+=,.@-]{2,64})[\"'`]"
    r"|\s+(?P<name>(?=[\w+=,.@-]*[A-Z\d_-])[\w+=,@-][\w+=,.@-]{2,63})(?=\s+(?:ha|do|is|ca|la|co)))?"
    r"|(?P<named>(?<![\w/:.-])(?!Create|Assume|Pass|Get|Service)[\w-]*[a-z0-9]Role)\b|\b[Ii]nstance\s+profile\b",
)
_CALLER = re.compile(r"\b(?:you|user|caller|credentials?|entity|identity|account)\b", re.IGNORECASE)
_SERVICE_PRINCIPAL = re.compile(r"(?<![\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?")
_STOP = re.compile(
    rf"[.!?;]\s+(?=[^\sa-z])|\n[ \t]*(?=\n|[-*#\u2022]\s|at\s|File\s|An error occurred|[A-Z]+_FAILED\b"
    rf"|[A-Z]\w+(?:Exception|Fault|Error): |Error: )|{re.escape(BORDER)}|[{{}}\[\]]|\s[|]\s"
    r"|,?\s(?:even\s)?(?:al)?though\s|\((?=Service: |Status Code: |RequestToken)|\s(?=status code: \d)"
)
"""Where a clause ends, and the next begins."""
_FRAMED = re.compile(
    r"(?<![\w/])(?:[A-Z]\w+(?:Exception|Fault|Error)|Invalid[A-Z]\w+|AccessDenied|UnauthorizedOperation)"
    r"(?=[`'\"]?(?:: |:\n|\)|</|[\"'],))"
    r"|(?<![\w/.])(?:[A-Za-z][a-z]+(?:[A-Z][a-z0-9]+)+|[A-Z]+_ERROR): |\b[a-zA-Z]*[rR]eason[\"']?: "
    r"|\bstatus code: \d|\bStatus Code: \d|\bHandlerErrorCode\b"
    r"|\b(?:CREATE|UPDATE|DELETE)_FAILED\b|(?<!\w)Error: [a-z]+ing\b|\bError Code\b"
)
_PRODUCT = re.compile(
    r"\b(?:AWS|Amazon|[A-Z][a-z]+[A-Z]\w*|[A-Z]+\d\w*|SNS|SQS|KMS|EC[RS]|E[KF]S|RDS|SSM|STS|SES|EMR)\b"
)
"""A name that no word of a sentence has: *DynamoDB*, *S3*."""
_FRAME = 260
_REFUSED = re.compile(
    r"\b(?:denied|could not|couldn't|unable to|fail(?:s|ed|ing) (?:to|with)|cannot)\b", re.IGNORECASE
)
"""On the line of what a service asks for, in front of it."""
_FAILS = re.compile(
    r"(?<![\w-])(?:errors?|fail(?:s|ed|ing|ure)?|denied|exceptions?|40[013]|unauthori[sz]ed|forbidden|rejected"
    r"|could not|unable|cannot|can't"
    r"|(?:the|my|our)\s+(?:problem|issue)\s+(?:is|was))\b|Exception\b|_FAILED\b",
    re.IGNORECASE,
)
_AT_AWS = re.compile(r"\bIAM\b|\bAWS\b|\barn:aws|\bexecution role\b|amazonaws\.com|\b[Ss]3\b|\bKMS\b")
_NOMINAL = re.compile(r"(?:lacking|missing|insufficient|not|no)\b")
_OBJECT = re.compile(r"[\"'`]?\s{1,4}(?:to|for|on|in)\b")
"""What is lacking has to be told where it is named in passing: *due to missing permissions*."""
_SUPPOSED = re.compile(r"\W*(?:\w+,?\s+)?(?:if|unless|whether|in case)\b", re.IGNORECASE)
_NETWORK = re.compile(
    r"\b(?:time[ds]?[\s-]?outs?|timing\s+out|(?:private|public)\s+subnets?|security\s+groups?)\b",
    re.IGNORECASE,
)
"""Beside what somebody cannot reach: no policy keeps them from it."""
_STACK = re.compile(r"\b(?:CREATE|UPDATE|DELETE)_FAILED\b|\bHandlerErrorCode\b")
_PERMITTED = re.compile(rf"\b(?!access denied){_PERMISSION}|\bauthori[sz]ed\b", re.IGNORECASE)


def read_lacks(
    text: str, frames: Frames, facts: Facts, taken: Callable[[int, int], bool]
) -> Iterator[Finding]:
    """Every such refusal in ``text``, one for a clause; ``taken`` says where all has been read."""
    done = 0
    for match in _TRIGGER.finditer(text):
        if match.start() < done or taken(*match.span()) or not _may_be(text, match):
            continue
        clause = _clause(text, match.span())
        finding = _read(text, clause, match, frames, facts)
        if finding is not None:
            done = finding.span[1]
            yield finding
    for match in _TRUST.finditer(text):
        clause = _clause(text, match.span())
        if _framed(text, clause) and _LINKED.search(text, *clause) is None:
            yield _assuming(text, clause, frames, facts, caller=False)


def unread_lacks(
    flat: str, frames: Frames, facts: Facts, known: Sequence[Finding], negatives: Sequence[NotPolicy]
) -> list[Finding]:
    """What services say of a lack where no form is known, or where one was read that tells no action."""
    told = Nearby((one for one in known if one.actions), lambda one: one.span)
    vague = Nearby((one for one in known if not one.actions), lambda one: one.span)
    # A request that is called invalid may be so because a role lacks something, and a try at something else
    # may have found nothing.
    others = [one for one in negatives if one.code not in _OF_REQUESTS]
    other = Nearby((one for one in others if one.code not in UNSURE), lambda negative: negative.span)
    named = Nearby((one for one in known if one.actions and one.principal != NOBODY), lambda one: one.span)

    def taken(start: int, end: int) -> bool:
        return any(named.touching(start - _NEAR, end + _NEAR))

    found = [
        one
        for one in read_lacks(flat, frames, facts, taken)
        if all(
            _names_more(one, two) or _is_of(one, two)
            for two in told.touching(one.span[0] - _NEAR, one.span[1] + _NEAR)
        )
        and not (not one.actions and any(vague.touching(one.span[0] - _NEAR, one.span[1] + _NEAR)))
        and not any(_is_cause(two, one) for two in named.touching(one.span[0] - _ECHO, one.span[1] + _ECHO))
        and not any(other.touching(one.span[0] - ENDPOINT, one.span[1] + ENDPOINT))
        and not of_others(flat, one.span)
    ]
    return [*unsilenced(flat, found, others)]


_OF_REQUESTS = (NotDenialCode.INVALID_REQUEST, NotDenialCode.NOT_FOUND, NotDenialCode.THROTTLING)


def unsaid(found: Iterable[Finding], lacks: Sequence[Finding]) -> Iterator[Finding]:
    """Without the bare calls whose answers say what is lacking: that is asked for, not the call."""
    return (one for one in found if not any(_is_of(lack, one) for lack in lacks))


def _is_of(lack: Finding, call: Finding) -> bool:
    """Whether a lack is what the answer to a call says that names nobody, in its own words."""
    bare = call.strength <= CALL and call.principal == NOBODY and call.encoded_message is None
    within = call.span[0] <= lack.span[1] and lack.span[0] <= call.span[1]
    return bare and within and bool(lack.actions) and lack.actions != call.actions and bool(call.actions)


def _is_cause(sentence: Finding, lack: Finding) -> bool:
    """Whether AWS's own sentence tells all that a program says in words: *failed to assume the role*."""
    nobody = lack.principal.arn is None and lack.principal.name is None
    same = lack.resource in (None, sentence.resource) and lack.actions == sentence.actions
    return nobody and same and sentence.principal.arn is not None


def _names_more(one: Finding, two: Finding) -> bool:
    """Whether a finding tells whom the other, which is of the same, does not name."""
    vague = two.strength <= EVIDENCE + 2 and two.principal == NOBODY != one.principal
    return vague and one.actions == two.actions


_ECHO = 1_500
"""How far from a sentence a program may speak of it."""
_NEAR = 200
"""How far around what was read in a known form other words are of the same message."""


def _clause(text: str, span: Span) -> Span:
    """The clause around a passage."""
    begin = max(0, span[0] - _REACH)
    for stop in _STOP.finditer(text, begin, span[0]):
        begin = stop.end()
    end = _STOP.search(text, span[1], span[1] + _REACH)
    return begin, end.start() if end is not None else min(len(text), span[1] + _REACH)


def _may_be(text: str, match: re.Match[str]) -> bool:
    """Whether what cannot be done may be for want of a permission, as far as the next words tell."""
    if not match["cannot"]:
        return True
    begin, end = max(0, match.start() - _REACH), min(len(text), match.end() + 2 * _REACH)
    return (
        _PERMITTED.search(text, match.end(), end) is not None or _ASSUMES.search(text, begin, end) is not None
    )


def _line(text: str, place: int) -> int:
    return max(text.rfind("\n", 0, place) + 1, place - _REACH)


def _framed(text: str, clause: Span) -> bool:
    """Whether a clause is what an error says."""
    begin = max(0, clause[0] - _FRAME, text.rfind(BORDER, 0, clause[0]))
    return _FRAMED.search(text, begin, clause[1] + _FRAME) is not None


def _read(text: str, clause: Span, match: re.Match[str], frames: Frames, facts: Facts) -> Finding | None:
    begin, end = clause
    line = text.find("\n", end, end + _REACH)
    if is_not_policy(text[begin : line if line > 0 else end + _REACH]):
        return None
    if _LINKED.search(text, begin, end) is not None:
        made = match["lacks"] and _MAKES.search(text, match.end(), end)
        done = Done(actions=_LINKING, service="iam", named=True)
        return _finding(text, clause, done, NOBODY, facts) if made else None
    if match["lacks"] and is_of_page(text, match.span()):
        return None
    if is_added(text, match.span()) or is_asked(text, match.span()) or _is_guessed(text, match):
        return None
    framed = _framed(text, clause)
    if not framed and (_SUPPOSED.match(text, begin, match.start()) or is_supposed(text, match.start())):
        return None
    if match["needs"] and not (framed or _REFUSED.search(text, _line(text, begin), begin)):
        return None
    if (assumes := _assumed(text, clause, match.span())) is not None:
        if not (framed or services_in(text, begin, end, facts)):
            return None
        active = begin + assumes.start() > match.start()
        caller = active and not match["needs"] and _CALLER.search(text, begin, match.start()) is not None
        return _assuming(text, clause, frames, facts, caller=caller)
    said = end if not match["cannot"] else _paragraph_end(text, end)
    if match["cannot"] and _PERMITTED.search(text, match.end(), said) is None:
        return None
    if match["cannot"] and not framed and _NETWORK.search(text, begin, said) is not None:
        return None
    done = actions_lacking(text, clause, match.span(), facts, service_of_frame(frames, clause, facts))
    who = _who(text, clause, match, facts)
    if not _sure(text, clause, match, (done, who), facts, framed=framed):
        return None
    start = max(begin, *(text.rfind(sign, 0, match.start()) + 1 for sign in '\n"`'))
    return _finding(text, (start, end), done, who, facts)


def _assumed(text: str, clause: Span, refusal: Span) -> re.Match[str] | None:
    """That a role is to be assumed, where the clause does not only tell it beside what was refused."""
    begin, end = clause
    return _ASSUMES.search(but_told(text[begin:end], (refusal[0] - begin, refusal[1] - begin)))


def _paragraph_end(text: str, end: int) -> int:
    """How far what goes on a clause may say that it is a matter of permissions."""
    stop = text.find("\n\n", end, end + _REACH)
    return stop if stop >= 0 else min(len(text), end + _REACH)


_GUESSED = re.compile(
    r"\b(?:might|may|could|must|probably|perhaps|maybe)\s+(?:be|have)?\s*(?:some\s+)?\Z", re.IGNORECASE
)
_HEDGE = 24


def _is_guessed(text: str, match: re.Match[str]) -> bool:
    """Whether somebody only guesses that something is missing: *it might be missing permissions*."""
    nominal = match["lacks"] and _NOMINAL.match(match[0]) is not None
    return bool(nominal) and _GUESSED.search(text[max(0, match.start() - _HEDGE) : match.start()]) is not None


def _sure(
    text: str, clause: Span, match: re.Match[str], told: tuple[Done, Principal], facts: Facts, *, framed: bool
) -> bool:
    """Whether AWS refused something there: an action of it, or a thing of it, and that it failed."""
    done, who = told
    if done.service == "lakeformation":
        return False  # its grants are of its own
    if done.named or (who.arn is not None and match["lacks"]):
        return True
    around = text[max(0, clause[0] - _FRAME) : clause[1] + _FRAME]
    front = max(0, clause[0] - _FRAME) if framed else clause[0]
    at_aws = (
        _AT_AWS.search(text, *clause) or _STACK.search(around) or services_in(text, front, clause[1], facts)
    )
    if not (framed or _FAILS.search(around)) and done.actions and _of_one_role(text, clause, match, who):
        return True
    if not (framed or _FAILS.search(around)) or not (at_aws or done.service or done.known):
        return False
    if not framed and _NOMINAL.match(match[0]) and not _OBJECT.match(text, match.end()):
        return False
    if match["cannot"]:
        return framed or who.kind == "role"
    whose = who.kind == "role" or done.service or done.known or _OF_AWS.search(match[0]) is not None
    of_iam = bool(match["lacks"]) and _OF_AWS.search(match[0]) is not None
    named = who.kind == "role" or _PRODUCT.search(text, *clause) is not None or of_iam
    return framed or bool(whose and named)


_ONE = re.compile(
    r"\b(?:the|my|our|its|this|that)\s[^.;:\n]{0,80}?\brole\b|\A[`\"']?[\w-]+-role\b", re.IGNORECASE
)
_FINITE = re.compile(r"(?:do|does|did)\b|lacks?\b|lacked\b|missing\b", re.IGNORECASE)
_WAS = re.compile(r"\b(?:is|was)\s\Z", re.IGNORECASE)
_GENERALLY = re.compile(r"\b(?:you|your|users?|when(?:ever)?|ensure|example)\b", re.IGNORECASE)


def _of_one_role(text: str, clause: Span, match: re.Match[str], who: Principal) -> bool:
    """Whether somebody says of one role that it lacks something, be nothing said to have failed."""
    before = text[clause[0] : match.start()]
    if who.kind != "role" or not match["lacks"] or _FINITE.match(match[0]) is None:
        return False
    if match[0].lower().startswith("missing") and _WAS.search(before) is None:
        return False
    return _ONE.search(before) is not None and _GENERALLY.search(text, *clause) is None


_OF_AWS = re.compile(r"\b(?:IAM|AWS)\b")
"""In the words that say what is lacking: whose permissions."""


def _finding(text: str, span: Span, done: Done, who: Principal, facts: Facts) -> Finding:
    where = _where(text, span, done, who, facts)
    service = who.kind == "service"
    return Finding(
        span=span,
        principal=who,
        actions=done.actions,
        resource=where.resource
        or ("*" if done.actions and all(map(facts.on_everything, done.actions)) else None),
        within=where.within,
        policy_type="resource" if service else "unknown",
        fixable="no" if service else None,
        service=done.service,
        topic="service-access" if service else "execution-role" if who.kind == "role" else None,
        strength=LACK if done.actions else LACK - 4,
    )


_ARN = re.compile(r"arn:aws[\w-]*:[a-z0-9-]+:[^\s\"'`,;)]*[^\s\"'`,;).:]")


def _where(text: str, span: Span, done: Done, who: Principal, facts: Facts) -> Where:
    """What it was refused on, as far as the clause tells."""
    prefixes = {action.partition(":")[0] for action in done.actions}
    joined = _joined(text, *span)
    # A name the page or the log cut off ("function:the-na…") names nothing.
    told = [arn for arn in _ARN.findall(joined) if arn != who.arn and not arn.endswith("\u2026")]
    named = next((arn for arn in told if not prefixes or arn.split(":")[2] in prefixes), None)
    if named is not None:
        return Where(resource=named)
    found = places(Surroundings(joined), 0, len(joined)) if prefixes <= {"s3"} else ()
    return s3_where(found[0].bucket, found[0].key, done.actions, facts) if found else NOWHERE


_BROKEN = re.compile(r"(?<=[-/:])\n[ \t]{0,12}(?=\w)")


def _joined(text: str, begin: int, end: int) -> str:
    """A passage without the breaks that a narrow window made in names."""
    return _BROKEN.sub("", text[begin:end])


def _who(text: str, clause: Span, match: re.Match[str], facts: Facts) -> Principal:
    """Who lacks it: a role that the clause names, a service that is its subject, or whoever called."""
    begin, end = clause
    arn = _ROLE_ARN.search(_joined(text, begin, end))
    if arn is not None and (known := from_arn(arn[0])) is not None:
        return known
    line = text.find("\n", end, end + _REACH)
    told = _GRANTED.search(text, begin, line if line > 0 else min(len(text), end + _REACH))
    if told is not None:
        return Principal(kind="service", name=told[1])
    subject = text[begin : match.start()]
    role = _ROLE.search(_joined(text, begin, match.end())) or (
        _ROLE.search(_joined(text, match.end(), end)) if _CALLER.search(subject) is None else None
    )
    if role is not None:
        return Principal(kind="role", name=role["quoted"] or role["name"] or role["named"])
    if (
        match["lacks"]
        and _CALLER.search(subject) is None
        and (before := services_in(text, begin, match.start(), facts))
    ):
        place, service = before[-1]
        if match.start() - place < _SUBJECT and ":" not in text[place : match.start()]:
            if _ROLE.search(text, end, line if line > 0 else end + _REACH):
                return Principal(kind="role")  # with which it works, as the service goes on to say
            return Principal(kind="service", name=SERVICE_PRINCIPALS.get(service))
    return NOBODY


_GRANTED = re.compile(
    r"\baccess\s+to\s+the\s+(?:service\s+)?principal\s+[\"'`]?([a-z0-9.-]+\.amazonaws\.com(?:\.cn)?)"
)
"""Whom a resource's own policy is to let in."""
_SUBJECT = 4
"""How far in front of the verb the name of a service may end whose verb it is."""


def _assuming(text: str, clause: Span, frames: Frames, facts: Facts, *, caller: bool) -> Finding:
    """A role that nobody may assume who was to: its trust policy decides."""
    begin, end = clause
    arn = _ROLE_ARN.search(_joined(text, begin, end))
    told = _SERVICE_PRINCIPAL.search(text, begin, min(len(text), end + _REACH))
    named = services_in(text, begin, end, facts)
    service = named[-1][1] if named else service_of_frame(frames, clause, facts)
    if service is None:
        front = services_in(text, max(0, begin - _FRAME), begin, facts)
        service = front[-1][1] if front else None
    principal = Principal(kind="service", name=told[0] if told else SERVICE_PRINCIPALS.get(service or ""))
    return Finding(
        span=(begin, end),
        principal=NOBODY if caller else principal,
        actions=("sts:AssumeRole",),
        resource=arn[0] if arn else None,
        policy_type="unknown" if caller else "resource",
        fixable=None if caller else "no",
        topic="assume-role" if caller else "trust-service",
        strength=LACK,
    )
