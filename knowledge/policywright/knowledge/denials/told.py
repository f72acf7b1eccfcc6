"""What a text tells beside its messages: who issued a token, and the id that AWS keeps a decision by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policywright.knowledge.denials.model import Finding
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
