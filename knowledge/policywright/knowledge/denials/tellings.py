"""What somebody says in a few sentences of their own, where no reader of a form finds anything.

The last of the readers of words, for short texts only: what is typed, not what is pasted. Such a sentence
says that something is refused (*is not allowed to*, *has no access*), or that it cannot be done while the
text speaks of permissions, and names AWS, a service, an operation or a role. What it was is looked up, in
this order: an action of the catalog, an operation by its name, something done to a thing of the service that
the sentence or one beside it names. Where none of these is one thing, the refusal is told without an action,
and whoever asks has to say which call it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policywright.knowledge.denials.candidates import meant
from policywright.knowledge.denials.discourse import clauses
from policywright.knowledge.denials.doings import doings_in, sole_doing
from policywright.knowledge.denials.evidence import HAPPENED, SERVE
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.governing import but_told, governed
from policywright.knowledge.denials.identifiers import actions_called, operations_in, operations_listed
from policywright.knowledge.denials.lacks import LACK
from policywright.knowledge.denials.masks import masks_action
from policywright.knowledge.denials.model import Finding, Span
from policywright.knowledge.denials.naming import services_in
from policywright.knowledge.denials.nearby import Surroundings
from policywright.knowledge.denials.negatives import NotPolicy, is_not_policy, other_systems
from policywright.knowledge.denials.plain import ASSUMES, CAME, actions_listed
from policywright.knowledge.denials.reporting import GONE, SUPPOSED, is_wished, tells_of
from policywright.knowledge.denials.saying import RUNS, unable_in
from policywright.knowledge.denials.silencing import UNSURE
from policywright.knowledge.denials.things import AT_WORK, done_to_things
from policywright.knowledge.denials.unable import ELSEWHERE, MEANT
from policywright.knowledge.denials.voices import Said

TOLD = 2
"""Strength of such a finding: under all others."""
_SHORT = 1_000
"""A text that is longer was pasted."""
_NOT = r"(?:\s+not|n['\u2019]?t|\s+never|\s+no\s+longer)"
_REFUSED = re.compile(
    rf"\b(?:is|are|was|were|am|be){_NOT}\s+(?:being\s+)?(?:allowed|permitted|authori[sz]ed|granted"
    rf"|entitled)\b"
    r"|\bnot\s+(?:allowed|permitted|authori[sz]ed)\b"
    r"|\b(?:(?:is|are|was|were|gets?|got|getting|being)\s+)(?:\w+\s+)?(?:denied|refused|rejected"
    r"|forbidden)\b"
    r"|\b(?:ha(?:s|ve|d)\s+(?:no|insufficient|not\s+enough)|(?:do|does|did)(?:\s+not"
    r"|n['\u2019]?t)\s+(?:seem\s+to\s+)?have"
    r"|lacks?|lacking|lacked|(?:is|are|was|were|am)\s+missing)\b"
    r"|\bmay\s+not\b|\bden(?:y|ies)\s+(?:me\s+|us\s+)?access\b"
    r"|\b(?:SCPs?|polic(?:y|ies)|boundary|boundaries)\s+(?:\w+\s+)?(?:blocks?|den(?:y|ies)|prevents?"
    r"|forbids?|rejects?)\b"
    r"|\b(?:roles?|polic(?:y|ies))\b[^.;]{0,60}?\s(?:do|does|did)(?:\s+not|n['\u2019]?t)\s+(?:allow"
    r"|permit|grant|cover|include)\b"
    r"|\bunauthori[sz]ed\s+error|\baccess[\s-]denied\b|\bpermission\s+denied\b"
    r"|(?P<code>\b403s?\b|\bAccessDenied(?:Exception)?\b|\binsufficient\s+(?:AWS\s+|IAM\s+)?permissions?\b"
    r"|\b(?:IAM|AWS|role)\s+(?:\w+\s+)?permissions?\s+(?:errors?|issues?|problems?|failures?)\b"
    r"|\bpermissions?\s+(?:errors?|exceptions?)\b)",
    re.IGNORECASE,
)
"""That something is refused, or that what it takes is not there; ``code``: what it came as."""
_CANNOT = re.compile(
    r"\b(?:can(?:['\u2019]?t|not|\s+not|\s+no\s+longer)|could(?:n['\u2019]t|\s+not)"
    rf"|(?:is|are|was|were|am){_NOT}\s+able\s+to|(?:unable|not\s+able)\s+to|fail(?:s|ed|ing)?\s+(?:to"
    rf"|when|while)"
    rf"|(?:do|does|did){_NOT}\s+work)\b",
    re.IGNORECASE,
)
_PERMISSION = re.compile(
    r"\b(?:permissions?|polic(?:y|ies)|IAM|rights|privileges?|SCPs?|authori[sz]ed|allowed|den(?:ied"
    r"|ies)|refused"
    r"|access\s+(?:to|on|for)|(?:no|only|read|write)[\s-]*(?:only\s+)?access)\b"
    r"|(?<![\w:./-])[a-z][a-z0-9-]{1,40}:(?-i:[A-Z])[A-Za-z]{2,80}\b",
    re.IGNORECASE,
)
_PRINCIPAL = re.compile(r"\b(?:role|IAM\s+user|policy)\b[^.;,]{0,60}\Z", re.IGNORECASE)
"""In front of what cannot be done: whoever it is has permissions."""
_LACKABLE = re.compile(
    r"[^.;]{0,60}?\b(?:permissions?|rights?|access|privileges?|polic(?:y|ies)|authori[sz]ation"
    r"|actions?|(?-i:[A-Z][a-z]+[A-Z]\w+)"
    r"|[a-z0-9-]+:(?-i:[A-Z])\w+)",
    re.IGNORECASE,
)
"""What is not there, behind a lack: of anything else it is no refusal."""
_LACK = re.compile(r"(?:ha(?:s|ve|d)|do|does|did|lack\w*)\b|\w+\s+missing", re.IGNORECASE)
_TO_DO = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:permissions?|access|rights?|privileges?)\s+to\s+"
    r"(?!be\b|any|it\b|(?:the|an?|our|my|your|its|this|that)\b)[a-z]{2,14}\b",
    re.IGNORECASE,
)
"""Behind a lack: permission to do something, which is as good as that it cannot be done."""
_PASSES = re.compile(r"\bpass(?:es|ed|ing)?\s+(?:\w+\s+){0,3}?roles?\b|\bPassRole\b")
_GIVEN = re.compile(
    r"\b(?:although|though|even|despite|with|gave|given|granted|added|attached|has|have"
    r"|allows?)\b[^.;]{0,60}?"
    r"(?<![\w:./-])[a-z][a-z0-9-]{1,40}:(?-i:[A-Z])[A-Za-z*]{2,80}",
    re.IGNORECASE,
)
"""An action that is there."""
_POLICIES = re.compile(
    r"\b(?:mak|creat|writ|attach|add|us|appl|set)\w*\s+(?:[\w-]+\s+){0,5}?polic(?:y|ies)\b[^,.;]*",
    re.IGNORECASE,
)
"""What somebody did so that it should be allowed, in front of a refusal."""
_BUT = re.compile(r"\bbut\b|;", re.IGNORECASE)
_TRIED = re.compile(
    r"\b(?:if|whenever)\s+(?:I|we)\b(?!\s+(?:do|did|don|didn|had|were)\b)(?:\s+want\s+to\b)?", re.IGNORECASE
)
"""Of what somebody does again and again: no condition of what may come."""
_BLANK = re.compile("\u2026")
_IAM = re.compile(r"\bIAM\b\s*")
"""Named wherever permissions are, whatever was called."""
_AWS = re.compile(r"\bAWS\b|\bIAM\b|\bAmazon\b|\barn:aws|\bSCPs?\b")
_S3 = re.compile(r"\bS3\b|\bs3\b|\bbuckets?\b", re.IGNORECASE)
_ACTION = re.compile(r"(?<![\w:./-])[a-z][a-z0-9-]{1,40}:[A-Z][A-Za-z]{2,80}\b")
_ROLE = re.compile(
    r"\b(?:roles?(?!\s+of)|accounts?|lambdas?|instance profile|auto-?scal\w*|ASGs?|VPCs?|ALBs?)\b",
    re.IGNORECASE,
)
"""What a text about AWS speaks of, where it does not name it."""
_GENERAL = re.compile(
    r"\A\W*(?:developers|engineers|people|members|users|customers|teams|everyone|nobody|roles|principals)\b"
    r"|\A\W*(?:an?|any|every|each)\s+(?:\w+\s+){1,3}(?:that|which|who|without)\b|\b(?:avoid|prevent)\w*\b",
    re.IGNORECASE,
)
"""In front of what holds for everybody, or should not come."""
_PRINTED = re.compile(r"\w(?:Exception|Error): |\bAn error occurred \(")
"""A message; there are readers of these."""
_FIRST = re.compile(r"\b(?:I|[Mm]y|[Ww]e|[Oo]ur|[Uu]s)\b")
_CAUSE = re.compile(
    r"\b(?:because|since(?=[^.;,]*\s(?:is|are|isn['\u2019]t|aren['\u2019]t|exists?)\b))\b(?P<cause>[^.;]*)",
    re.IGNORECASE,
)
_OF_ACCESS = re.compile(
    rf"{_PERMISSION.pattern}|\b(?:40[13]|access\w*|accounts?|roles?|users?|principals?|owne[rd]\w*|privately|private"
    r"|public|keys?|KMS|boundar\w+|missing|lack\w*|allow\w*|unauthori\w+|forb\w+|credentials?|token|assum\w+"
    r"|encrypt\w*|endpoints?|organi[sz]ations?|grants?|granted"
    r"|says?|gets?|got|returns?|fails?)\b",
    re.IGNORECASE,
)
"""What a cause speaks of that may be one of permissions."""
_WELCOME = re.compile(
    r"(?<!not )\bas\s+(?:we|I|they|you)\s+(?:\w+\s+)?(?:want|wish|plan|intend|ask)(?:s|ed)?\b(?!\s+to)"
    r"|\bwhich\s+is\s+(?:good|fine|right|correct|intended|what\s+(?:we|I)\s+want(?:ed)?)"
    r"(?=\s*(?:[.,;!)]|and\b|\Z))",
    re.IGNORECASE,
)
"""What is said of a refusal by whoever wanted it."""
_OF_WISHES = re.compile(
    r"\bbucket[ -]lists?\s+(?:events?|trips?|items?|goals?|ideas?|tours?|concerts?|races?)\b", re.IGNORECASE
)
"""A bucket list that no storage has."""
_PASSIVE = re.compile(r"\s(?:denied|refused|rejected)\Z", re.IGNORECASE)
_OF_LIFE = re.compile(
    r"\s+(?:entry\b|an?\s+(?!\S*[A-Z:])(?!.{0,40}?(?:permission|access|action|call|request|operation"
    r"|get|put|list|read|write|delete|load|scan|query|crypt|connect|token|role|session|key|secret)))"
)
"""Behind *was denied*: something that people are denied, which is no call."""
_GUESSED = re.compile(
    r"\b(?:might|maybe|perhaps|probably|possibly|must be|could be|I guess)\b", re.IGNORECASE
)


def unread_tellings(
    around: Surroundings, facts: Facts, known: Sequence[Finding], negatives: Sequence[NotPolicy]
) -> list[Finding]:
    """The first such sentence of a short text of which nothing else tells what was refused."""
    speech, text = around.speech, around.text
    said = [*speech.between(0, len(text))]
    sure = any(negative.code not in UNSURE for negative in negatives)
    instructs = sum(one.says == "instructs" for one in said)
    if (
        sure
        or not all(map(_is_vague, known))
        or speech.of_page
        or instructs > 1
        or len(text) > _SHORT
        or is_not_policy(text)
        or _OF_WISHES.search(text)
    ):
        return []
    words = " ".join(text[slice(*one.span)] for one in said)
    if ELSEWHERE.search(words) or MEANT.search(words):
        return []
    found = (_read(around, one, said, facts) for one in said if one.says != "instructs")
    told = [one for one in found if one is not None and (one.actions or not (known or negatives))]
    return told[:1]


def _is_vague(finding: Finding) -> bool:
    """Whether words tell that something was refused, and nothing else."""
    who = finding.principal
    told = finding.actions or finding.operation or who.arn or who.name or finding.encoded_message
    return not told and finding.strength <= LACK


def _read(around: Surroundings, said: Said, others: Sequence[Said], facts: Facts) -> Finding | None:
    text, (begin, end) = around.text, said.span
    words = text[begin:end]
    beside = [text[slice(*one.span)] for one in others if one is not said and one.says != "instructs"]
    match = _refusal(words, beside)
    if match is None or not tells_of(text, begin, end):
        return None
    before = _TRIED.sub("\u2026", words[: match.start()])
    quoted = before.count('"') % 2 or before.count("`") % 2
    if quoted and not (before[-1:] in ('"', "`") and words[match.end() : match.end() + 1] == before[-1:]):
        return None  # it is of what is quoted
    before = _BUT.split(before)[-1]
    if (
        any(sign.search(before) for sign in (SUPPOSED, GONE, _GENERAL))
        or is_wished(before)
        or _WELCOME.search(words, match.end())
        or _PRINTED.search(words)
    ):
        return None
    if masks_action(words, facts):
        return None  # somebody knows which action it was, and does not say it
    service, actions = _done(words, match, beside, facts)
    if not actions and service in SERVE:
        return None  # what answers there is somebody's program
    lacks = (
        _LACK.match(match[0]) is not None
        and _CANNOT.search(words) is None
        and not _TO_DO.match(words, match.end())
    )
    own = _is_of_service(words, match, facts) or _AWS.search(match[0]) is not None
    if match[0].startswith("403") and not (actions or own or service or _S3.search(words)):
        return None  # whatever answered
    if not _at_aws((words, *beside), facts, told=bool(actions) or own, lacks=lacks):
        return None
    if not actions and _CANNOT.fullmatch(match[0]) is not None and _is_all(words, match, beside):
        return None
    return Finding(
        span=_place(text, said.span, match[0]),
        actions=actions,
        service=service,
        resource="*" if actions and all(map(facts.on_everything, actions)) else None,
        strength=TOLD,
        doubt=None if actions and _CANNOT.fullmatch(match[0]) is None else "weighed",
    )


def _is_of_service(words: str, match: re.Match[str], facts: Facts) -> bool:
    """Whether somebody lacks the permissions of a service that is named: *my role has no SQS permissions*."""
    lacked = _LACKABLE.match(words, match.end())
    whose = _SOMEBODY.search(words, 0, match.start())
    return bool(lacked and whose and services_in(words, match.end(), lacked.end(), facts))


_SOMEBODY = re.compile(
    r"\b(?:my|our|the|this|that)\s+(?:[\w-]+\s+){0,4}?(?:roles?|users?|functions?|lambdas?|tasks?|instances?|accounts?"
    r"|pods?|jobs?|containers?|workers?|pipelines?|builds?|nodes?|stacks?|services?|clusters?|apps?"
    r"|application|api)\b"
    r"|\A\W*(?:[\w-]+\s+){1,2}(?:roles?|users?|service\s+account)\b",
    re.IGNORECASE,
)
"""Who it was that was refused, be it a program."""


def _at_aws(said: Sequence[str], facts: Facts, *, told: bool, lacks: bool) -> bool:
    """Whether it was AWS that refused; a mere lack says so only of what is told."""
    named = [
        any(services_in(words, 0, len(words), facts))
        or _AWS.search(words)
        or _ACTION.search(words)
        or _S3.search(words)
        for words in said
    ]
    if not told and _FIRST.search(said[0]) is None and _SOMEBODY.search(said[0]) is None:
        return False
    if any(map(other_systems().search, said)):
        return bool(named[0]) and told
    return (any(named) and (told or not lacks)) or (
        told and any(_ROLE.search(words) or AT_WORK.search(words) for words in said)
    )


def _place(text: str, sentence: Span, words: str) -> Span:
    """Where the words of refusal stand in a sentence."""
    start = max(text.find(words, *sentence), sentence[0])
    return start, min(start + len(words), sentence[1])


def _refusal(words: str, beside: Sequence[str]) -> re.Match[str] | None:
    """The words that say that something was refused for want of a permission."""
    for match in _REFUSED.finditer(words):
        if match["code"] and not (CAME.search(words) or HAPPENED.search(words)):
            continue
        lacking = _LACK.match(match[0]) is not None and _LACKABLE.match(words, match.end()) is None
        of_life = _PASSIVE.search(match[0]) is not None and _OF_LIFE.match(words, match.end()) is not None
        if not lacking and not of_life:
            return match
    cannot = _CANNOT.search(words)
    if cannot is None:
        return None
    cause = _CAUSE.search(words, cannot.end())
    if cause is not None and _OF_ACCESS.search(cause["cause"]) is None:
        return None  # it says why, and that is no permission
    sure = [one for one in (words, *beside) if _GUESSED.search(one) is None]
    assumes = ASSUMES.search(words, cannot.end()) is not None
    permitted = any(map(_PERMISSION.search, sure)) or assumes or _is_all(words, cannot, beside)
    return cannot if permitted or _PRINCIPAL.search(words[: cannot.start()]) else None


def _is_all(words: str, cannot: re.Match[str], beside: Sequence[str]) -> bool:
    """Whether somebody says no more than that a thing of theirs cannot do something: nobody else is asked."""
    alone = not beside and len(words) <= _ONE_LINE and _GOES_ON.search(words, cannot.end()) is None
    return alone and _SOMEBODY.search(words, 0, cannot.start()) is not None


_ONE_LINE = 160
_GOES_ON = re.compile(r"[:;(]\s|\b(?:because|since\s(?=the|it|its|our|my|they|we)|as\s(?:the|it|its|they))\b")
"""Why it is so, which is no permission where none is named."""


_WHOSE = 24
"""So far in front of a refusal its service stands: *with KMS AccessDeniedException*."""


def _done(
    words: str, match: re.Match[str], beside: Sequence[str], facts: Facts
) -> tuple[str | None, tuple[str, ...]]:
    """Whose it is and what was refused, as far as it is one thing."""
    own = governed(words, match.span())
    answers = max(0, match.start() - _WHOSE), match.end()
    if (
        own is not None
        and not any(services_in(words, *own, facts))
        and not any(services_in(words, *answers, facts))
    ):
        told = set(done_to_things(words[slice(*own)], said=" ".join((words, *beside))))
        if len(told) == 1:
            return told.pop()
    words = but_told(words, match.span())
    behind = _but_iam(words[match.end() :], facts)
    beside = [_but_iam(one, facts) for one in beside]
    front = words[: match.start()]
    if _CANNOT.fullmatch(match[0]) is not None:
        behind = _GIVEN.sub("\u2026", behind)
    else:
        front = _POLICIES.sub("\u2026", front)
    words = f"{_but_iam(front, facts)} \u2026 {behind}"
    around = " ".join((words, *beside))
    sole = sole_doing(behind, facts, around)
    if named := actions_listed(words, _BLANK.search(words) or match, facts):
        return named[0].partition(":")[0], named
    if listed := operations_listed(words, facts):
        return listed[0].partition(":")[0], listed
    if any(ASSUMES.search(clause) for clause, _ in clauses(words)):
        return "sts", ("sts:AssumeRole",)
    if _PASSES.search(words):
        return "iam", ("iam:PassRole",)
    called = actions_called(words, facts)
    if called is not None:
        return called[1], called[0]
    whose: str | None = None
    for clause in (next((one for one, _ in clauses(behind)), behind), words):
        service, actions, _ = unable_in(clause, (words, *beside), facts)
        if actions:
            return service, actions
        whose = whose or service
        done = {found for name in _services(clause, words, facts) for found in _calls(clause, name, facts)}
        if len(done) == 1:
            service, actions = done.pop()
            return service, actions
    others = {
        action
        for one in (words, *beside)
        for named in _ACTION.finditer(_GIVEN.sub("\u2026", one))
        if (action := meant(named[0], facts)) is not None
    }
    if len(others) == 1:
        (action,) = others
        return action.partition(":")[0], (action,)
    things = set() if sole else set(done_to_things(words, said=around))
    sole = things.pop() if len(things) == 1 else sole
    return (sole or (whose, ())) if whose is None or sole is None or sole[0] == whose else (whose, ())


def _but_iam(words: str, facts: Facts) -> str:
    """Words without IAM, where they name another service: it is named wherever permissions are."""
    others = {name for _, name in services_in(words, 0, len(words), facts)} - {"iam"}
    return _IAM.sub("", words) if others else words


def _services(clause: str, sentence: str, facts: Facts) -> Iterator[str]:
    """The services that a clause, or its sentence, names, be they where code runs."""
    for words in (clause, sentence):
        yield from (name for _, name in services_in(words, 0, len(words), facts) if name in RUNS)


def _calls(clause: str, service: str, facts: Facts) -> Iterator[tuple[str, tuple[str, ...]]]:
    for actions in operations_in(clause, service, facts) or doings_in(clause, service, facts):
        if actions:
            yield service, actions
