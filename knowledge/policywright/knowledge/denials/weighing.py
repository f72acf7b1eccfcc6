"""The last reading: refusals that no reader knows, where all else tells of none.

Every other reader knows a form, be it of one word. Here no form is asked. A word of refusal is worth what it
proves, and so is what stands around it: that it was AWS, that it came to somebody, that somebody tells of it.
Where these are enough together it is a denial, of what the words around it tell was done (``saying``), or of
nothing that is told. What is wanted, supposed, general, gone, of a page or of a program is none.
"""

from __future__ import annotations

import re

from policywright.knowledge.denials.constants import is_remark, passed
from policywright.knowledge.denials.evidence import AT_AWS, EVIDENCE, HANDLED, HAPPENED, SERVE, is_gone
from policywright.knowledge.denials.facts import Facts
from policywright.knowledge.denials.model import NOBODY, Finding, Span
from policywright.knowledge.denials.naming import services_in
from policywright.knowledge.denials.nearby import Surroundings, line_around
from policywright.knowledge.denials.negatives import NotPolicy, is_not_policy, of_others
from policywright.knowledge.denials.plain import CAME
from policywright.knowledge.denials.reporting import is_reported
from policywright.knowledge.denials.saying import service_beside, service_in_words, told_in_words
from policywright.knowledge.denials.silencing import UNSURE
from policywright.knowledge.records import replace

WEIGHED = 2
"""Strength of such a finding: under all others."""
_REFUSED = re.compile(
    r"(?P<own>\bAccessDenied(?:Exception)?\b|\bUnauthorizedOperation\b)"
    r"|(?P<denied>(?i:\baccess[ _-]?denied\b|\bdenied access\b|\bnot (?:\w+ )?authori[sz]ed to\b"
    r"|\b(?:lack(?:s|ed|ing)?|missing|no|insufficient|not have)"
    r"(?: (?:the|a|an|any|enough|some|proper|required))?"
    r" (?-i:IAM|AWS) (?:permissions?|actions?|polic(?:y|ies)|rights)\b))"
    r"|(?P<iam>\bIAM (?:\w+ ){0,2}(?:errors?|failures?|denials?|issues?)\b)"
    r"|(?P<anybody>(?i:\b403\b|\bforbidden\b|\bpermission denied\b"
    r"|\b(?:AWS )?permissions? (?:errors?|issues?|problems?)\b))"
)
_WORTH = {"own": 2, "iam": 2, "denied": 1, "anybody": 0}
"""Who uses such a word: AWS alone, AWS among few others, anybody."""
_ENOUGH = 4
_REACH = 700
_AROUND = 160
_PATH = re.compile(r"(?<![A-Za-z0-9])aws(?=[/_.-]|[A-Z])|[/\\@]aws-\w")
"""AWS in the name of a file, a package or a class."""
_PRINTED = re.compile(r"(?:[\"'`:>\])]|^) {0,8}\Z", re.MULTILINE)
"""In front of a word of refusal that is a value or the message of an error."""


def unread_at_all(
    around: Surroundings, facts: Facts, known: list[Finding], negatives: list[NotPolicy]
) -> list[Finding]:
    """The first refusal that weighs enough, in a text of which nothing else is read."""
    sure = any(negative.code not in UNSURE for negative in negatives)
    if known or sure or around.speech.of_page or not around.speech.tells:
        return []
    for match in _REFUSED.finditer(around.text):
        if _may_be(around, match.span()):
            finding = _weighed(around, match, facts)
            if finding is not None:
                return [finding]
    return []


def _may_be(around: Surroundings, span: Span) -> bool:
    """Whether a word of refusal may say that somebody was refused."""
    text, (start, end) = around.text, span
    if is_gone(text, start) or HANDLED.match(text, end) or passed(text, start):
        return False
    if is_remark(text, start, end) or of_others(text, span):
        return False
    if is_not_policy(text[max(0, start - _AROUND) : end + _AROUND]):
        return False
    said = around.speech.at(start)
    return said is None or (said.says != "instructs" and is_reported(text, said.span, span))


def _weighed(around: Surroundings, match: re.Match[str], facts: Facts) -> Finding | None:
    text, (start, end) = around.text, match.span()
    window = max(0, start - _REACH), min(len(text), end + _REACH)
    beside = service_beside(around, (start, end), facts)
    service = beside or service_in_words(around, (start, end), facts)
    said = around.speech.at(start)
    own = said.span if said is not None else line_around(text, (start, end))
    at_aws = around.first(AT_AWS, *window) is not None or around.first(_PATH, *window) is not None
    came = any(around.first(sign, *own) is not None for sign in (HAPPENED, CAME))
    came = came or _PRINTED.search(text, max(own[0], start - _AROUND), start) is not None
    kind = match.lastgroup or ""
    if kind != "own" and (beside in SERVE or service in SERVE):
        return None  # what answers there is somebody's program
    weight = _WORTH[kind] + (2 if beside else at_aws or service is not None) + around.speech.tells
    if not came or weight + came < _ENOUGH:
        return None
    told, actions = told_in_words(around, (start, end), service, facts)
    return Finding(
        span=(start, end),
        actions=actions,
        service=told,
        resource="*" if actions and all(map(facts.on_everything, actions)) else None,
        strength=WEIGHED,
        doubt=None if match["own"] else "weighed",
    )


_BY_NAME = re.compile(
    r"\bIAM\b|\bAccessDenied(?:Exception)?\b|\bUnauthorizedOperation\b"
    r"|\b(?:roles?|buckets?|lambdas?|EC2|ECS|EKS|SCPs?|policy|policies)\b"
)
_OF_ANY_HOST = ("codecommit",)
"""Services whose operations other hosts of code have by the same names: pull requests, branches."""


def but_anybodys(around: Surroundings, finding: Finding, facts: Facts) -> Finding:
    """A refusal in words with a doubt, where its operation is all that tells that it was at AWS."""
    if finding.principal != NOBODY or finding.strength > EVIDENCE or finding.doubt or not finding.actions:
        return finding
    text, service = around.text, finding.service or finding.actions[0].partition(":")[0]
    if any(action.lower() in text.lower() for action in finding.actions):
        return finding
    named = {name for _, name in services_in(text, 0, len(text), facts)}
    if service in _OF_ANY_HOST:
        sign = service in named
    else:
        sign = bool(named) or any(one.search(text) is not None for one in (AT_AWS, _BY_NAME, _PATH))
    return finding if sign else replace(finding, doubt="weighed")
