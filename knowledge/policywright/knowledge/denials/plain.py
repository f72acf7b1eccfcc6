"""Refusals that somebody tells in one sentence of plain words, whatever order its parts have.

*Our SCP blocks RunInstances for my role*, *DescribeVolumes gives me UnauthorizedOperation*, *it fails
unless I grant glue:CreateTable*: a word of refusal or of lack, and what was refused: an action of
the catalog, an operation that one service has, or something done to a thing of a service that is named.
No order is asked, and no words between them. What is wanted, supposed, asked, gone or said of everybody
is none; of several actions those are meant that stand nearest to the refusal, as one list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from policywright.knowledge.denials.blaming import blamed_in
from policywright.knowledge.denials.candidates import meant
from policywright.knowledge.denials.discourse import clauses
from policywright.knowledge.denials.doings import sole_doing
from policywright.knowledge.denials.evidence import EVIDENCE, is_of_page
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.governing import but_told, governed
from policywright.knowledge.denials.identifiers import actions_called, service_with
from policywright.knowledge.denials.model import NOBODY, Finding, Span
from policywright.knowledge.denials.nearby import Nearby, Surroundings
from policywright.knowledge.denials.negatives import NotPolicy
from policywright.knowledge.denials.principal import ARN, from_arn
from policywright.knowledge.denials.reporting import GONE, NOT, SUPPOSED, is_wished, tells_of
from policywright.knowledge.denials.saying import doing_in, is_added, is_supposed, service_of
from policywright.knowledge.denials.silencing import ENDPOINT
from policywright.knowledge.denials.voices import Said
from policywright.knowledge.records import replace

PLAIN = 4
"""Strength of such a finding: over what cannot be done, under all that has a form."""
_FAR = 1_500
"""How far from a message such a sentence is of the same refusal."""
_LONG = 600
_N = rf"(?:\s+not|{NOT}|\s+never)"
_REFUSED = re.compile(
    # What came of it.
    r"(?P<passive>\b(?:denied|refused|rejected|blocked(?!\s+on\b)|forbidden|disallowed|unauthori[sz]ed"
    r"|may\s+not\s+(?:do|call|use|perform|run|invoke)"
    rf")\b|(?:\bnot|{NOT}|\bnever)\s+(?:\w+\s+)?(?:allowed|permitted|authori[sz]ed|granted)\b)"
    r"|(?P<code>\bAccess\s?Denied(?:Exception)?\b|(?<![/-])\baccess[\s-]denied\b|(?<![/-])\bperm(?:ission)?s?[\s-]denied\b"
    r"|\bUnauthorizedOperation\b|\bAuthorizationError(?:Exception)?\b|\bNotAuthorized(?:Exception)?\b|\b403s?\b"
    r"|\b(?:permissions?|authori[sz]ation)\s(?:errors?|exceptions?|failures?)\b)"
    # Who refuses.
    rf"|(?P<lets>\b(?:(?:wo|does|do|did|will|would){_N}\s+(?:let|allow|permit)|refus(?:es|ed|ing)\s+to\s+let)\b)"
    r"|(?P<blocks>\b(?:blocks|denies|prevents|forbids|rejects|refuses)\b)"
    # What is not there.
    r"|(?P<lack>\b(?:lacks?|lacking|lacked|missing|misses|without|forgot(?:ten)?|ha(?:s|ve|d)\s+no|not\s+to\s+have"
    rf"|ha(?:s|ve|d){_N}\s+(?:been\s+)?(?:granted|given|added|included|allowed)"
    r"|(?:missed|left)\s+(?:off|out)|omitted"
    rf"|ha(?:s|ve|d){_N}(?=\s+(?:\w+\s+){{0,3}}?(?:permissions?|rights?|privileges?)\b)"
    rf"|(?:do|does|did|is|was|were|are){_N}\s+(?:have|include|contain|list|grant|give|part|in|there|present))\b)"
    # What helps.
    r"|(?P<helps>\b(?:unless|until|only\s+(?:(?:works?|worked|working|succeeds?|starts?|started|runs?|ran)\b[\w\s]{0,20}?\s)?"
    r"(?:when|if|once|after)|(?:works?|worked|working|started\s+to\s+work|runs?)\s+(?:only\s+)?(?:after|once))"
    r"\s+(?:I|we)\b)",
    re.IGNORECASE,
)
_FAILS = re.compile(
    r"\b(?:fail(?:s|ed|ing|ures?)?|errors?|erroring|crash\w*|exits?|exited|breaks?|broke|stops|stopped|stuck|aborts?"
    rf"|tells?|telling|said|says|saying|complain\w*|reports?|reported|rolls?\s+back|rolled\s+back|rollback|can(?:not|['\u2019]?t)|could(?:\s+not|{NOT})|unable|den(?:y|ies|ied)|refused"
    rf"|rejected|exceptions?|AccessDenied\w*|UnauthorizedOperation|403|(?:does|did|do)(?:\s+not|{NOT})\s+work)\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\s+(?:have\s+|had\s+|'ve\s+|'d\s+)?(?:explicitly\s+|also\s+)?"
    r"(?:give|gave|given|grant(?:ed)?|add(?:ed)?|allow(?:ed)?|attach(?:ed)?|include[d]?|put|set|permit(?:ted)?)\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:my|our|me|us)\b|\b(?-i:I)\b|\bwe\b", re.IGNORECASE)
_POLICY = re.compile(
    r"\b(?:polic(?:y|ies)|SCPs?|RCPs?|statements?|boundar(?:y|ies)|rules?|guardrails?|conditions?|tests?"
    r"|checks?|filters?|code|function|library|framework|proxy|gateway)\b",
    re.IGNORECASE,
)
"""What is made to refuse somebody: ours was refused, or nobody."""
_ACTION = re.compile(r"(?<![\w:./-])[a-z][a-z0-9-]{1,40}:[A-Za-z][A-Za-z0-9]{2,80}(?![\w*/-]|:\S)")
_BETWEEN = re.compile(
    r"[\s\"'`*()\[\],/&+]*(?:(?:and|or|permissions?|actions?|the|also|plus|then|later|afterwards)\b[\s\"'`*()\[\],/&+]*){0,3}",
    re.IGNORECASE,
)
"""What stands between two actions of one list."""
_ALLOWED = re.compile(
    r"(?:\b(?:role|polic(?:y|ies)|user|statement|it|they|we|I)\s+(?:already\s+|also\s+|only\s+|now\s+)?"
    r"(?:has|have|had(?!\s+(?:added|given|granted|to)\b)|allows?|includes?|contains?|grants?|lists?)(?:\s+(?!no\b|neither\b)\w+){0,3}\s+[\"'`]?"
    r"|\b(?:(?<!error )(?<!errors )(?<!issue )(?<!problem )(?<!denied )(?<!exception )with"
    r"|despite|even\s+with|although|though)\s+(?:\w+\s+){0,2}[\"'`]?)\Z",
    re.IGNORECASE,
)
"""In front of an action that somebody has."""
ASSUMES = re.compile(r"\bassum(?:e|es|ed|ing)\b(?!-)[^.;]{0,40}?\brole\b", re.IGNORECASE)


def unread_plain(
    around: Surroundings, facts: Facts, known: Sequence[Finding], negatives: Sequence[NotPolicy]
) -> list[Finding]:
    """What is told in plain words, where nothing is read that tells as much of it."""
    telling = Nearby((one for one in known if not _is_vague(one)), lambda one: one.span)
    vague = Nearby(filter(_is_vague, known), lambda one: one.span)
    other = Nearby(negatives, lambda negative: negative.span)

    def taken(start: int, end: int) -> bool:
        return any(telling.touching(start - _FAR, end + _FAR)) or any(
            other.touching(start - ENDPOINT, end + ENDPOINT)
        )

    def adds(one: Finding, *, named: bool) -> bool:
        """Whether it tells what words of refusal near it do not; those of another sentence need a name."""
        beside = list(vague.touching(one.span[0] - _FAR, one.span[1] + _FAR))
        said = around.speech.at(one.span[0])
        within = said is not None and all(said.span[0] <= two.span[0] < said.span[1] for two in beside)
        return not beside or (bool(one.actions) and (within or named))

    return [one for one, named in read_plain(around, facts, taken) if adds(one, named=named)]


def _is_vague(finding: Finding) -> bool:
    """Whether it tells that something was refused, and nothing else."""
    told = finding.actions or finding.operation or finding.principal != NOBODY or finding.encoded_message
    return not told and finding.strength <= EVIDENCE


def completed(known: Sequence[Finding], plain: Sequence[Finding]) -> list[Finding]:
    """All of them, each once: words of refusal have the actions that a sentence near them tells."""
    near = Nearby((one for one in plain if one.actions), lambda one: one.span)
    result: list[Finding] = []
    used: list[Finding] = []
    for one in known:
        told = list(near.touching(one.span[0] - _FAR, one.span[1] + _FAR)) if _is_vague(one) else []
        if not told:
            result.append(one)
        elif told[0] not in used:
            used.append(told[0])
            result.append(replace(told[0], span=one.span, strength=one.strength))
    return [*result, *(one for one in plain if one not in used)]


def read_plain(
    around: Surroundings, facts: Facts, taken: Callable[[int, int], bool]
) -> Iterator[tuple[Finding, bool]]:
    """Every such sentence, the first of those that are near to each other; whether it names actions."""
    done = -1
    for said in around.speech.between(0, len(around.text)):
        begin, end = said.span
        if begin < done or end - begin > _LONG or said.says == "instructs":
            continue
        if _REFUSED.search(around.text, begin, end) is None or taken(begin, end):
            continue
        found = _read(around, said, facts)
        if found is not None:
            done = end + _FAR
            yield found


def _read(around: Surroundings, said: Said, facts: Facts) -> tuple[Finding, bool] | None:
    text, (begin, end) = around.text, said.span
    if not tells_of(text, begin, end):
        return None
    words = text[begin : _list_end(text, end)]
    for match in _REFUSED.finditer(words):
        start = begin + match.start()
        if (
            not _is_said(words, match)
            or is_added(text, (start, begin + match.end()))
            or is_supposed(text, start)
            or (match["lack"] and is_of_page(text, (start, begin + match.end())))
        ):
            continue
        listed = actions_listed(words, match, facts)
        actions, service = (listed, listed[0].partition(":")[0]) if listed else _refused(words, match, facts)
        if actions or service:
            span = begin + match.start(), begin + match.end()
            found = _finding(words, span, actions, service, facts)
            return blamed_in(words, found), bool(listed)
    return None


def _finding(words: str, span: Span, actions: tuple[str, ...], service: str | None, facts: Facts) -> Finding:
    named = ARN.search(words)
    arn = named[0].rstrip(".,") if named is not None else None
    principal = from_arn(arn) if arn is not None else None
    assumed = arn if actions == ("sts:AssumeRole",) and ":role/" in (arn or "") else None
    everything = "*" if actions and all(map(facts.on_everything, actions)) else None
    return Finding(
        span=span,
        principal=NOBODY if principal is None or assumed else principal,
        actions=actions,
        resource=assumed or everything,
        service=service,
        strength=PLAIN,
    )


def _is_said(words: str, match: re.Match[str]) -> bool:
    """Whether a word of refusal says that somebody was refused."""
    before = words[: match.start()]
    helps = match["helps"] is not None
    supposed = [
        one for one in SUPPOSED.finditer(words) if not (helps and match.start() <= one.start() < match.end())
    ]
    if any(one.start() < match.start() for one in supposed) or GONE.search(before) or is_wished(before):
        return False
    if match["blocks"]:
        return _OURS.search(words, match.end()) is not None
    if match["lets"]:
        return _POLICY.search(before) is None or _OURS.search(words, match.end()) is not None
    if helps:
        return _GIVES.match(words, match.end()) is not None
    if match["lack"]:
        return _TO_DO.match(words, match.start()) is not None or any(_fails_beside(words, match))
    return True


def _fails_beside(words: str, match: re.Match[str]) -> Iterator[bool]:
    """Each word that says that something failed, but for the match's own."""
    for one in _FAILS.finditer(words):
        if not match.start() <= one.start() < match.end():
            gone = _NOT_ANY_MORE if _FINITE.fullmatch(one[0]) else GONE
            yield gone.search(words[: one.start()]) is None


