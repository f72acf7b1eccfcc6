"""What somebody says cannot be done at AWS, where no message stands: *the lambda can't read the bucket*.

Such a sentence is a denial where the words around it say that it is a matter of permissions: the role has
none, a policy does not let it, access was denied. What is only said beside a role or a policy (*even with
this role attached*) is one with a doubt. Who does what to which service is read as around every other refusal
(``saying``); a plan, a wish, a condition and what a tool has no option for are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from policywright.knowledge.denials.discourse import clauses, parts_around
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.model import Finding, Span
from policywright.knowledge.denials.nearby import Nearby, Surroundings
from policywright.knowledge.denials.negatives import NotPolicy, is_not_policy
from policywright.knowledge.denials.saying import unable_in
from policywright.knowledge.denials.silencing import ENDPOINT
from policywright.knowledge.denials.voices import unprinted

UNABLE = 3
"""Strength of such a finding: under all that has a message."""
_DOES = (
    r"(?:reads?|writes?|gets?|puts?|lists?|decrypts?|encrypts?|publish|send|receive|retrieves?|fetch(?:es)?|access"
    r"|invokes?|pull|push|upload|download|describe|delete|post|stores?|saves?|query|scan|consume|subscribe|see|view"
    r"|start|stop|terminate|load|forwards?|deliver|copy|sync|update|poll|connect\s+to|call|create|change|modify|edit"
    r"|add|remove|attach|detach|launch|register|tag|assign|renew|restore|enable|disable|deploy|use)\b"
    r"|(?P<same>do\s+(?:so|this|that|it)\b)"
)
_CANNOT = re.compile(
    rf"\b(?:can['\u2019]?t|can(?:not|\s+not|\s+no\s+longer)|could(?:n['\u2019]t|\s+not|\s+no\s+longer)"
    rf"|(?:unable|not\s+able|(?:is|are|was|were)n['\u2019]t\s+able|no\s+longer\s+(?:able|allowed|permitted)|not\s+(?:allowed|permitted)"
    rf"|fail(?:s|ed|ing)?)\s+to)\s+(?:(?:even|actually|longer|seem\s+to|successfully)\s+)?(?={_DOES})",
    re.IGNORECASE,
)
_LACKABLE = r"(?:permissions?|privileges?|access(?!\s+keys?)|rights)"
_PERMISSION = rf"(?:{_LACKABLE}|IAM)"
_LACKED = re.compile(
    r"\bha(?:s|ve)\s+neither\b"
    r"|\b(?:lacks?|lacking|missing|insufficient|without(?:\s+the)?|ha(?:s|ve|d)\s+no|no)\s+(?:[\w-]+\s+){0,3}?"
    rf"{_LACKABLE}\b"
    r"|\b(?:do(?:es)?|did)(?:\s+not|n['\u2019]?t)\s+(?:seem\s+to\s+)?have\s+(?:[\w-]+\s+){0,4}?"
    rf"{_LACKABLE}\b"
    r"|\baccess\s?denied|\bperm(?:ission)?s?\s+denied|\bnot\s+authori[sz]ed\b|\bunauthori[sz]ed\b|\bAccessDenied"
    rf"|\b{_PERMISSION}(?:\s+\w+)?\s+(?:issues?|errors?|problems?)\b"
    rf"|\b(?:permissions?|access)\b[^.;]{{0,60}}?\b(?:is|are|was|were)\s+(?:missing|denied|refused|revoked|removed)\b"
    r"|\bmissing\s+(?:in|from)\s+(?:its|the|our|my|that|this)\s+(?:\w+\s+){0,2}?(?:role|polic(?:y|ies))\b"
    r"|\bpolic(?:y|ies)\b[^.;]{0,60}?\b(?:block|den(?:y|ies)|prevent|restrict|forbid"
    r"|(?:does|do|did)(?:\s+not|n['\u2019]?t)\s+(?:allow|grant|include|list|permit)"
    r"|(?:was|were|is|are|been|got)\s+(?:changed|tightened|replaced|updated|removed|too\s+\w+))",
    re.IGNORECASE,
)
"""That it is a matter of permissions, as somebody says who knows."""
_BESIDE = re.compile(
    r"\b(?:role|polic(?:y|ies)|permissions?)\b[^.;]{0,40}?\b(?:add(?:ed|s)|attached|assigned|granted|in\s+place"
    r"|allows?|required)\b"
    r"|\b(?:attached|gave|given|granted|assigned|added|only\s+via|even\s+with|despite|although)\b[^.;]{0,60}?"
    r"\b(?:role|polic(?:y|ies)|permissions?)\b"
    rf"|\b(?:need|like|want|require)s?\b[^.;]{{0,60}}?\b(?:{_PERMISSION}|(?<!any )roles?)\b"
    r"|\bcondition\s+(?:of|in|on)\s+(?:the|its|our|this|that)\s+(?:\w+\s+)?(?:key|policy|role)\b"
    r"|\b(?:KMS|key|bucket|queue|topic|trust|IAM)\s+polic(?:y|ies)\b",
    re.IGNORECASE,
)
"""That permissions have to do with it."""
_SUPPOSED = re.compile(
    r"\b(?:if|when(?:ever)?|unless|until|once|otherwise|so\s+that|in\s+order|should|would|might|may|will|lest|in\s+case"
    r"|ensure|verify|check|whether|expect\w*|example|test(?:s|ed|ing)?\s+that|why|how|because\s+you|you|your|one"
    r"|nobody|no\s+one|anyone|avoid|prevent\w*|such\s+that|which\s+means|fix(?:e[sd])?|where)\b",
    re.IGNORECASE,
)
"""In front of it in its sentence: what is not said to have happened."""
ELSEWHERE = re.compile(
    r"\b(?:network|time[ds]?[\s-]?out|security\s+groups?|(?<![\w-])DNS(?!\s+(?:records?|RRs?|names?|zones?|entr))|proxy|NAT|subnet|firewall|CORS|too\s+large"
    r"|do(?:es)?(?:\s+not|n['\u2019]?t)\s+(?:exist|support)|not\s+(?:supported|implemented|found)|kubernetes\s+RBAC"
    r"|larger\s+than|bigger\s+than|exceed\w*|\d\s?[KMGT]i?B|sandbox|unverified|database\s+(?:user|role)|(?-i:SELECT|GRANT)"
    r"|ClusterRole|feature|parameter\s+of|option\s+(?:for|to)|plugin|constructs?|module|MinIO|endpoint\s+url)\b",
    re.IGNORECASE,
)
"""Other reasons why something cannot be done."""
MEANT = re.compile(
    r"\b(?:make\s+sure|so\s+that|by\s+design|with\s+this\s+(?:design|change|policy|setup)|on\s+purpose|intend\w*|harden\w*|least[\s-]privilege|compromised"
    r"|attack\w*|tenants?|(?:restrict|block|limit)s?\s+(?:the\s+)?access|other\s+(?:roles?|users?|accounts?|teams?)"
    r"|newcomers|the\s+(?:guide|docs?|documentation|readme)|skip(?:ped|s)?)\b",
    re.IGNORECASE,
)
"""What is wanted so, or said of a page."""
_OF_OTHERS = ("iam", "sts", "cloudformation", "organizations")
"""Services that are spoken of wherever permissions are."""


def unread_unable(
    around: Surroundings, facts: Facts, known: Sequence[Finding], negatives: Sequence[NotPolicy]
) -> list[Finding]:
    """What somebody says cannot be done, where no message is read that tells of it."""
    near = Nearby(known, lambda finding: finding.span)
    other = Nearby(negatives, lambda negative: negative.span)

    def taken(start: int, end: int) -> bool:
        return any(near.touching(start - _FAR, end + _FAR)) or any(
            other.touching(start - ENDPOINT, end + ENDPOINT)
        )

    return [*read_unable(around, facts, taken)]


_FAR = 1_500
"""How far from a message such a sentence is of another refusal."""


def read_unable(around: Surroundings, facts: Facts, taken: Callable[[int, int], bool]) -> Iterator[Finding]:
    """Every such sentence in a text; ``taken`` says where a message has been read."""
    done = -1
    for said in around.speech.between(0, len(around.text)):
        begin, end = said.span
        if said.says == "instructs" or begin < done:
            continue
        match = _CANNOT.search(around.text, begin, end)
        if match is None or taken(begin, end) or _SUPPOSED.search(around.text, begin, match.start()):
            continue
        finding = _read(around, match, said.span, facts)
        if finding is not None:
            done = end + _APART
            yield finding


_APART = 700
"""What is said so soon behind is of the same."""


def _read(around: Surroundings, match: re.Match[str], sentence: Span, facts: Facts) -> Finding | None:
    text, (begin, end) = around.text, sentence
    before, behind = unprinted(text[begin : match.start()]), unprinted(text[match.end() : end])
    parts = parts_around(around, match.span())
    others = [unprinted(text[slice(*part.span)]) for part in parts if part.place != "own"]
    said = (f"{before} {behind}", *others)
    sure = any(map(_LACKED.search, said))
    if not sure and not (around.speech.tells and any(map(_BESIDE.search, said))):
        return None
    if any(map(ELSEWHERE.search, said)) or any(map(MEANT.search, said)) or is_not_policy(" ".join(said)):
        return None
    clause = said[0] if match["same"] else next((words for words, _ in clauses(behind)), behind)
    service, actions, named = unable_in(clause, (before, behind, *others), facts)
    if service in _OF_OTHERS or not named:
        return None
    return Finding(
        span=match.span(),
        actions=actions,
        service=service,
        resource="*" if actions and all(map(facts.on_everything, actions)) else None,
        strength=UNABLE,
        doubt=None if sure and service else "unable",
    )
