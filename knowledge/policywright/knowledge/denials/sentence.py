"""The standard sentence: ``User: ARN is not authorized to perform: ACTION on resource: ...``.

The scan is anchored on *not authorized to perform*. In front of the anchor stands the principal,
behind it the action, then the resource and the reason. Each part is bounded by the next keyword, not
by white space, so that a line break inside an ARN does no harm.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from policywright.knowledge.denials.asks import BY_TOKEN
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.masks import (
    ACTION,
    EXAMPLE_ACCOUNTS,
    IN_BRACKETS,
    hides_action,
    masked_parts,
)
from policywright.knowledge.denials.model import NOBODY, Finding, NotDenialCode, Principal, Span
from policywright.knowledge.denials.normalise import flex
from policywright.knowledge.denials.principal import from_plain_name, from_words
from policywright.knowledge.denials.reason import Reason, read_reason
from policywright.knowledge.denials.resource import OnClause, read_on_clause
from policywright.knowledge.records import dataclass, replace

SENTENCE = 20
"""Strength of a finding that quotes the standard sentence, over what only framings tell."""

_LONGEST_PRINCIPAL = 700
_ANCHOR = re.compile(
    rf"(?:\b(?:{flex('is')}|{flex('are')}|{flex('was')})\s{{0,99}})?"
    rf"[Nn]\s*{flex('ot')}\s*(?:be(?:ing|en)\s+)?{flex('authori')}\s*[sz]\s*(?:{flex('ed to perform')}"
    r"|ed\s+to\s+(?P<unsaid>access)(?=\s+(?:this|the\s+requested)\s+resource\b(?!\s+on\s+type)))"
)
"""Some services say that somebody may not access *this resource*, and leave the action to the frame."""
_SUBJECT = re.compile(
    rf"(?<![\w/:.-])(?:{flex('User')}|{flex('Principal')}|{flex('Role')}|{flex('Caller')}|IAM\s+(?:user|role|entity)"
    rf"|identity)(?:\s+ARN)?\s*[:=]?\s*(?=[\s\"'`*:<.\[{{\u2026]|$)"
    r"|(?<=[a-z)\]*])User\s*:\s*(?=arn:)"
)
_LAST_ARN = re.compile(rf"arn:aws[\w-]*:(?:iam|sts):(?:{IN_BRACKETS}|[^\s\"'`<>])+(?=[\"'`*)\]]*\s*$)")
_LAST_RELATIVE = re.compile(r"(?<![\w/:.-])(?:assumed-role|role|user)/[\w+=,.@/-]{1,200}(?=[\"'`*)\]]*\s*$)")
_LAST_NAME = re.compile(
    r"(?:(?<![\w/:.=-])(?P<kind>[Rr]ole|[Uu]ser)\s+[\"'`*]{0,3}(?P<name>[\w+=,.@-]{2,64})"
    r"|(?<![\w/:.=@-])(?P<bare>(?=[\w.-]{0,63}[a-z0-9](?:[A-Z]|[-_]\w))[A-Za-z][\w-]{9,63}))[\"'`*]{0,3}\s*\Z"
)
"""A name right in front, by itself or behind what it is one of; a bare one is no word of a language."""
_FIELD_ABOVE = re.compile(
    r"(?:^|\n)[\s>*\"'|-]{0,8}(?:User(?: ?Identity)?|Role|Principal|Caller|Identity)(?: ARN)?"
    r"[\s\"'`*]{0,4}[:=][\s\"'`*]{0,4}"
    r"(arn:aws[\w-]*:(?:iam|sts)::[^\s\"'`*]+)[\"'`*,]{0,3}[ \t]*(?:\n[^\n]{0,200}){1,4}\Z"
)
"""Who it is about, as a field of its own some lines above a sentence that says *User* only."""
_BROKEN_ARN = re.compile(
    r"(arn:aws[\w-]*:(?:iam|sts)::[\w+=,.@/*:-]*(?:\s*\n\s*[\w+=,.@/*:-]+){1,4})[\"'`*]*\s*$"
)
_ACTION = re.compile(
    r"[\s:\"'`*(\[]*(?:(?:the\s+)?action\s+[\"'`]?)?([A-Za-z][\w-]{0,60})\s*:\s*([A-Za-z]\w{0,120}|\*)(?!\w{0,99}:[\w*/])"
)
_BROKEN_ACTION = re.compile(
    r"[\s:\"'`*(\[]*([A-Za-z][\w-]{0,60}\s*\n\s*[\w-]{1,60})\s*:\s*([A-Za-z]\w{0,120})"
)
_END = r"(?:\u2026|\.{2,}|[\[(<]truncated|[\"'`](?!\w)|\Z|\n\s*\n)"
_CUT = re.compile(rf"[\s:]{{0,9}}(?:[A-Za-z][A-Za-z0-9-]{{0,40}}:?)?\s{{0,9}}{_END}")
"""The end of a sentence that lost its action: who was denied is told all the same."""
_ENDS = re.compile(rf"\s{{0,9}}{_END}")
_NO_ACTION = re.compile(r"\s*:\s*[\"'`]?(?:null|undefined|None|nil)\b")
_MORE_ACTIONS = re.compile(r"[\"'`*]*\s*(?:,|,?\s+and\s+|,?\s+or\s+)\s*[\"'`*]*([a-z][\w-]*):([A-Za-z]\w*)")
_THIRD_PART = re.compile(r"[\s:\"'`*(\[]*([\w-]+):([\w-]+):(\w+)")
_BROKEN_NAME = re.compile(r"\s*\n\s*(\w+)(?=[\"'`*]*\s+(?:on\s|because|with\s+an)|[\"'`*]*\s*$)")
_PLACEHOLDER = re.compile(r"[\s:\"'`*]*(?:<|\$?\{|%[sv]\b|\[|(?i:service):(?:Action|Operation|Api)\w*)")
_FOREIGN = re.compile(r"^\W*(?:iam::\w|acs:|qcs::|urn:|ocid1\.|serviceAccount:|system:)|gserviceaccount\.com")
"""How other clouds and systems name somebody, in a sentence that reads like AWS's."""
_FOREIGN_THING = re.compile(
    r"[\"'`]?\s{1,9}on\s+resources?:?\s+[\"'`]?(?:acs:|qcs:|urn:|ocid1\.|projects/|/subscriptions/|//\w+\.googleapis)"
)
"""How they name what it was refused on."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The findings of one text and what had the sentence's shape but is not AWS's."""

    findings: tuple[Finding, ...]
    others: tuple[tuple[NotDenialCode, Span], ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    start: int
    principal: Principal

    @property
    def named(self) -> bool:
        """Whether an AWS principal stands there, masked or not."""
        return self.principal.arn is not None or self.principal.kind in ("anonymous", "service")


def read_sentences(text: str, facts: Facts) -> Sentences:
    """Every standard sentence in ``text``."""
    findings: list[Finding] = []
    others: list[tuple[NotDenialCode, Span]] = []
    floor = 0
    anchors = list(_ANCHOR.finditer(text))
    for index, anchor in enumerate(anchors):
        ceiling = anchors[index + 1].start() if index + 1 < len(anchors) else len(text)
        found = _read(text, anchor, floor, ceiling, facts)
        if isinstance(found, Finding):
            findings.append(found)
            floor = max(floor, found.span[1])
        elif found is not None:
            others.append(found)
            floor = max(floor, found[1][1])
    return Sentences(tuple(findings), tuple(others))


def _read(
    text: str, anchor: re.Match[str], floor: int, ceiling: int, facts: Facts
) -> Finding | tuple[NotDenialCode, Span] | None:
    """The sentence around ``anchor``; ``floor`` and ``ceiling`` are where its neighbours begin and end."""
    subject = _subject(text, anchor.start(), floor)
    around = max(floor, anchor.start() - 60), min(len(text), anchor.end() + 60)
    if subject is None or _THIRD_PART.match(text, anchor.end()):
        return NotDenialCode.OTHER_CLOUD, around
    if not subject.named and _FORM.search(text, subject.start, anchor.start()):
        return NotDenialCode.PLACEHOLDER, (subject.start, anchor.end())
    hidden = None
    if anchor["unsaid"]:
        performed: tuple[tuple[str, ...], int] | None = ((), anchor.end()) if subject.named else None
    else:
        hidden = _hidden(text, anchor, subject)
        performed = _actions(text, anchor.end(), facts) if hidden is None else ((), hidden.end())
        if performed is None and subject.named and _CUT.match(text, anchor.end()):
            performed = (), anchor.end()
        if performed is None or (hidden is None and _PLACEHOLDER.match(text, anchor.end())):
            code = NotDenialCode.PLACEHOLDER if _PLACEHOLDER.match(text, anchor.end()) else None
            return (code, (subject.start, anchor.end())) if code else None
    if performed is None:
        return None
    actions, end = performed
    if not subject.named and (not _plausible(actions, facts) or _FOREIGN_THING.match(text, end)):
        return NotDenialCode.OTHER_CLOUD, (subject.start, end)
    clause = read_on_clause(text, end, subject.principal)
    reason = read_reason(text, clause.end, ceiling)
    found = _finding(subject, actions, clause, reason, facts)
    if hidden is None or found.actions:
        return found
    return replace(found, service=facts.service_named(hidden["action"].partition(":")[0]))


def _hidden(text: str, anchor: re.Match[str], subject: _Subject) -> re.Match[str] | None:
    """A masked action: what was refused to somebody who is told, and not which.

    Where nobody is told either, a form was pasted that is to be filled in; stars are no such form.
    """
    match = ACTION.match(text, anchor.end())
    if match is None or not hides_action(match["action"]):
        return None
    arn = subject.principal.arn
    told = arn is not None and not masked_parts(arn) and EXAMPLE_ACCOUNTS.search(arn) is None
    covered = subject.start < anchor.start() and _STARRED.search(match["action"]) is not None
    return match if told or covered else None


_FORM = re.compile(r"\b(?:User|Role|Principal|Caller)_?ARN\b")
"""What stands in the place of somebody's ARN where AWS's guides show the form of a message."""
_STARRED = re.compile(r"\*{2,}|[\u2022\u2588]|\w:\S*\*")
"""What a program or a person puts over something that was there."""


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
        encoded_message=reason.encoded_message,
        strength=SENTENCE + (3 if resource else 0) + (4 if reason.denial != "unknown" else 0),
    )
    found = reason.of(found)
    if reason.policy_type == "identity" and reason.denial != "explicit" and not BY_TOKEN.isdisjoint(actions):
        # Whatever is said: who comes with a token has no policy yet.
        return replace(found, fixable="no", topic="trust")
    if reason.policy_type != "unknown" or reason.topic is not None:
        return found
    if not BY_TOKEN.isdisjoint(actions):
        return replace(found, policy_type="resource", fixable="no", topic="trust")
    if actions and not any(facts.needs_permission(action) for action in actions):
        return replace(found, denial="explicit", topic="no-permission")
    return found


