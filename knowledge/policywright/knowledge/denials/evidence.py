"""The general reading: denials that no sentence, frame or wording knows, by what the text has of evidence.

Three shapes are left when the readers of known forms are through:

* fields, as a console or a ticket lists them: *User*, *Action*, *On resource(s)*, *Context*;
* a lack that names an action of the catalog: *does not have s3:PutObject*, *missing: iam:PassRole*;
* a mark of refusal (*AWS Error ACCESS_DENIED*, *HTTP 403*) beside an operation that an AWS service has.

Each needs evidence that AWS answered: an AWS principal, an action that exists, or a sign of AWS and an
operation of it. The guards are the same as for every other finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from policywright.knowledge.denials.calls import CALL, operation_typed, service_told
from policywright.knowledge.denials.candidates import meant, nearest
from policywright.knowledge.denials.constants import in_code, passed
from policywright.knowledge.denials.doings import actions_of_absent, actions_of_doing
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.identifiers import operation_beside, operation_named, service_with
from policywright.knowledge.denials.locations import Where
from policywright.knowledge.denials.model import NOBODY, DenialKind, Finding, PolicyType, Span
from policywright.knowledge.denials.named_lacks import FAILING, read_named_lacks
from policywright.knowledge.denials.nearby import Surroundings, line_around
from policywright.knowledge.denials.negatives import is_not_policy, of_others
from policywright.knowledge.denials.normalise import BORDER
from policywright.knowledge.denials.principal import from_words
from policywright.knowledge.denials.reason import read_reason, type_named
from policywright.knowledge.denials.reporting import is_change, is_wished
from policywright.knowledge.denials.saying import (
    actions_beside,
    but_told_in,
    is_added,
    is_asked,
    is_supposed,
    listed_behind,
    service_beside,
    service_in_words,
    told_in_words,
    words_around,
)
from policywright.knowledge.denials.things import done_to_things
from policywright.knowledge.records import replace

EVIDENCE = 6
"""Strength of such a finding: under all that is read by its form."""
_REACH = 700
_ACTION = r"(?<![\w:./-])(?P<action>[a-z][a-z0-9-]{1,40}:[A-Za-z][A-Za-z0-9]{2,80})(?![\w:*/-])"

_FIELD = re.compile(
    r"^[ \t>*\-\"'|]{0,8}(?P<name>User|Principal|Role|Caller|Identity|Service|Action|API|Operation"
    r"|On resources?|On resource\(s\)|Resources?(?: ARN)?|Context|Reason)"
    r"[\"'*]{0,3}[ \t]*[:=|][ \t]*[\"'*]{0,3}(?P<value>[^\n]{1,700})$",
    re.MULTILINE,
)
_LINES = 200
"""How far a field may stand from the one before."""
_CONTEXT = re.compile(
    r"\bno (?P<none>[\w -]{3,40}?) (?:polic(?:y|ies) |boundar(?:y|ies) )?allows?\b|\bexplicit(?:ly)? den",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"(?i:do(?:es)?n.t have (?:\w+ )?permissions?|access ?denied|not authorized|forbidden|denies|denied"
    r"|no [\w -]{3,40} allows)"
)

_LACK = re.compile(
    r"(?:(?i:do(?:es)? ?(?:not|n't) have|did ?(?:not|n't) have|not ha(?:s|ve)|has no|have no|had no|never had"
    r"|ha(?:s|ve) neither"
    r"|lacks?|lacking|lack of|missing|without"
    r"|insufficient|no)[ \t]+"
    r"(?:(?i:the|required|necessary|sufficient|any|valid|enough|access|iam|aws|following)[ \t]+){0,3}"
    r"(?i:permissions?|privileges?|access|rights?|authorization)?"
    r"|(?i:(?:not|\w{2,5}n['\u2019]t|never) (?:allowed|permitted|authori[sz]ed|granted|given)|unauthorized"
    r"|access ?denied|(?<![a-z] )accessdeniedexception|permission denied|denied access"
    r"|(?:can ?not|can['\u2019]t|unable to) (?:perform|call|invoke|execute)))"
    r"(?:[ \t]*(?i:to|for|from|on|in|at|when calling|calling|performing|perform|call|execute|the|action"
    r"|operation"
    r"|permission|:|-|\u2013|=)){0,5}"
    r"[ \t]*[\"'`(\[*]{0,3}" + _ACTION
)
_MISSED = re.compile(
    r"\b(?:was|were|am|are|is) missing (?:an?|one|the|this|that|these|some|two|\d) (?:\w+ )?permissions?"
    r" (?:in|on|from|for) (?:my|our) (?:\w+ ){0,3}?(?:polic(?:y|ies)|role|user)[ \t]*:\s{0,4}"
    r"(?:[-*][ \t]{1,4})?[\"'`]?" + _ACTION
)
"""What somebody says that they had not, and names behind a colon."""
_UNGRANTED = re.compile(
    r"\b(?:do|does|did)(?: not|n['\u2019]?t) (?:include|grant|allow|contain|list)s?"
    r"(?: (?:the|any|a|permissions?|access|action|for|to)){0,4}[ \t]*[\"'`(\[*]{0,3}" + _ACTION
)
"""What a role or a policy does not give: a denial where something fails."""
_FOR_ME = re.compile(r"\b(?:[Ff]or me|[Ii]n (?:my|our) case)\b")
"""Who answers somebody else says so: what failed is told there."""
_FAILED = re.compile(
    _ACTION + r"[\"'`*]{0,3}[ \t]+(?:(?:call|action|operation|request)s?[ \t]+)?"
    r"(?:(?:fail(?:s|ed|ing)?[ \t]+(?:with|due to|because of)|returns?|returned)[ \t]+(?:an?[ \t]+)?[\"'`]?"
    r"(?i:access ?denied|explicit deny|403|unauthorized|not authorized)"
    r"|(?:was|were|got|gets|getting"
    r"|(?:is|are)(?=[ \t]+(?:being[ \t]+)?\w+[ \t]+(?:for|to)[ \t]+(?:our|my|me|us)\b))"
    r"[ \t]+(?:being[ \t]+)?(?:denied|refused|rejected|blocked)\b)"
)
"""The same the other way round: *iam:CreateRole fails with an explicit deny*."""
_DENIED = re.compile(
    r"(?<![\w:./-])[\"'`]?(?P<op>[A-Z][a-z]{1,40}[A-Z][A-Za-z0-9]{1,80})[\"'`]?[ \t]+"
    r"(?:(?:calls?|action|operation|requests?)[ \t]+)?(?:was|is|were|are|gets?|got|getting|being)"
    r"[ \t]+(?:explicitly[ \t]+)?(?:denied|refused|rejected|blocked)\b"
)
"""An operation of one service that is said to be refused."""
_ABSENT = re.compile(
    _ACTION + r"[\"'`*]{0,3}[ \t]+(?:(?:permissions?|action)[ \t]+(?:(?:that|which)[ \t]+)?)?"
    r"(?:is|was|seems(?: to be)?)[ \t]+"
    r"(?:missing|absent|lacking"
    r"|not[ \t]+(?:granted|included|allowed|permitted|there|present|in[ \t]+(?:the|its|our|my)))\b"
)
"""What is said to be missing behind its name: a denial where something fails."""
_ON = re.compile(
    r"[\"'`*)\]]{0,3}[ \t]+(?:(?:permissions?|access|action)[ \t]+)?(?:on|for|to|against)[ \t]+"
    r"(?:(?:the|this)[ \t]+)?(?:(?:resources?|[a-z]{3,16})[ \t]*:?[ \t]+)?[\"'`]?"
    r"(?P<arn>arn:aws[\w-]*:[a-z0-9-]+:[^\s\"'`,;<>\u2026]*[^\s\"'`,;<>.:\])}\u2026])"
    r"(?!\.\.)(?=[.:\])}]*(?:[\s\"'`,;<>]|\Z))"
)
"""What the one that is lacking is lacking on, behind it: a thing, or the pattern of some."""
_ON_BELOW = re.compile(
    r"[\"'`*]{0,3}[ \t,]{0,4}\n[ \t>*|\"-]{0,12}(?:[Oo]n )?[Rr]esources?(?: ARN)?[\"'*]{0,3}[ \t]{0,4}[:=]"
    r"[ \t]{0,4}[\"'`*]{0,3}"
    r"(?P<arn>arn:aws[\w-]*:[a-z0-9-]+:[^\s\"'`,;<>\u2026]*[^\s\"'`,;<>.:\])}\u2026])"
    r"(?=[\"'`,*]{0,3}[ \t]*(?:\n|\Z))"
)
"""The same as a field of the next line."""
_WHO = re.compile(r"arn:aws[\w-]*:(?:iam|sts):[^\s\"'`,;)]+")

_MARK = re.compile(
    r"(?i:(?<![a-z0-9])(?<![a-z0-9][-/])(?:[a-z0-9]{2,12}_){0,3}access[ _-]?denied(?:exception)?\b"
    r"|\bunauthorized[ _]?operation\b"
    r"|\b(?:permissions?|authorization|access denied) (?:errors?|exceptions?|issues?|problems?)\b)"
    r"|\bYou are not authorized to perform this operation(?![A-Za-z])"
    r"|(?i:\b(?:http|https|status|an?|with)\b[ \w]{0,12}[:= (\[]{0,3}403\b)"
    r"|\b403[ (:\"'-]{1,3}(?i:forbidden|errors?|from|on|when)\b"
    r"|\bForbidden\b"
)
_ANYBODYS = re.compile(r"(?:\w+ )?.{0,12}403|forbidden|permission|authorization", re.IGNORECASE)
"""What anybody may answer: who met it says of whom."""
_MET_BY = re.compile(
    r"\b(?:gets?|got|getting|receiv(?:e|es|ed|ing)|sees?|saw|seeing|fail(?:s|ed|ing)?|hit(?:s|ting)?"
    r"|logs?\s(?:shows?|showed|says?|said)|crash(?:es|ed|ing)?|die[sd]?|abort(?:s|ed)?|threw|thrown|throws)\b",
    re.IGNORECASE,
)
"""How somebody says that it came to them; what only returns one may be anything on the way."""
HAPPENED = re.compile(
    rf"{_MET_BY.pattern}|\b(?:complain|produc|report|throw|keep|encounter|fac(?:es|ing)|result)\w*",
    re.IGNORECASE,
)
AT_AWS = re.compile(
    r"amazonaws\.com|\barn:aws|\bx-amz-|\bAWS\b|\bAws(?=[A-Z:])|\baws[-_]sdk|\bboto(?:core|3)?\b"
    r"|\bAmazon\b|\bs3[an]?://"
    r"|\bCDK\b|\bcdk(?:\.out\b|\b[ \"]{1,3}(?:deploy|synth|bootstrap|diff|destroy|watch)\b)"
    r"|\b[Ll]ambda functions?\b"
    r"|\b(?:DynamoDB|CloudFormation|SageMaker|EventBridge|CloudWatch|CloudTrail|Cognito)\b"
    r"|\baws (?:--?\S+ )*[a-z0-9-]+ [a-z]"
    r"|\bS3(?:FileSystem|Store|Client)?\b|\bs3fs\b|(?<![\w.])(?:dynamodb|sqs|sns|s3|ec2|kms)(?:[.$](?=\w)|:(?=[A-Z]))"
)


_S3 = re.compile(r"\bS3\b|(?<![\w.])s3[.$](?=\w)|\bs3:(?=[A-Z])|\binvoke s3\b|\bs3\.[\w.-]*amazonaws\.com")
_LOOSE = re.compile(
    r"(?:an?|with)\b.*403|403 (?:errors?|from|on|when)|permission|authorization", re.IGNORECASE
)
"""What pages say of refusals, too: a denial where somebody tells what happened."""
SERVE = (
    "apigateway",
    "apigatewayv2",
    "appsync",
    "cloudfront",
    "cognito-idp",
    "elb",
    "elbv2",
    "es",
    "opensearch",
    "waf",
    "wafv2",
)
"""Services through which somebody's own program answers."""
_OWN = re.compile(
    r"AccessDenied(?:Exception)?|UnauthorizedOperation|You are not authorized to perform this operation"
)
"""AWS's codes and EC2's message, as they are spelt."""
_CODED = re.compile(r"([A-Z][A-Z0-9]{1,11})_(?:[A-Z]+_)*ACCESS_DENIED\Z")
"""A code that names the service which refused: ``KMS_KEY_ACCESS_DENIED``."""
_ENDS = frozenset(("", "\n", *"\"'`,:;)}].!*_"))
"""What stands behind a code that is a value; words of a sentence have a blank there."""
_SAID = 160
"""How far around a mark what it says may reach."""


