"""What a text tells beside its messages: who called, who issued a token, the id AWS keeps a decision by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policywright.knowledge.denials.model import NOBODY, Finding
from policywright.knowledge.denials.principal import ARN, from_arn
from policywright.knowledge.records import replace

_AUTHORIZATION = re.compile(
    r"authorization-details/([0-9A-Za-z]{8,64})|authorization id:? ([0-9A-Za-z]{8,64})"
)
"""docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied-authorization-id.html"""
_BEHIND = 400
"""How far behind a message its authorization id may stand."""


def identified(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings with the ids that AWS put behind their messages, up to the next one."""
    starts = [finding.span[0] for finding in findings[1:]] + [len(text)]
    told = (
        _AUTHORIZATION.search(
            text, finding.span[0], min(finding.span[1] + _BEHIND, max(stop, finding.span[1]))
        )
        for finding, stop in zip(findings, starts, strict=False)
    )
    return [
        replace(finding, authorization_id=match[1] or match[2]) if match else finding
        for finding, match in zip(findings, told, strict=True)
    ]


_WHO = (
    r"(?:iam |execution |task |service |instance |job |lambda )?"
    r"(?:principal|caller|identity|role|user)"
)
_CALLER = re.compile(
    rf"(?:^[ \t>*|\"'-]{{0,8}}(?i:{_WHO}(?: ?arn)?)[\"'*`]{{0,3}}[ \t]*[:=|][ \t]*|\"Arn\": ?"
    rf"|(?i:\b(?:with|as|using|under|assumed)(?: the| my)? {_WHO}:? ))"
    rf"[\"'`*]{{0,3}}(?P<arn>{ARN.pattern})",
    re.MULTILINE,
)
"""A field, the answer of *who am I*, or words that say who made the call."""
_HOME = re.compile(r"\d{12}")
"""An account that is told; where it is masked, more may be."""
_OF_A_ROLE = ("sts:AssumeRole", "iam:")
"""Actions on roles and users, whose ARN beside a message is as likely what was refused."""


def by_caller(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings that name nobody with the one role or user that the text says it ran as.

    Which of several it was is not known; and that it was this one the message does not say.
    """
    if all(finding.principal != NOBODY for finding in findings):
        return list(findings)
    callers = {match["arn"].rstrip(".,") for match in _CALLER.finditer(text)}
    callers = {arn for arn in callers if _HOME.fullmatch(arn.split(":")[4])}
    told = from_arn(callers.pop()) if len(callers) == 1 else None
    if told is None or told.kind not in ("role", "assumed-role", "user"):
        return list(findings)
    return [
        replace(finding, principal=told, doubt=finding.doubt or "beside")
        if finding.principal == NOBODY
        and not any(action.startswith(_OF_A_ROLE) for action in finding.actions)
        else finding
        for finding in findings
    ]


_GITHUB = "token.actions.githubusercontent.com"
_ISSUER = re.compile(
    r"oidc-provider/([\w.-]+\.[a-z]{2,}(?:/id/[A-Z0-9]+)?)|(oidc\.eks\.[\w-]+\.amazonaws\.com(?:\.cn)?/id/[A-Z0-9]+)"
    r"|https://([\w-]+(?:\.[\w-]+)*\.(?:githubusercontent\.com|okta\.com|auth0\.com)|gitlab\.com|app\.terraform\.io)"
)
_BY_GITHUB = re.compile(
    r"github|configure-aws-credentials|Could not assume role with OIDC|::error|ACTIONS_", re.IGNORECASE
)


def issuer_told(text: str) -> str | None:
    """Who issued the token, where the text tells: the provider's name, or a runner's own words."""
    match = _ISSUER.search(text)
    if match is not None:
        return next(group for group in match.groups() if group)
    return _GITHUB if _BY_GITHUB.search(text) else None