def _resource(actions: tuple[str, ...], clause: OnClause, facts: Facts) -> str | None:
    """What a policy must name: ``*`` for an action without resource types, whatever was printed."""
    if not actions or (clause.present and clause.value is None):
        return clause.value
    if all(facts.resource_types(action) == () for action in actions):
        return "*"
    if not clause.present and all(facts.on_everything(action) for action in actions):
        return "*"
    return clause.value


def _missing(actions: tuple[str, ...], named: str | None, facts: Facts) -> tuple[str, ...]:
    """The reason may name another action than the one performed: then that is the one missing."""
    if named is None or len(actions) > 1:
        return actions
    if not actions:
        return (facts.canonical(named) or _spelt(named),)
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
    if last is not None:
        words = window[last.end() :]
        field = None if words.strip() else _FIELD_ABOVE.search(window, 0, last.start())
        principal = _principal(words) if field is None else from_words(field[1])
        if principal is not None:
            return _Subject(begin + last.start(), principal)
        if _FOREIGN.search(words):
            return None
    arn = _LAST_ARN.search(window) or _BROKEN_ARN.search(window)
    if arn is not None:
        return _Subject(begin + arn.start(), from_words(arn[0]) or NOBODY)
    if (relative := _LAST_RELATIVE.search(window)) is not None:
        return _Subject(begin + relative.start(), from_words(relative[0]) or NOBODY)
    if last is not None and ":" in last[0] and len(words) < 200:
        return _Subject(begin + last.start(), from_plain_name(words))
    if (name := _LAST_NAME.search(window)) is not None:
        return _Subject(begin + name.start(), _by_name(name))
    return _Subject(end, NOBODY)