def read_evidence(text: str, facts: Facts, taken: Callable[[int, int], bool]) -> Iterator[Finding]:
    """Every such denial in ``text``, the surest shapes first; ``taken`` says where others have read."""
    yield from _fields(text, facts)
    yield from _lacks(text, facts, taken)
    yield from read_named_lacks(text, facts, taken, EVIDENCE)
    yield from _denied(text, facts, taken)
    yield from _lacked_again(text, facts, taken)
    yield from _marks(text, facts, taken)


def _fields(text: str, facts: Facts) -> Iterator[Finding]:
    """Fields that stand under each other and name an action and who it was refused to."""
    group: list[re.Match[str]] = []
    for match in _FIELD.finditer(text):
        again = any(field["name"] == match["name"] for field in group)
        if group and (again or match.start() - group[-1].end() > _LINES):
            yield from _of_fields(text, group, facts)
            group = []
        group.append(match)
    yield from _of_fields(text, group, facts)


def _of_fields(text: str, group: list[re.Match[str]], facts: Facts) -> Iterator[Finding]:
    told: dict[str, str] = {}
    for match in group:
        name = match["name"].lower()
        kind = "resource" if "resource" in name else name
        told.setdefault(kind, match["value"].strip(" \t\"'*,|"))
    who = next((told[key] for key in ("user", "principal", "role", "caller", "identity") if key in told), "")
    act = told.get("action") or told.get("operation") or told.get("api") or ""
    if ":" not in act and "service" in told:
        act = f"{told['service']}:{act}"
    action = facts.canonical(act)
    principal = from_words(who) if who.startswith("arn:aws") else None
    start, end = (group[0].start(), group[-1].end()) if group else (0, 0)
    if (
        action is None
        or principal is None
        or _REFUSED.search(text, max(0, start - _REACH), end + _LINES) is None
    ):
        return
    denial, kind = _context(told.get("context") or told.get("reason") or "")
    resource = told.get("resource")
    plain = not resource or facts.resource_types(action) == ()
    yield Finding(
        span=(start, end),
        principal=principal,
        actions=(action,),
        resource=("*" if facts.on_everything(action) else None) if plain else resource,
        denial=denial,
        policy_type=kind,
        strength=EVIDENCE + CALL,
    )


