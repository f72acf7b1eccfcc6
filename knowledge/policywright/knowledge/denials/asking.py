"""What nobody tells for certain, so that it is asked back: permissions were missing, and something failed.

The last of all readers, for short texts that somebody wrote. It has no form and no list of what is done to
what: a sentence that speaks of permissions (*the following right was missing*, *some permission errors*, *an
explicit Deny for*), beside it that something failed, and AWS by one of its names. The one action that the
sentence names is what it may have been; else the answer asks which call it was. Always with a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policywright.knowledge.denials.evidence import AT_AWS
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.governing import governed
from policywright.knowledge.denials.masks import masks_action
from policywright.knowledge.denials.model import Finding, Span
from policywright.knowledge.denials.naming import services_in
from policywright.knowledge.denials.nearby import Surroundings
from policywright.knowledge.denials.negatives import NotPolicy, is_not_policy, other_systems
from policywright.knowledge.denials.reporting import GONE, is_wished, tells_of
from policywright.knowledge.denials.saying import RUNS, service_of
from policywright.knowledge.denials.silencing import UNSURE
from policywright.knowledge.denials.unable import ELSEWHERE
from policywright.knowledge.denials.voices import Said

ASKED = 1
"""Strength of such a finding: under all others."""
_SHORT = 1_500
_RIGHT = r"(?:permissions?|privileges?|rights?|access|IAM\s+polic(?:y|ies))"
_PERMISSION = re.compile(
    rf"\b{_RIGHT}(?:\s+\w+){{0,3}}?\s+(?:was|were|is|are|had\s+been)\s+(?:\w+\s+)?(?:missing|absent|lacking|insufficient"
    r"|denied|needed|required)\b"
    rf"|\b(?:lacks?|lacked|lacking|miss(?:es|ed|ing)?|without)\s+(?:[\w'`-]+\s+){{0,4}}?{_RIGHT}\b"
    rf"|\b(?:no|not\s+enough|insufficient|too\s+few)\s+(?:\w+\s+)?{_RIGHT}\b"
    rf"|(?:\b(?:do|does|did|have|has|had)(?:\s+not|n['\u2019]t)|\bnever)\s+(?:\w+\s+){{0,3}}?{_RIGHT}\b"
    r"|\bpermissions?\s+(?:errors?|issues?|problems?|failures?|exceptions?)\b"
    r"|\b(?:issues?|problems?|trouble|errors?)\s+with\s+(?:the\s+|my\s+|our\s+)?(?:IAM\s+)?permissions\b"
    r"|\bexplicit(?:ly)?\s+[`'\"*]{0,2}den(?:y|ies|ied|ial)\b|\bun-?authori[sz]ed\w*\b|\bnot\s+authori[sz]ed\b"
    r"|\baccess\s?denied\b|\b(?:does|do|did)(?:\s+not|n['\u2019]?t)\s+(?:allow|permit|grant)\b"
    r"|\b(?:blocked|denied|refused|rejected)\s+by\s+(?:\w+\s+){0,3}?(?:polic(?:y|ies)|SCPs?|boundar(?:y|ies))\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:fail(?:s|ed|ing|ures?)?|errors?|exceptions?|crash\w*|abort\w*|unable|could(?:n['\u2019]t|\s+not)"
    r"|can(?:not|['\u2019]t)|wo(?:uld)?n['\u2019]t|did(?:n['\u2019]t|\s+not)\s+work|not\s+being\s+able|stuck|hangs?|broken?"
    r"|ran\s+into|run(?:ning)?\s+into|r[ou]lled\s+back|nothing\s+happen\w*|was\s+missing|were\s+missing"
    r"|(?:does|did)(?:\s+not|n['\u2019]?t)\s+(?:start|run|launch|allow|deploy|work))\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:AMIs?|EBS|ASG|IAM|SCPs?|EKS|ECS|ECR|EC2|Fargate|CloudFormation|CDK|[Ll]ambdas?|S3|buckets?"
    r"|(?:task|node|execution|instance)\s+role|instance\s+profile|assumed?\s+role)\b"
)
_GENERAL = re.compile(
    r"\b(?:users|people|folks|anyone|everyone|developers|customers|accounts?\s+that|if\s+you|you\s+(?:do|are|may|need|must)"
    r"|your\s+(?:policy|role|users?)|this\s+(?:PR|change|commit|MR|patch|update)|avoid\w*|feature|proposal|would\s+like|should|could\s+be|might|may\s+be)\b",
    re.IGNORECASE,
)
"""What is said of everybody, or wanted."""
_LOGGED = re.compile(r"[{}<>=|]|\"\w+\":|\.\w{1,3}:\d|https?://|\b401\b")
"""What is printed, not said."""
_TASK = re.compile(r"\A\W*(?:\w+:\s)?(?:look|investigate|check|review|debug|see|find)\b", re.IGNORECASE)
_ACTION = re.compile(r"(?<![\w:./-])[a-z][a-z0-9-]{1,40}:[A-Za-z][A-Za-z0-9]{2,80}(?![\w*/-]|:\S)")
_OF_THING = re.compile(r"\b(?:that|which)\s(?:[\w'-]+\s){0,3}\Z", re.IGNORECASE)
"""In front of what only tells which thing is meant: *a folder that the user had no access to*."""
_NEAR = 160
_SENTENCE = 5
"""What has fewer words is printed, or a heading."""


def unread_asked(
    around: Surroundings, facts: Facts, known: Sequence[Finding], negatives: Sequence[NotPolicy]
) -> list[Finding]:
    """The first such sentence of a short text of which nothing else is read."""
    text, speech = around.text, around.speech
    sure = any(negative.code not in UNSURE for negative in negatives)
    if known or sure or len(text) > _SHORT or speech.of_page or is_not_policy(text):
        return []
    said = [one for one in speech.between(0, len(text)) if one.says != "instructs"]
    words = " ".join(text[slice(*one.span)] for one in said)
    if other_systems().search(words) or ELSEWHERE.search(words) or masks_action(words, facts):
        return []
    if not _is_at_aws(words, facts):
        return []
    found = (_read(around, one, said, facts) for one in said if one.says == "tells" or len(said) == 1)
    return [one for one in found if one is not None][:1]


def _is_at_aws(words: str, facts: Facts) -> bool:
    return (
        AT_AWS.search(words) is not None
        or _NAMED.search(words) is not None
        or any(services_in(words, 0, len(words), facts))
        or any(facts.canonical(match[0]) for match in _ACTION.finditer(words))
    )


def _read(around: Surroundings, said: Said, others: Sequence[Said], facts: Facts) -> Finding | None:
    text, (begin, end) = around.text, said.span
    words = text[begin:end]
    match = _PERMISSION.search(words)
    if match is None or not tells_of(text, begin, end) or _LOGGED.search(words) or _TASK.match(words):
        return None
    before = words[: match.start()]
    if len(words.split()) < _SENTENCE or _OF_THING.search(before):
        return None
    if GONE.search(before) or is_wished(before) or _GENERAL.search(words):
        return None
    beside = (
        text[slice(*one.span)]
        for one in others
        if one.span[0] - end < _NEAR
        and begin - one.span[1] < _NEAR
        and _GENERAL.search(text[slice(*one.span)]) is None
    )
    if not any(map(_FAILED.search, beside)):
        return None
    actions = _actions(text, (begin, end), facts)
    own = governed(words, match.span())
    service = service_of(words[slice(*own)] if own else words, facts) or service_of(words, facts)
    if actions:
        service = actions[0].partition(":")[0]
    return Finding(
        span=(begin + match.start(), begin + match.end()),
        actions=actions,
        service=service if service not in RUNS else None,
        resource="*" if actions and all(map(facts.on_everything, actions)) else None,
        strength=ASKED,
        doubt="weighed",
    )


def _actions(text: str, sentence: Span, facts: Facts) -> tuple[str, ...]:
    """The one action that a sentence names, or the line below one that leads to it."""
    found = {
        action
        for match in _ACTION.finditer(text, sentence[0], min(len(text), sentence[1] + _NEAR))
        if match.end() <= sentence[1] or text[sentence[1] - 1 : sentence[1]] in ":,"
        if (action := facts.canonical(match[0])) is not None
    }
    return tuple(found) if len(found) == 1 else ()
