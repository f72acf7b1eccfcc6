"""What a call was made on, by the places that the text names around its refusal.

Asked in this order: the line of the answer, the command that was typed last in front of it, the passage
around it, and the request that a debug log shows. The first that names a place of the kind which the call
needs decides; where it names two, none is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.locations import NOWHERE, Where, places, queue_arns, requested, s3_where
from policywright.knowledge.denials.model import Finding, Span
from policywright.knowledge.denials.nearby import Surroundings, line_around
from policywright.knowledge.denials.parts import PROMPT
from policywright.knowledge.records import replace

_BLOCK = 500
"""How far around an answer the passage goes that belongs to it."""
_TYPED_BEFORE = 1_500
"""How far in front of an answer its command may have been typed: what came out of it stands between."""
_REQUEST = 4_000
"""How far in front of an answer a debug log may show the request."""
_COMMAND = re.compile(
    r"\baws(?: --?[a-z][\w-]{0,40}(?:[ =][^\s-]\S{0,200})?){0,5} [a-z][a-z0-9-]{1,30} [a-z]"
    r"|\b(?:hdfs|hadoop) (?:dfs|fs) -|\bs3cmd |\b(?:Read|Write|Remove|Get)-S3"
)
_ARN = re.compile(r"arn:aws[\w-]*:[a-z0-9-]+:[^\s\"'`,;<>\u2026]*[^\s\"'`,;<>.:\])}\u2026]")
_CUT = ("\u2026", "..")
"""What goes on behind one that is not whole."""
_CONFIGURED = re.compile(
    r"[\"']?(?:Not)?[Rr]esources?[\"']?\s*(?:=|=>|:)\s*\[?\s*[\"'\[]|^\s*-?\s*[\"'\[{]+\Z"
)
"""In front of an ARN in a policy or a template: what somebody may do, not what was refused."""
_LOADED = re.compile(
    r"\b(?:copy\s(?:[^;]{1,160}?\s)?from|unload\s*\([^;]{1,160}\)\s*to)\s+[\"'][^\"'\n]{0,20}\Z",
    re.IGNORECASE,
)
"""In front of what a statement of Redshift loads or unloads: all whose keys begin so."""
_LONG = 240
_COPIED = re.compile(r"\S+\s+(?:to|->)\s+")
_OF_SOURCE = re.compile(r":(?:Get|List|Head|Delete)")
"""Of two places in a row the first is read and the second is written."""
_ENDS = 2
_OF_ROLES = ("iam", "sts")
"""Services whose ARNs stand everywhere beside a refusal: they are who called."""
_BY_TOKEN = "sts:AssumeRoleWithWebIdentity"
_ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/[\w+=,.@/-]*[\w+=@/-]")
_CLAUSE = re.compile(
    r"\bon\s+(?:this\s+|the\s+|any\s+)?(?:requested\s+|specified\s+)?resource", re.IGNORECASE
)
_BEHIND = 40


def with_place(around: Surroundings, finding: Finding, facts: Facts) -> Finding:
    """The finding with what it was refused on, where its own message does not tell that."""
    actions = finding.actions
    if finding.resource or finding.within or not actions:
        return finding
    named = _CLAUSE.search(around.text, finding.span[0], finding.span[1] + _BEHIND) is not None
    if named and not all(map(facts.on_everything, actions)):
        return finding  # what its message names is not usable: nothing else is meant
    where = place_told(around, finding.span, actions, facts)
    return replace(finding, resource=where.resource, within=where.within)


def place_told(around: Surroundings, span: Span, actions: tuple[str, ...], facts: Facts) -> Where:
    """What such a call was made on."""
    if all(map(facts.on_everything, actions)):
        return Where(resource="*")
    services = {action.partition(":")[0] for action in actions}
    if len(actions) != 1 or len(services) != 1:
        return NOWHERE
    text, buckets = around.text, set[str | None]()
    for zone in _zones(around, span):
        found = list(_named(around, zone, actions, facts))
        usable = tuple(dict.fromkeys(where for _, where in found if where.resource))
        if len(usable) == len(found) == _ENDS and _COPIED.fullmatch(text, found[0][0], found[1][0]):
            return usable[0 if _OF_SOURCE.search(actions[0]) else 1]
        if usable:
            return usable[0] if len(usable) == 1 else NOWHERE
        buckets.update(where.within for _, where in found)
    if services == {"s3"}:
        for place in requested(around, max(0, span[0] - _REQUEST), span[0]):
            where = s3_where(place.bucket, place.key, actions, facts, place.partition)
            if where.resource:
                return where
            buckets.add(where.within)
    return Where(within=buckets.pop()) if len(buckets) == 1 else NOWHERE


def _zones(around: Surroundings, span: Span) -> Iterator[Span]:
    """Where places are looked for, one after the other."""
    text, (start, end) = around.text, span
    begin = max(0, start - _BLOCK)
    yield max(text.rfind("\n", begin, start) + 1, begin), end
    typed = around.last(_COMMAND, max(0, start - _TYPED_BEFORE), start)
    prompt = around.last(PROMPT, max(0, start - _TYPED_BEFORE), start)
    if typed is not None and (prompt is None or typed.end() > prompt.start()):
        yield line_around(text, typed.span())
    yield begin if prompt is None else max(begin, prompt.start()), end + _BLOCK


def _named(
    around: Surroundings, zone: Span, actions: tuple[str, ...], facts: Facts
) -> Iterator[tuple[int, Where]]:
    """The places of the kind of a call that a passage names, each once, in order."""
    text = around.text
    service = actions[0].partition(":")[0]
    found: dict[Where, int] = {}
    if service == "s3":
        for place in places(around, *zone):
            where = s3_where(place.bucket, place.key, actions, facts, place.partition)
            if (
                where.resource
                and place.key
                and _LOADED.search(text[max(0, place.start - _LONG) : place.start])
            ):
                where = Where(within=f"{where.resource}*")
            found.setdefault(where, place.start)
    elif service == "sqs":
        for start, arn in queue_arns(text, *zone):
            found.setdefault(Where(resource=arn), start)
    if actions == (_BY_TOKEN,):
        # Who calls has no ARN yet: a role that stands there is the one to be assumed.
        for match in around.within(_ROLE, *zone):
            found.setdefault(Where(resource=match[0]), match.start())
    elif service not in _OF_ROLES:
        for match in around.within(_ARN, *zone):
            configured = _CONFIGURED.search(text[text.rfind("\n", 0, match.start()) + 1 : match.start()])
            whole = "*" not in match[0] and not text.startswith(_CUT, match.end())
            if whole and not configured and facts.fits(actions[0], match[0]):
                found.setdefault(Where(resource=match[0]), match.start())
    yield from sorted(((start, where) for where, start in found.items()), key=lambda one: one[0])