def _context(words: str) -> tuple[DenialKind, PolicyType]:
    match = _CONTEXT.search(words)
    if match is None:
        reason = read_reason(words, 0)
        return reason.denial, reason.policy_type
    return "implicit" if match["none"] else "explicit", type_named(words)


def _lacks(text: str, facts: Facts, taken: Callable[[int, int], bool]) -> Iterator[Finding]:
    """Sentences that say which permission is missing; who and on what where the same line says so."""
    ungranted = (
        match
        for match in (*_UNGRANTED.finditer(text), *_ABSENT.finditer(text))
        if FAILING.search(text, max(0, match.start() - _REACH), match.end() + _REACH) is not None
        or _FOR_ME.search(text, *line_around(text, match.span())) is not None
    )
    for match in (*_LACK.finditer(text), *_MISSED.finditer(text), *ungranted, *_FAILED.finditer(text)):
        gone = taken(*match.span()) or is_gone(text, match.start()) or is_supposed(text, match.start())
        gone = gone or is_added(text, match.span()) or is_of_page(text, match.span())
        gone = gone or is_asked(text, match.span())
        action = None if gone else meant(match["action"], facts)
        if action is None:
            near = None if gone else nearest(match["action"], facts)
            if near is not None:
                yield _misspelt(match.span(), near, EVIDENCE - 1)
            continue
        line = line_around(text, match.span())
        more = () if match.re in (_FAILED, _ABSENT) else tuple(listed_behind(_MORE, text, match.end(), facts))
        said = match.end("action") if match.re in (_FAILED, _ABSENT) else match.end()
        reason = read_reason(text, said, line[1])
        found = replace(_beside(text, line, action), span=(match.start(), max(match.end(), reason.end)))
        on = None if match.re in (_FAILED, _ABSENT) else _ON.match(text, match.end(), line[1])
        on = on or _ON_BELOW.match(text, match.end())
        if on is not None and facts.fits(action, on["arn"]):
            caller = _beside(text, (line[0], on.start()), action).principal
            where = Where(within=on["arn"]) if "*" in on["arn"] else Where(resource=on["arn"])
            found = replace(found, principal=caller, resource=where.resource, within=where.within)
        if more:
            listed = tuple(dict.fromkeys((action, *more)))
            everything = "*" if all(map(facts.on_everything, listed)) else None
            found = replace(found, actions=listed, resource=everything, within=None)
        yield reason.of(found)


