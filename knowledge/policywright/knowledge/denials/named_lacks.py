"""Lacks named in a way of somebody's own: a call without its service, what was seen to, what was added.

*The role lacks CreateNetworkInterface* names an operation as AWS spells it; a tool that failed asks that an
action be enabled; who looked into it says which call the issue is with, or what was added to the policy. Each
counts where something is said to have failed. ``evidence`` reads those that name an action of the catalog.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from policywright.knowledge.denials.candidates import meant
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.identifiers import service_with
from policywright.knowledge.denials.model import Finding, Span
from policywright.knowledge.denials.saying import is_added, is_asked, is_supposed

_REACH = 700
_NEAR = 260
"""How far from what failed its cause is named."""
_ACTION = r"(?<![\w:./-])(?P<action>[a-z][a-z0-9-]{1,40}:[A-Za-z][A-Za-z0-9]{2,80})(?![\w:*/-])"
_CALL = r"(?P<op>[A-Z][a-z]+[A-Z][A-Za-z]{2,60})"
FAILING = re.compile(
    r"\b(?:fail(?:s|ed|ing|ures?)?|denied|AccessDenied(?:Exception)?|errors?|exceptions?|403|can(?:not|['\u2019]t)|unable"
    r"|crash(?:es|ed|ing)?|stopped)\b",
    re.IGNORECASE,
)
"""What says that something failed, be it in another sentence."""
_LACKS = re.compile(
    r"\b(?i:role|polic(?:y|ies)|user|profile|permissions?)\b[^.;:\n]{0,40}?\b"
    r"(?:lacks?|lacked|lacking|(?:is|was) missing|misses|has no|had no"
    r"|(?:do(?:es)?|did)(?: not|n['\u2019]t) (?:have|allow|include|grant))"
    rf"[ \t]+(?:the[ \t]+)?[\"'`]?{_CALL}[\"'`]?(?=[\s.,;)]|\Z)"
)
"""A lack that names an operation as AWS spells it, without its service."""
_ENABLED = re.compile(
    r"\b(?:ensure|make sure|check|verify|confirm)[ \t]+(?:that[ \t]+)?(?:the[ \t]+)?[\"'`]{0,3}"
    + _ACTION
    + r"[\"'`]{0,3}[ \t]+(?:action|permission)[ \t]+(?:is|has been)[ \t]+"
    r"(?:enabled|allowed|granted|given|included|attached)\b",
    re.IGNORECASE,
)
_HAS_FAILED = re.compile(
    r"\b(?:[Ff]ailed to|[Uu]nable to|[Cc]ould not|[Cc]annot)\b[^\n]{0,160}?[.:]\s+(?:[Pp]lease\s+)?\Z"
)
"""What a tool says has failed, right in front of what it asks for."""
_ISSUE_WITH = re.compile(
    r"\b(?i:issue|problem|error|failure)s?\s(?:is|was|(?:seems|appears|turned out) to be)\s"
    rf"(?:with|in|on|at|from)\s(?:the\s)?[\"'`]?{_CALL}[\"'`]?\s(?:operation|call|action|API|permission)\b"
)
_OF_PERMISSIONS = re.compile(
    r"\b(?:missing|required|necessary|needed|add\w*|lack\w*|insufficient)\s(?:\w+\s){0,2}?permissions?\b",
    re.IGNORECASE,
)
_BROKE = re.compile(
    r"\b(?:fail(?:s|ed|ing)|(?:is|was|are|were) not working|broke|broken)\b[^\n]{0,120}?"
    r"\b(?:403|[Aa]ccess ?[Dd]enied\w*|UnauthorizedOperation|[Pp]ermissions?|not authorized)\b"
)
_MENDED = re.compile(
    r"\b(?i:add(?:s|ed)?|grant(?:s|ed)?)\s+(?:the\s+)?(?:missing\s+)?[\"'`]{0,2}" + _ACTION + r"[\"'`]{0,2}"
    r"(?:\s+permission)?\s+(?:in|to|for)\s+(?:[\w-]+\s+){0,4}?(?i:polic(?:y|ies)|role|permissions?|user)\b"
)
"""What was added to a policy where something is said to have failed for want of a permission."""


def read_named_lacks(
    text: str, facts: Facts, taken: Callable[[int, int], bool], strength: int
) -> Iterator[Finding]:
    """Every such lack in ``text``, the surest first; ``taken`` says where others have read."""
    for match in _LACKS.finditer(text):
        service = service_with(match["op"], facts)
        actions = facts.actions_of(service, match["op"]) if service else ()
        gone = (
            is_supposed(text, match.start()) or is_added(text, match.span()) or is_asked(text, match.span())
        )
        failing = _around(FAILING, text, match.span(), _REACH)
        if actions and failing and not gone and not taken(*match.span()):
            yield _finding(match.span(), actions, strength, facts, service, match["op"])
    for match in _ENABLED.finditer(text):
        action = meant(match["action"], facts)
        failed = _HAS_FAILED.search(text[max(0, match.start() - _NEAR) : match.start()])
        if action is not None and failed is not None and not taken(*match.span()):
            yield _finding(match.span(), (action,), strength, facts)
    for match in _ISSUE_WITH.finditer(text):
        service = service_with(match["op"], facts)
        actions = facts.actions_of(service, match["op"]) if service else ()
        if actions and _around(_OF_PERMISSIONS, text, match.span(), _NEAR) and not taken(*match.span()):
            yield _finding(match.span(), actions, strength - 1, facts)
    for match in _MENDED.finditer(text):
        action = meant(match["action"], facts)
        broke = _BROKE.search(text, max(0, match.start() - _NEAR), match.start())
        if action is not None and broke is not None and not taken(broke.start(), match.end()):
            yield _finding(match.span(), (action,), strength - 1, facts)


def _around(words: re.Pattern[str], text: str, span: Span, reach: int) -> bool:
    return words.search(text, max(0, span[0] - reach), span[1] + reach) is not None


def _finding(
    span: Span,
    actions: tuple[str, ...],
    strength: int,
    facts: Facts,
    service: str | None = None,
    operation: str | None = None,
) -> Finding:
    return Finding(
        span=span,
        actions=actions,
        resource="*" if all(map(facts.on_everything, actions)) else None,
        service=service,
        operation=operation,
        strength=strength,
    )