def _by_name(name: re.Match[str]) -> Principal:
    if name["kind"] is not None:
        named = from_plain_name(name["name"]).name
        return Principal(kind="role" if name["kind"].lower() == "role" else "user", name=named)
    return NOBODY if _NO_OWN_NAME.match(name["bare"]) else from_plain_name(name["bare"])


_NO_OWN_NAME = re.compile(
    r"(?:aws|botocore)-|CognitoIdentityCredentials\Z|i-[0-9a-f]{8}|\w+_(?:ARN|ID|NAME)\Z", re.IGNORECASE
)
"""What SDKs and services call a session, of a role that is not told; what is to be filled in."""


def _principal(words: str) -> Principal | None:
    whole = from_words(words)
    if whole is not None:
        return whole
    first = words.split(maxsplit=1)
    return from_words(first[0]) if first and first[0].strip("\"'`*").startswith("arn:aws") else None


def _actions(text: str, start: int, facts: Facts) -> tuple[tuple[str, ...], int] | None:
    """The actions at ``start`` and where they end: none where the service printed ``null``."""
    if (nothing := _NO_ACTION.match(text, start)) is not None:
        return (), nothing.end()
    match = _ACTION.match(text, start)
    broken = _BROKEN_ACTION.match(text, start)
    if broken is not None and (match is None or match.end() < broken.end()):
        joined = "".join(broken[1].split())
        if broken[1].split()[0].endswith("-") or facts.canonical(f"{joined}:{broken[2]}"):
            match = broken
    if match is None:
        return None
    prefix, name, end = "".join(match[1].split()), match[2], match.end()
    rest = _BROKEN_NAME.match(text, end)
    if rest is not None and not facts.canonical(f"{prefix}:{name}"):
        name, end = name + rest[1], rest.end()
    found = [f"{prefix}:{name}"]
    if _ENDS.match(text, end) is not None and facts.is_beginning(found[0]):
        return (), end
    while (more := _MORE_ACTIONS.match(text, end)) is not None:
        found.append(f"{more[1]}:{more[2]}")
        end = more.end()
    return tuple(facts.canonical(action) or _spelt(action) for action in found), end


def _spelt(action: str) -> str:
    if hides_action(action):
        return action  # to be filled in
    prefix, _, name = action.partition(":")
    return f"{prefix.lower()}:{name}"