def _misspelt(span: Span, near: tuple[str, tuple[str, ...]], strength: int) -> Finding:
    """A lack of what is no action: of the service that it names, with what may be meant."""
    service, actions = near
    return Finding(span=span, service=service, candidates=actions, strength=strength)


_MORE = re.compile(
    r"[\"'`*]{0,3}[ \t]*(?:(?:,|&|\+|/|\band\b|\bor\b|\bplus\b)[ \t]*){1,2}[\"'`*]{0,3}"
    + _ACTION
    + r"(?![\w:])"
)
"""Another action of the list that one stands in."""


_PAGE = re.compile(
    r"\b(?:example|sample|documented|recommended|suggested|minim(?:al|um)|README|docs?|documentation|wiki|guide|tutorial)\b"
    r"|https?://",
    re.IGNORECASE,
)
_POLICY = re.compile(r"\b(?:polic(?:y|icy|ies)|permissions?)\b", re.IGNORECASE)


def is_of_page(text: str, span: Span) -> bool:
    """Whether it is the policy of a page that lacks something, and nothing is said to have failed."""
    line = line_around(text, span)
    before = text[line[0] : span[0]]
    if _PAGE.search(before) is None or _POLICY.search(before) is None:
        return False
    failing = FAILING.finditer(text, max(0, span[0] - _SAID), span[1] + _SAID)
    return all(_WITHOUT.search(text[max(0, one.start() - _JUST) : one.start()]) for one in failing)


