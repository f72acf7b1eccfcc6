"""What is left of a sentence when its middle was cut out: a code, dots, perhaps the action, and the reason.

``AccessDenied ... s3:GetObject ... with an explicit deny in a service control policy``: the reason alone says
that an identity policy is not what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.knowledge.denials.codes import DENIED_CODE
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.masks import IN_BRACKETS
from policywright.knowledge.denials.model import NOBODY, Finding
from policywright.knowledge.denials.normalise import BORDER
from policywright.knowledge.denials.principal import from_arn
from policywright.knowledge.denials.reason import Reason, read_reason, type_named
from policywright.knowledge.denials.resource import read_on_clause
from policywright.knowledge.records import replace

REMNANT = 14
"""Strength of such a finding: under a sentence, over a bare framing."""

_DOTS = r"(?:\.{2,}|\u2026|\[\.{2,}\]|<snip>|\s[\u2013\u2014-]{1,2}\s|:\s)"
_ACTION = r"[a-z][\w-]{1,60}:[A-Z]\w{1,120}"
_REMNANT = re.compile(
    rf"(?<![\w.])(?:{DENIED_CODE}|[Aa]ccess denied (?:to|for|on)(?=\s[\"'`*]*{_ACTION}))[\"'`:]*\s*"
    r"(?:You\s+are\s+not\s+authorized\s+to\s+perform\s+this\s+operation\s*)?"
    rf"(?:{_DOTS}\s*)?"
    rf"(?:[\"'`*]*(?P<action>{_ACTION})[\"'`*]*\s*(?:{_DOTS}\s*)?)?"
    r"[\"'`*]*(?=because\s+no\s|with\s+an?\s*explicit\s|no\s+[\w-]+(?:\s+[\w-]+){0,3}\s+allows\s+the\s)"
)


_WORDS = " is not authorized to perform:"
_NOBODY_SAYS_WHAT = re.compile(
    rf"\b[Uu]ser:? [\"'`]?(?!\S{{6,300}}{_WORDS} [a-z])"
    rf"(?P<arn>arn:aws[a-z-]{{0,20}}:(?:iam|sts)::(?:{IN_BRACKETS}|[^\s\"'`]){{6,300}})[\"'`]?(?:"
    + "|".join(re.escape(_WORDS[:end]) for end in range(len(_WORDS), len(" "), -1))
    + r")(?=\s?(?:[\"'`.)\]]{0,4}[ \t]*(?:\n|\Z)|\.{2,}|\u2026|[\[(<]truncated))"
)
"""A sentence that ends or is cut before the action: who was denied is all that it tells."""
_REFUSED = (
    rf"(?:\b(?i:{DENIED_CODE})[\"\])]{{0,2}}:?|\b[Aa]ccess [Dd]enied:|(?<![\w-])denied:|\bStatusCode: 403,"
    rf"|\bAPI: (?P<action>{_ACTION}))\s{{1,9}}[Uu]ser:?\s{{1,9}}[\"'`]?"
)
"""What says in front of a name that this one was refused, and perhaps what."""
_CUT_WITHIN = re.compile(
    rf"{_REFUSED}(?P<arn>arn:aws[a-z-]{{0,20}}:(?:iam|sts)::"
    r"[^\s\"'`\u2026]{6,300}?(?:\.{3}|\u2026))(?=[\s\"'`]|\Z)(?![\s\"'`]{1,3}cannot\s)"
)
"""The same within the name itself."""
_CUT_BEHIND = re.compile(
    rf"{_REFUSED}(?P<arn>arn:aws(?:{IN_BRACKETS}|[^\s\"'`\u2026]){{0,300}}?)"
    r"(?:[<\[{$]{1,3}[\w -]{0,40}(?:\.{3}|\u2026)?)?"
    rf"(?=[ \t]*(?:\n[ \t]*(?:\n|`{{3}})|\n?{BORDER}|\Z))"
)
"""The same at a name that need not be whole: the end of its block."""


_ACTION_ONLY = re.compile(
    rf"\b[Aa]ccess ?[Dd]enied\"?(?: [\u2013\u2014-]|:) ?[\"'`*]{{0,3}}(?P<action>{_ACTION})\b"
)
"""What somebody typed: *Access Denied - "s3:GetBucketVersioning"*."""


_ACTION_AND_REASON = re.compile(
    rf"(?<![\w:./-])(?P<action>{_ACTION})[\"'`*]{{0,3}}\s{{0,3}}(?:\[\.{{2,}}\]|\[\u2026\]|\.{{2,}}|\u2026|<snip>|\(\.{{2,}}\))\s{{0,3}}"
    r"(?=because\s+no\s|(?:with\s+an\s+)?explicit\s+deny\s+in\s+an?\s)"
)
"""The same without a code: an action, dots and the reason."""
_BARE_REASON = re.compile(
    r"explicit\s+deny\s+in\s+an?\s+(?P<kind>[\w-]+(?:\s+[\w-]+){0,2}?\s+(?:policy|boundary))"
)
_ACTION_ON = re.compile(
    rf"(?<![\w.])(?:{DENIED_CODE}|[Aa]ccess [Dd]enied)[\"'`:]{{0,3}}\s{{1,3}}"
    rf"[\"'`*]{{0,3}}(?P<action>{_ACTION})"
    r"(?=[\"'`*]{0,3}\s{1,3}on\s+(?:the\s+)?(?:resource|[\"'`]{0,3}arn:aws))"
)
"""A code, the action, and what it was refused on."""
_REASON_ONLY = re.compile(
    r"(?:(?:[.\u2026]{2,}|\u2026|\]|\A)[\"'`]?\s{0,9}|(?<=[`\"])"
    r"|(?:^|(?<=\n))[ \t\f\n]{0,40}(?<![a-z,] )(?<![a-z,]\n))"
    r"(?=because\s+no\s|with\s+an?\s+explicit\s+deny)"
)
"""A reason with nothing in front but what was left out: quoted, or a block of its own."""


def read_remnants(text: str, facts: Facts) -> Iterator[Finding]:
    """Every such remnant in ``text``."""
    left_out = "..." in text or "\u2026" in text
    for match in (*_NOBODY_SAYS_WHAT.finditer(text), *(_CUT_WITHIN.finditer(text) if left_out else ())):
        principal = from_arn(match["arn"])
        if principal is not None:
            actions = _in_front(match, facts)
            yield Finding(span=match.span(), principal=principal, actions=actions, strength=REMNANT)
    for match in _CUT_BEHIND.finditer(text):
        told = match["arn"]
        principal = from_arn(told) or NOBODY
        whole = principal.kind == "assumed-role" and told.count("/") > 1
        known = principal if whole else replace(principal, name=None)
        if match.end() != match.end("arn") or principal.kind == "unknown":
            known = replace(known, arn=None)  # a mask was cut, or the kind of principal
        actions = _in_front(match, facts)
        yield Finding(span=match.span(), principal=known, actions=actions, strength=REMNANT)
    for match in _ACTION_ON.finditer(text):
        action = facts.canonical(match["action"])
        if action is not None:
            clause = read_on_clause(text, match.end(), NOBODY)
            reason = read_reason(text, clause.end)
            found = Finding(
                span=(match.start(), max(clause.end, reason.end)),
                actions=(action,),
                resource=clause.value,
                strength=REMNANT + 1,
            )
            yield reason.of(found)
    for match in _ACTION_ONLY.finditer(text):
        action = facts.canonical(match["action"])
        if action is not None:
            yield Finding(span=match.span(), actions=(action,), strength=REMNANT)
    reasoned = (*_REMNANT.finditer(text), *_ACTION_AND_REASON.finditer(text), *_REASON_ONLY.finditer(text))
    for match in reasoned:
        reason = read_reason(text, match.end())
        if reason.denial == "unknown" and (bare := _BARE_REASON.match(text, match.end())) is not None:
            reason = Reason(end=bare.end(), denial="explicit", policy_type=type_named(bare["kind"]))
        action = match.groupdict().get("action") or reason.action
        if action is None and match.re is _REASON_ONLY:
            continue
        if reason.denial == "unknown" or (reason.policy_type == "unknown" and reason.denial == "implicit"):
            continue
        actions = (facts.canonical(action) or action,) if action else ()
        found = Finding(
            span=(match.start(), reason.end),
            actions=actions,
            resource="*" if actions and all(map(facts.on_everything, actions)) else None,
            strength=REMNANT,
        )
        yield reason.of(found)


def _in_front(match: re.Match[str], facts: Facts) -> tuple[str, ...]:
    """The action in front of somebody who was refused, as CloudFormation writes it."""
    action = match.groupdict().get("action")
    return (facts.canonical(action) or action,) if action else ()
