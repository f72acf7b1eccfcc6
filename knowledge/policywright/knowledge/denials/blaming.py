"""Which type of policy refused, where somebody says it in words of their own around the message.

*It was our SCP*, *the bucket policy only lists the other role*, *blocked by the boundary*: AWS left the
reason out, and whoever tells it knows. A cause is taken from the sentences around a refusal (``discourse``),
and only where it is said for certain: what somebody guesses, asks or rules out is none, and of two that are
blamed neither is known to be it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.knowledge.denials.discourse import parts_around
from policywright.knowledge.denials.model import Finding, PolicyType
from policywright.knowledge.denials.nearby import Surroundings
from policywright.knowledge.denials.voices import unprinted
from policywright.knowledge.records import replace

_NAMES: tuple[tuple[PolicyType, str, str], ...] = (
    ("scp", "", r"SCPs?(?:\s+polic(?:y|ies))?|service[- ]control[- ]polic(?:y|ies)"),
    ("rcp", "", r"RCPs?(?:\s+polic(?:y|ies))?|resource[- ]control[- ]polic(?:y|ies)"),
    (
        "boundary",
        "",
        r"permissions?[- ]boundar(?:y|ies)|boundary polic(?:y|ies)"
        r"|(?:IAM|the|our|its|your|my) boundar(?:y|ies)",
    ),
    ("session", "", r"session polic(?:y|ies)"),
    ("vpce", "", r"(?:VPC )?endpoint(?:'s)? polic(?:y|ies)|VPCE polic(?:y|ies)"),
    ("resource", "s3", r"bucket(?:'s)? polic(?:y|ies)"),
    ("resource", "kms", r"(?:(?:KMS |encryption )?key(?:'s)?|KMS) polic(?:y|ies)"),
    ("resource", "sqs", r"queue(?:'s)? (?:access )?polic(?:y|ies)"),
    ("resource", "sns", r"topic(?:'s)? (?:access )?polic(?:y|ies)"),
    ("resource", "ecr", r"(?:repository|registry)(?:'s)? polic(?:y|ies)"),
    ("resource", "sts", r"(?:role )?trust (?:polic(?:y|ies)|relationships?)"),
    ("resource", "", r"resource(?:-based| based)? polic(?:y|ies)"),
)
"""Types of policies by what people call them, and whose things have such a one."""
_TYPE = "|".join(rf"(?P<by{index}>\b(?:{names})\b)" for index, (*_, names) in enumerate(_NAMES))
_WHOSE = r"(?:[\w'\u2019-]+\s+){0,4}?"
_BLAME = (
    r"(?:because\s+of|due\s+to|caused\s+by|(?:blocked|denied|refused|prevented|restricted|forbidden|rejected|limited)"
    r"\s+by|owing\s+to|thanks\s+to"
    r"|\bit\s+(?:was|is)|turn(?:s|ed)\s+out\s+(?:to\s+be|it\s+was|that)"
    r"|(?:reason|cause|culprit|problem|issue)(?:\s+(?:here|for\s+this|of\s+this|behind\s+it))?\s+(?:is|was)(?:\s+that)?)"
)
_REFUSES = (
    r"(?:also\s+|explicitly\s+|still\s+|now\s+|that\s+|which\s+)*"
    r"(?:only\s+(?:lists?|allows?|includes?|covers?|grants?|names?|trusts?|mentions?|permits?)\b"
    r"|(?:blocks?|blocked|den(?:y|ies|ied)|prevents?|prevented|forbids?|restricts?|restricted)\b(?!\s+by)"
    r"|(?:disallows?|rejects?|limits?)\b"
    r"|(?:is|are|was|were)\s+(?:preventing|blocking|denying|forbidding|restricting|limiting|rejecting)\b"
    r"|(?:do(?:es)?|did)(?:\s+not|n['\u2019]?t)\s+"
    r"(?:allow|permit|list|include|grant|mention|cover|contain|let|have|trust)"
    r"|has\s+(?:an?\s+)?(?:explicit\s+)?den(?:y|ial)|lacks?\b|(?:is|was)\s+(?:missing|too\s+(?:narrow|strict|restrictive)"
    r"|tightened|incorrect|wrong))"
)
_SAID = re.compile(
    rf"(?:{_BLAME}|\A\s*by)\s+{_WHOSE}(?:{_TYPE})"
    rf"|(?:{_TYPE.replace('(?P<by', '(?P<of')})"
    rf"(?:\s+(?:that|which|on|of|in|for|attached\s+to)\s+[^.;,]{{1,60}}?)?\s+{_REFUSES}",
    re.IGNORECASE,
)
_NAMED = re.compile(r"polic|[sr]cp|boundar|trust", re.IGNORECASE)
"""What every name of a type has in it: most words around a refusal name none, and this is quick to see."""
_FAR = 3_000
"""No part around a refusal is so far from it but the title."""
_HEDGED = re.compile(
    r"\b(?:not|nor?|never|neither|without|may ?be|might|may|could|can|would|should|will|perhaps|possibly"
    r"|probably|likely|guess\w*|suspect\w*|think|thought|wonder\w*|assum\w+|believe\w*|seems?|appears?|if"
    r"|whether|either|unless|when(?:ever)?|check\w*|verif\w+|ensure|make sure|example|fear)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
"""In front of a cause, in its sentence: who is not sure, or rules it out."""
_REFUSED_ACTION = re.compile(
    r"(?:(?<=denied on )|(?<=Denied on )|(?<=denied for )|(?<=Denied for )|(?<=denies ))"
    r"[a-z][a-z0-9-]{1,40}:[A-Z]\w{2,80}"
)
"""What a sentence says to be refused: its cause is of no other."""
_SENTENCE = re.compile(r"[.!?;]\s+|\n\s*\n|,\s+(?:but|and|so)\s")
_CAUSES = re.compile(
    r"^[ \t>#*_-]{0,9}(?:[\w'\u2019]+[ \t]+){0,4}(?:causes|reasons)\b[*_: \t]{0,9}$",
    re.IGNORECASE | re.MULTILINE,
)
"""The heading of a list of what it may have been."""
_LIST = 400
"""How far below it one of them may stand."""
_EXPLICIT = re.compile(r"\bexplicit(?:ly)?\s+den|\bden(?:y|ies)\b|\bdeny\s+statement", re.IGNORECASE)
_OF_ROLES = ("trust", None)
"""Topics of refusals that leave open whose policy it was."""


def with_blamed(around: Surroundings, finding: Finding) -> Finding:
    """The finding with the type of policy that the words around it blame, where its message names none."""
    decided = finding.policy_type != "unknown" or finding.fixable is not None or finding.type_name
    if decided or finding.topic not in _OF_ROLES:
        return finding
    told = {(kind, service): words for kind, service, words in _blamed(around, finding)}
    if len(told) != 1:
        return finding
    (((kind, service), words),) = told.items()
    if service and any(not action.startswith(f"{service}:") for action in finding.actions):
        # The policy of another thing on the way: of the key that encrypts this one.
        return replace(finding, fixable="no", topic=_ANOTHERS) if service == "kms" else finding
    explicit = finding.denial == "unknown" and _EXPLICIT.search(words) is not None
    return replace(finding, policy_type=kind, denial="explicit" if explicit else finding.denial)


def blamed_in(words: str, finding: Finding) -> Finding:
    """The same for the sentence that the refusal is told in: *our SCP blocks it*."""
    told = {
        _NAMES[index][:2]: match[0]
        for match in _SAID.finditer(words)
        for index in range(len(_NAMES))
        if match[f"by{index}"] or match[f"of{index}"]
        if not (_is_asked(words, match.end()) or _HEDGED.search(words, 0, match.start()))
    }
    if len(told) != 1:
        return finding
    (((kind, service), said),) = told.items()
    if service and any(not action.startswith(f"{service}:") for action in finding.actions):
        return finding
    return replace(finding, policy_type=kind, denial="explicit" if _EXPLICIT.search(said) else finding.denial)


_ANOTHERS = "key-policy"


def _blamed(around: Surroundings, finding: Finding) -> Iterator[tuple[PolicyType, str, str]]:
    """Each type that is blamed around a refusal, whose it is, and the words that say so."""
    start, end = finding.span
    if not any(around.first(_NAMED, *zone) for zone in ((start - _FAR, end + _FAR), (0, _FAR))):
        return
    parts = (
        unprinted(around.text[slice(*part.span)])
        for part in parts_around(around, finding.span)
        if around.first(_CAUSES, part.span[0] - _LIST, part.span[1]) is None
    )
    for said in (around.text[slice(*finding.span)], *parts):
        if _NAMED.search(said) is None:
            continue
        words = " ".join(said.split())
        begin = 0
        for match in _SAID.finditer(words):
            for stop in _SENTENCE.finditer(words, begin, match.start()):
                begin = stop.end()
            if _is_asked(words, match.end()) or _HEDGED.search(words, begin, match.start()):
                continue
            if any(
                one[0] not in finding.actions for one in _REFUSED_ACTION.finditer(words, begin, match.start())
            ):
                continue
            index = next(at for at in range(len(_NAMES)) if match[f"by{at}"] or match[f"of{at}"])
            yield *_NAMES[index][:2], match[0]


def _is_asked(words: str, place: int) -> bool:
    """Whether the sentence that goes on at a place is a question."""
    stop = _SENTENCE.search(words, place)
    return words[stop.start() : stop.end()].startswith("?") if stop is not None else words.endswith("?")