_WITHOUT = re.compile(r"\bwithout\s+(?:\w+\s+){0,3}\Z", re.IGNORECASE)
"""In front of what does not come then."""


def _lacked_again(text: str, facts: Facts, taken: Callable[[int, int], bool]) -> Iterator[Finding]:
    """Where something fails for want of *this permission*: the one that was named before."""
    for match in _THIS.finditer(text):
        named = {
            action
            for found in _NAMED.finditer(text, max(0, match.start() - _NAMED_BEFORE), match.start())
            if (action := meant(found["action"], facts)) is not None
        }
        failing = FAILING.search(text, max(0, match.start() - _SAID), match.end() + _SAID)
        if len(named) == 1 and failing and not taken(*match.span()):
            yield Finding(span=match.span(), actions=tuple(named), strength=EVIDENCE - 1)


_THIS = re.compile(
    r"\b(?:do(?:es)?|did)(?: not|n['\u2019]?t) have (?:this|that) permission\b"
    r"|\black(?:s|ed) (?:this|that) permission\b"
    r"|\b(?:this|that) permission (?:is|was) missing\b"
)
_NAMED = re.compile(_ACTION)
_NAMED_BEFORE = 300


def _denied(text: str, facts: Facts, taken: Callable[[int, int], bool]) -> Iterator[Finding]:
    """Operations that are said to be refused, where one service has them."""
    for match in _DENIED.finditer(text):
        service = service_with(match["op"], facts)
        if service is None or taken(*match.span()) or is_gone(text, match.start()):
            continue
        reason = read_reason(text, match.end(), line_around(text, match.span())[1])
        yield reason.of(
            Finding(
                span=(match.start(), max(match.end(), reason.end)),
                actions=facts.actions_of(service, match["op"]),
                service=service,
                operation=match["op"],
                strength=EVIDENCE - 1,
            )
        )


