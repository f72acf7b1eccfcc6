"""What people called their identities is no word of what was done: ``assumed-role/s3-read`` reads nothing.

Readers of words look for operations, services and things in all that stands around a refusal. They are given
the text in letters of another alphabet wherever it names a role, a user, a group, a profile or a policy: as
long as it was, still in one piece for those that look for an ARN, and like no word. ``uncovered`` gives
what they have found its own letters back.
"""

from __future__ import annotations

import re
import string

from policywright.knowledge.denials.model import NOBODY, Finding
from policywright.knowledge.denials.principal import from_arn
from policywright.knowledge.records import replace

_LETTERS = string.ascii_uppercase + string.ascii_lowercase
_COVER = {ord(letter): 0x1D670 + index for index, letter in enumerate(_LETTERS)}
_COVER |= {ord(digit): 0x1D7F6 + index for index, digit in enumerate(string.digits)}
"""Monospaced letters and digits of mathematics."""
_UNCOVER = {cover: letter for letter, cover in _COVER.items()}
_COVERED = re.compile("[\U0001d670-\U0001d6a3\U0001d7f6-\U0001d7ff]")
_KIND = r"(?:assumed-role|role|user|group|instance-profile|federated-user|policy)"
_NAME = r"[\w+=,.@-]"
_WORD = r"(?i:roles?|users?|groups?|(?:instance )?profiles?)"
_CALLED = re.compile(
    # In an ARN, or what is left of one.
    rf"(?:(?<=:)|(?<=\.\.\./)|(?<=\u2026/)|(?<=\*/)|(?<=>/)|(?<![\w/.-])){_KIND}/(?P<arn>{_NAME}[\w+=,.@/-]*)"
    # Behind the word for it: any name in quotes or that is said to be one, else what no word is.
    rf"|\b{_WORD}(?i:\s+(?:named|called)(?P<named>\s+[\w-]{{2,128}}(?![\w:@/(-])))"
    rf"|\b{_WORD}(?i:\s+(?:named|called|name|is))?[\s:=]{{1,3}}"
    rf"(?:(?P<quote>[\"'`])(?P<quoted>{_NAME}{{2,128}})(?P=quote)"
    r"|(?P<plain>[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)+)(?![\w:@/(-]))"
    # A field or an option of the same.
    r"|(?:\b(?i:(?:role|user|group|(?:instance-?)?profile)[_-]?name)[\"']?\s?[:=]\s?"
    r"|--(?:role|user|group|(?:instance-)?profile)(?:-name)?[ =])[\"'`]?"
    rf"(?P<field>{_NAME}{{2,128}})"
    # In quotes in front of it.
    rf"|(?P<mark>[\"'`])(?P<before>{_NAME}{{2,128}})(?P=mark)\s+(?i:(?:IAM\s)?(?:role|user|group)\b)"
)


def covered(text: str) -> str:
    """The text without what somebody called an identity, as long as it was."""
    if _COVERED.search(text) is not None:
        return text  # somebody writes so: what was covered would not be known
    return _CALLED.sub(_cover, text)


def _cover(match: re.Match[str]) -> str:
    begin, end = match.span(match.lastgroup or 0)
    whole, start = match[0], match.start()
    name = whole[begin - start : end - start].translate(_COVER)
    return f"{whole[: begin - start]}{name}{whole[end - start :]}"


def uncovered(finding: Finding) -> Finding:
    """The finding with the names in it as they were."""
    principal, resource, within = finding.principal, finding.resource, finding.within
    if principal.arn is not None and _COVERED.search(principal.arn):
        principal = from_arn(principal.arn.translate(_UNCOVER)) or NOBODY
    elif principal.name is not None:
        principal = replace(principal, name=principal.name.translate(_UNCOVER))
    return replace(
        finding,
        principal=principal,
        resource=resource and resource.translate(_UNCOVER),
        within=within and within.translate(_UNCOVER),
    )