_FINITE = re.compile(r"fail(?:s|ed)|broke|breaks|stopped|stops|crash(?:es|ed)|exit(?:s|ed)", re.IGNORECASE)
_NOT_ANY_MORE = re.compile(rf"(?:\b(?:no\s+longer|never|not)|{NOT})\s+(?:\w+\s+)?\Z", re.IGNORECASE)
"""In front of a verb: in front of a noun it may be handled, logged and the like as well."""


def _refused(words: str, match: re.Match[str], facts: Facts) -> tuple[tuple[str, ...], str | None]:
    """What was refused there that no action names: an operation, or what was being done; and whose it is."""
    if _MASKED.search(words):
        return (), None
    general = match["lack"] and _PERMISSION.match(words, match.end())
    if (match["lack"] and not general) or match["helps"]:
        return (), None
    words = but_told(words, match.span())
    if match["lack"] and (named := _NAMED.match(words, match.end())) is not None:
        told = _of_name(named["op"], words, facts)
        if told is not None:
            return told
    own = "ec2" if match[0] == "UnauthorizedOperation" else None
    called = actions_called(words, facts, own=own)
    if called is not None and (_CODE.fullmatch(match[0]) is None or service_of(words, facts)):
        return called
    if any(ASSUMES.search(clause) for clause, _ in clauses(words)):
        return ("sts:AssumeRole",), "sts"
    blank = f"{words[: match.start()]} \u2026 {words[match.end() :]}"
    asked = governed(words, match.span())
    if asked is not None and (found := doing_in(words[slice(*asked)], facts)) is not None:
        return found[1], found[0]
    done = {found for clause, _ in clauses(blank) if (found := doing_in(clause, facts, own)) is not None}
    if len(done) == 1:
        service, actions = done.pop()
        return actions, service
    if general and _TO_DO.match(words, match.start()) and (sole := sole_doing(words[match.end() :], facts)):
        return sole[1], sole[0]
    came = any(_fails_beside(words, match)) or CAME.search(words)
    if not (general or (_DENIED.match(match[0]) and came)):
        return (), None
    beside = next((clause for clause, _ in clauses(blank) if "\u2026" in clause), "")
    return (), service_of(beside, facts)