def _beside(text: str, line: Span, action: str) -> Finding:
    """Who lacks it, as far as the line tells."""
    who = next((arn for arn in _WHO.findall(text, *line)), None)
    return Finding(
        span=line,
        principal=(from_words(who.rstrip(".:")) if who else None) or NOBODY,
        actions=(action,),
        strength=EVIDENCE + 2,
    )


def _called(around: Surroundings, span: Span, window: Span, facts: Facts) -> tuple[str | None, str | None]:
    """The service that answered and, where the block names it, the operation."""
    service = service_beside(around, span, facts)
    if service is None:
        own = words_around(around, span, "own")
        things = {name for words in own for name, _ in done_to_things(words)}
        service = things.pop() if len(things) == 1 else service_told(around, window, facts)
    if service is None and (beside := operation_beside(around.text, span, facts)) is not None:
        return beside
    if service is None and around.first(_S3, *window) is not None:
        service = "s3"
    if service is None:
        return None, None
    behind = _RUNNING.match(around.text, span[1], window[1])
    typed = operation_typed(behind[0] if behind else around.text[window[0] : span[1]])
    typed = typed if typed and service in facts.services_with(typed) else None
    return service, operation_named(around.text, span, window, service, facts) or typed


_RUNNING = re.compile(
    r"[\"'`]{0,3}\s(?:errors?\s|exceptions?\s|messages?\s)?(?:when|while|on|by|from|for|as)\s[^\n]{1,200}"
)
"""What somebody was doing stands behind what came of it, too."""


def _said_to_happen(around: Surroundings, match: re.Match[str]) -> bool:
    """Whether somebody tells that access was denied, where no call is told."""
    if _ANYBODYS.match(match[0]) is not None:
        return False
    met = any(HAPPENED.search(words) for words in words_around(around, match.span(), "own"))
    return met and around.speech.tells


def _own_words(text: str, match: re.Match[str], window: Span, service: str | None, *, told: bool) -> bool:
    """Whether AWS alone says so, outside any program: then it is a denial, whatever was called.

    ``told``: somebody tells of what they did at AWS.
    """
    own = _OWN.fullmatch(match[0]) is not None
    own = own or ((service == "s3" or told) and match[0] == "Access Denied")
    value = text[match.end() : match.end() + 1] in _ENDS and text[match.start() - 1 : match.start()] != "."
    return own and value and not in_code(text, *window)


_GONE = re.compile(
    r"\b(?:no|not|never (?:\w+ )?|without|avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)?|rid of|instead of"
    r"|(?:do|does|did)(?:n.t| not) (?:get|see|throw|hit)"
    r"|no longer (?:gets?|sees?|hits?|throws?|fails? with|ha(?:s|ve))"
    r"|(?:fix|resolv)(?:es|ed|ing))"
    r"(?: (?:the|an?|any|more|further|longer|those|these|such|future|possible|potential))* ?[\"'`]?\Z",
    re.IGNORECASE,
)
"""In front of a refusal that does not come, or no more."""
_JUST = 40
HANDLED = re.compile(
    r"[\"'`]{0,3}\s(?:errors?\s|exceptions?\s|responses?\s)?(?:handl(?:ing|ers?)|detection|retr(?:y|ies)|checks?|support|tests?|mocks?)\b"
    r"(?!\s+(?:fail|throw|report))",
    re.IGNORECASE,
)
"""Behind the name of a refusal: what a program does about one."""


