"""The standard sentence: ``User: ARN is not authorized to perform: ACTION on resource: ...``.

The scan is anchored on *not authorized to perform*. In front of the anchor stands the principal,
behind it the action, then the resource and the reason. Each part is bounded by the next keyword, not
by white space, so that a line break inside an ARN does no harm.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.model import NOBODY, Finding, NotDenialCode, Principal, Span
from policywright.knowledge.denials.normalise import flex
from policywright.knowledge.denials.principal import from_words
from policywright.knowledge.denials.reason import Reason, read_reason
from policywright.knowledge.denials.resource import OnClause, read_on_clause
from policywright.knowledge.records import dataclass, replace

SENTENCE = 20
"""Strength of a finding that quotes the standard sentence, over what only framings tell."""

_LONGEST_PRINCIPAL = 700
_ANCHOR = re.compile(
    rf"(?:\b(?:{flex('is')}|{flex('are')}|{flex('was')})\s{{0,99}})?"
    rf"[Nn]\s*{flex('ot authori')}\s*[sz]\s*{flex('ed to perform')}"
)
_SUBJECT = re.compile(
    rf"(?<![\w/:.-])(?:{flex('User')}|{flex('Principal')}|{flex('Role')}|{flex('Caller')}|IAM\s+(?:user|role|entity)"
    rf"|identity)(?:\s+ARN)?\s*[:=]?\s*(?=[\s\"'`*:<]|$)"
)
_LAST_ARN = re.compile(r"arn:aws[\w-]*:(?:iam|sts)::[^\s\"'`<>]+(?=[\"'`*)\]]*\s*$)")
_BROKEN_ARN = re.compile(
    r"(arn:aws[\w-]*:(?:iam|sts)::[\w+=,.@/*:-]*(?:\s*\n\s*[\w+=,.@/*:-]+){1,4})[\"'`*]*\s*$"
)
_ACTION = re.compile(
    r"[\s:\"'`*(\[]*([A-Za-z][\w-]{0,60}(?:-\s*\n\s*[\w-]{1,60})?)\s*:\s*([A-Za-z]\w{0,120}|\*)(?!\w{0,99}:[\w*])"
)
_MORE_ACTIONS = re.compile(r"[\"'`*]*\s*(?:,|,?\s+and\s+|,?\s+or\s+)\s*[\"'`*]*([a-z][\w-]*):([A-Za-z]\w*)")
_THIRD_PART = re.compile(r"[\s:\"'`*(\[]*([\w-]+):([\w-]+):(\w+)")
_BROKEN_NAME = re.compile(r"\s*\n\s*(\w+)(?=[\"'`*]*\s+(?:on\s|because|with\s+an)|[\"'`*]*\s*$)")
_PLACEHOLDER = re.compile(r"<[^<>\n]{1,60}>|\$\{?\w+|\{[\w. -]+\}|\b(?:ACCOUNT|YOUR|MY)[-_]|%[sv]\b|\bXXXX")
_ON_EVERYTHING = re.compile(r"ce:\w+|cloudwatch:(?:PutMetricData|GetMetricData|ListMetrics)")
"""Actions asked on ``*`` although the catalog now lists a type (CloudWatch's datasets, billing views)."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The findings of one text and what had the sentence's shape but is not AWS's."""

    findings: tuple[Finding, ...]
    others: tuple[tuple[NotDenialCode, Span], ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    start: int
    principal: Principal
    words: str
    named: bool


def read_sentences(text: str, facts: Facts) -> Sentences:
    """Every standard sentence in ``text``."""
    findings: list[Finding] = []
    others: list[tuple[NotDenialCode, Span]] = []
    floor = 0
    for anchor in _ANCHOR.finditer(text):
        found = _read(text, anchor, floor, facts)
        if isinstance(found, Finding):
            findings.append(found)
            floor = max(floor, found.span[1])
        elif found is not None:
            others.append(found)
            floor = max(floor, found[1][1])
    return Sentences(tuple(findings), tuple(others))


def _read(
    text: str, anchor: re.Match[str], floor: int, facts: Facts
) -> Finding | tuple[NotDenialCode, Span] | None:
    subject = _subject(text, anchor.start(), floor)
    if subject is None:
        start, end = max(floor, anchor.start() - 60), min(len(text), anchor.end() + 60)
        words = text[max(floor, anchor.start() - _LONGEST_PRINCIPAL) : anchor.start()]
        words = words[words.rfind("User") :]
        placeholder = _PLACEHOLDER.search(words)
        code = NotDenialCode.PLACEHOLDER if placeholder else NotDenialCode.OTHER_CLOUD
        return code, (start, end)
    if _THIRD_PART.match(text, anchor.end()):
        return NotDenialCode.OTHER_CLOUD, (subject.start, anchor.end())
    performed = _actions(text, anchor.end(), facts)
    if performed is None:
        if re.compile(r"[\s:\"'`*]*<").match(text, anchor.end()):
            return NotDenialCode.PLACEHOLDER, (subject.start, anchor.end())
        return None
    actions, end = performed
    if not subject.named and not _plausible(actions, facts):
        return NotDenialCode.OTHER_CLOUD, (subject.start, end)
    clause = read_on_clause(text, end, subject.principal)
    reason = read_reason(text, clause.end)
    return _finding(subject, actions, clause, reason, facts)


def _plausible(actions: tuple[str, ...], facts: Facts) -> bool:
    """Without an AWS principal the action must look like AWS's: ``prefix:UpperCamel``."""
    return all(
        facts.canonical(action) or re.fullmatch(r"[a-z][a-z0-9-]+:[A-Z]\w+", action) for action in actions
    )


def _finding(
    subject: _Subject, actions: tuple[str, ...], clause: OnClause, reason: Reason, facts: Facts
) -> Finding:
    actions = _missing(actions, reason.action, facts)
    resource = None if clause.cut else _resource(actions, clause, facts)
    found = Finding(
        span=(subject.start, max(reason.end, clause.end)),
        principal=subject.principal,
        actions=actions,
        resource=resource,
        denial=reason.denial,
        policy_type=reason.policy_type,
        denying_policy=reason.denying_policy,
        fixable=reason.fixable,
        encoded_message=reason.encoded_message,
        topic=reason.topic,
        strength=SENTENCE + (3 if resource else 0) + (4 if reason.denial != "unknown" else 0),
    )
    trust_alone = any(action.startswith("sts:AssumeRoleWith") for action in actions)
    if trust_alone and reason.policy_type == "unknown":
        return replace(found, policy_type="resource", fixable="no", topic="trust")
    return found


def _resource(actions: tuple[str, ...], clause: OnClause, facts: Facts) -> str | None:
    """What a policy must name: ``*`` for an action without resource types, whatever was printed."""
    if clause.present and clause.value is None:
        return None
    if all(facts.resource_types(action) == () for action in actions):
        return "*"
    if not clause.present and all(_ON_EVERYTHING.fullmatch(action) for action in actions):
        return "*"
    return clause.value


def _missing(actions: tuple[str, ...], named: str | None, facts: Facts) -> tuple[str, ...]:
    """The reason may name another action than the one performed: then that is the one missing."""
    if named is None or len(actions) != 1:
        return actions
    performed = actions[0]
    other = facts.canonical(named)
    if named.lower() == performed.lower() or other == performed:
        return actions
    if other is None:
        return actions if facts.canonical(performed) or _alike(named, performed) else (_spelt(named),)
    if facts.canonical(performed) is None and _alike(named, performed):
        return (other,)
    return (other,)


def _alike(left: str, right: str) -> bool:
    return SequenceMatcher(None, left.lower(), right.lower()).ratio() > 0.8


def _subject(text: str, end: int, floor: int) -> _Subject | None:
    """The principal in front of the anchor; ``None`` when something stands there that is not AWS's."""
    begin = max(floor, end - _LONGEST_PRINCIPAL)
    window = text[begin:end]
    last: re.Match[str] | None = None
    for match in _SUBJECT.finditer(window):
        last = match
    arn = _LAST_ARN.search(window) or _BROKEN_ARN.search(window)
    if last is not None:
        words = window[last.end() :]
        if (principal := _principal(words)) is not None:
            return _Subject(begin + last.start(), principal, words, principal is not NOBODY)
        if arn is None and not words.lstrip().startswith("arn:aws") and len(words) < 200:
            return None if ":" in last[0] or _PLACEHOLDER.search(words) else _Subject(end, NOBODY, "", False)
    if arn is not None:
        principal = from_words(arn[0]) or NOBODY
        return _Subject(begin + arn.start(), principal, arn[0], principal is not NOBODY)
    return _Subject(end, NOBODY, "", False)


def _principal(words: str) -> Principal | None:
    whole = from_words(words)
    if whole is not None:
        return whole
    first = words.split(maxsplit=1)
    return from_words(first[0]) if first and first[0].strip("\"'`*").startswith("arn:aws") else None


def _actions(text: str, start: int, facts: Facts) -> tuple[tuple[str, ...], int] | None:
    match = _ACTION.match(text, start)
    if match is None:
        return None
    prefix, name, end = "".join(match[1].split()), match[2], match.end()
    broken = _BROKEN_NAME.match(text, end)
    if broken is not None and not facts.canonical(f"{prefix}:{name}"):
        name, end = name + broken[1], broken.end()
    found = [f"{prefix}:{name}"]
    while (more := _MORE_ACTIONS.match(text, end)) is not None:
        found.append(f"{more[1]}:{more[2]}")
        end = more.end()
    return tuple(facts.canonical(action) or _spelt(action) for action in found), end


def _spelt(action: str) -> str:
    prefix, _, name = action.partition(":")
    return f"{prefix.lower()}:{name}"