_NAMED = re.compile(
    r"\s+(?:(?:the|an?|any|this|that|required|necessary)\s+){0,2}[\"'`]?(?-i:(?P<op>[A-Z][a-z]+[A-Z][A-Za-z]{2,60}))[\"'`]?"
    r"\s+(?:permissions?|privileges?|actions?|access)\b",
    re.IGNORECASE,
)
"""What is not there, by its name alone: *had not granted the ListBucket permission*."""


def _of_name(name: str, words: str, facts: Facts) -> tuple[tuple[str, ...], str] | None:
    """The action of such a name: of the service that the sentence names, of the one that has it, or S3's."""
    service = service_of(words, facts) or service_with(name, facts)
    for prefix in filter(None, (service, "s3")):
        action = facts.canonical(f"{facts.prefix_of(prefix)}:{name}")
        if action is not None:
            return (action,), prefix
    return None


_ITEMS = re.compile(
    rf"\s*(?:```\w*\n)?(?:[ \t]*[-*\u2022]?[ \t]*[\"'`]?{_ACTION.pattern}"
    r"[\"'`,]{0,3}[ \t]*(?:\n|\Z)){1,20}"
)


def _list_end(text: str, end: int) -> int:
    """Where the list of actions ends that a sentence leads to: *it failed until I added these:*."""
    listed = _ITEMS.match(text, end) if text[:end].rstrip().endswith(":") else None
    return listed.end() if listed is not None else end