def is_gone(text: str, start: int) -> bool:
    """Whether a refusal is named that does not come, or no more."""
    return _GONE.search(text[max(0, start - _JUST) : start]) is not None


def _marks(text: str, facts: Facts, taken: Callable[[int, int], bool]) -> Iterator[Finding]:
    """Words of refusal, where AWS and one of its operations stand in the same block."""
    around = Surroundings(text)
    done = 0
    for match in _MARK.finditer(text):
        if match.start() < done or taken(*match.span()) or passed(text, match.start()):
            continue
        if is_gone(text, match.start()) or HANDLED.match(text, match.end()) or of_others(text, match.span()):
            continue
        begin = max(0, match.start() - _REACH, text.rfind(BORDER, 0, match.start()))
        border = text.find(BORDER, match.end())
        window = begin, min(len(text), match.end() + _REACH, border if border >= 0 else len(text))
        if is_not_policy(text[max(begin, match.start() - _SAID) : match.end() + _SAID]):
            continue
        found = _of_mark(around, match, window, facts)
        if found is not None:
            done = match.end() + _REACH
            yield found


def _of_mark(around: Surroundings, match: re.Match[str], window: Span, facts: Facts) -> Finding | None:
    """What was refused there, where AWS is told to be who did."""
    text, span = around.text, match.span()
    if _LOOSE.match(match[0]) and not around.speech.tells:
        return None
    said = around.speech.at(span[0])
    if said is not None:
        # A sentence that goes on for longer is none.
        begin, end = max(said.span[0], span[0] - _REACH), min(said.span[1], span[1] + _REACH)
        if is_change(text[begin:end]) or is_wished(text[begin : span[0]]):
            return None
    at_aws = around.first(AT_AWS, *window) is not None
    line = line_around(text, span)[0]
    met = _MET_BY.search(text, max(line, span[0] - _SAID), span[0]) is not None
    service, operation = _called(around, span, window, facts)
    coded = _CODED.match(match[0])
    coder = facts.service_named(coded[1]) if coded is not None else None
    service = coder or service
    named = actions_beside(around, span, facts) if met else set()
    actions = tuple(named) if len(named) == 1 else ()
    if len(named) > 1:
        # Which of them was refused is told elsewhere, or not at all.
        prefixes = {action.partition(":")[0] for action in named}
        service = prefixes.pop() if len(prefixes) == 1 else None
        return Finding(span=span, service=service, strength=EVIDENCE - 1)
    if not actions and service and operation:
        by_token = operation.startswith("AssumeRoleWith")
        actions = (f"sts:{operation}",) if by_token else facts.actions_of(service, operation)
    elif not actions and service:
        actions = actions_of_absent(text, span[0], facts, service)
    worded = False
    if not actions and operation is None:
        worded = service_in_words(around, span, facts) is not None
        if at_aws or worded or _OWN.fullmatch(match[0]):
            service, actions = told_in_words(around, span, service, facts)
        beside = service_beside(around, span, facts)
        worded = met and _ANYBODYS.match(match[0]) is not None and beside not in (None, *SERVE)
    if not actions and service is not None:
        actions = actions_of_doing(but_told_in(around, span), span[0], facts, service)
    if service is None and not actions and not at_aws:
        return None
    if operation is None and service in SERVE and not met and _ANYBODYS.match(match[0]) is not None:
        return None
    told = at_aws and around.speech.tells
    happened = worded or coder is not None or _own_words(text, match, window, service, told=told)
    if not (actions or happened or (service is not None and _said_to_happen(around, match))):
        return None
    trust = any(action.startswith("sts:AssumeRoleWith") for action in actions)
    return Finding(
        span=span,
        actions=actions,
        policy_type="resource" if trust else "unknown",
        fixable="no" if trust else None,
        topic="trust" if trust else None,
        service=service,
        operation=operation,
        strength=EVIDENCE - 1,
    )