_MASKED = re.compile(r"(?<![\w:]):[A-Z][A-Za-z]+")
"""An action whose service is masked: which one it is nobody says."""
_PERMISSION = re.compile(
    r"(?:\s+(?!not\b|trouble\b|(?-i:[A-Z]{4,}\b)(?<!IAM))[\w-]+){0,4}?\s+(?:permissions?|access|rights?|privileges?)\b",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    rf"(?:(?:do|does|did){_N}\s+(?:seem\s+to\s+)?have|ha(?:s|ve|d)(?:\s+no|{_N}))\s+(?:(?:the|any|enough|sufficient|necessary|required|proper|right|correct|appropriate|needed|IAM)\s+)*"
    r"(?:permissions?|rights?|privileges?)\s+(?:to\s+|for\s+)(?!be\b|any\b|anything\b|it\b|that\b|this\b)",
    re.IGNORECASE,
)
"""What whoever was refused does not have: permission to do something."""
_DENIED = re.compile(r"access|UnauthorizedOperation|AuthorizationError", re.IGNORECASE)
_CODE = re.compile(r"403s?")
"""What anybody may answer."""
CAME = re.compile(
    r"\b(?:due\s+to|because\s+of|with|get(?:s|ting)?|got|throw(?:s|ing)?|see(?:s|ing)?|hit(?:s|ting)?|lead(?:s|ing)?\s+to"
    r"|(?:result|end)(?:s|ed|ing)?\s+(?:in|with)|face[sd]?|facing|g(?:ive[sn]?|ave|iving)\s+(?:me|us)|encounter(?:s|ed|ing)?|receiv(?:e|es|ed|ing))\s",
    re.IGNORECASE,
)


def actions_listed(words: str, match: re.Match[str], facts: Facts) -> tuple[str, ...]:
    """The actions of the catalog in the list that stands nearest."""
    lists: list[tuple[Span, list[str]]] = []
    for named in _ACTION.finditer(words):
        action = meant(named[0], facts)
        if action is None or _ALLOWED.search(words[: named.start()]):
            continue
        if lists and _BETWEEN.fullmatch(words, lists[-1][0][1], named.start()):
            lists[-1] = (lists[-1][0][0], named.end()), [*lists[-1][1], action]
        else:
            lists.append((named.span(), [action]))
    if not lists:
        return ()
    near = min(lists, key=lambda one: max(one[0][0] - match.end(), match.start() - one[0][1]))
    return tuple(dict.fromkeys(near[1]))
