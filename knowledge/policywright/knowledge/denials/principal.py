"""Who was denied: from an ARN, from the words in front of the sentence, from a CloudTrail identity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policywright.knowledge.denials.model import NOBODY, Principal, PrincipalKind

ARN = re.compile(r"arn:(aws[a-z-]{0,20}):(iam|sts)::(\d{12}|[\d*xX]{3,12}|aws|cloudfront)?:([\w+=,.@/*:-]+)")
_ACCOUNT = re.compile(r"\d{12}")
_UNIQUE_ID = re.compile(r"(?:AROA|AIDA|ASIA|AKIA|AGPA|ANPA)[A-Z0-9]{8,}(?::\S+)?")
_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?")
_MASK = re.compile(r"[*xX]{3,}")
_KINDS: Mapping[str, PrincipalKind] = {
    "assumed-role": "assumed-role",
    "role": "role",
    "user": "user",
    "federated-user": "federated",
    "saml-provider": "federated",
    "oidc-provider": "federated",
    "root": "root",
}
_NAMED = frozenset({"assumed-role", "role", "user"})


def from_arn(arn: str) -> Principal | None:
    """The principal of an IAM or STS ARN; ``None`` when it is no such ARN."""
    match = ARN.fullmatch(arn)
    if match is None:
        return None
    word, _, rest = match[4].partition("/")
    kind = _KINDS.get(word, "unknown")
    parts = rest.split("/")
    name = parts[0] if kind == "assumed-role" else parts[-1]
    return Principal(arn=arn, kind=kind, name=(name or None) if kind in _NAMED else None)


def account_of(principal: Principal) -> tuple[str, str] | None:
    """Partition and account of a principal whose ARN is known in full."""
    match = ARN.fullmatch(principal.arn or "")
    if match is None or not _ACCOUNT.fullmatch(match[3] or ""):
        return None
    return match[1], match[3]


def from_words(words: str) -> Principal | None:
    """The principal that a message names, whatever its form; ``None`` when it is none of AWS's."""
    compact = "".join(words.split()).strip("'\"`*,;()[]")
    if not compact or _MASK.fullmatch(words.strip()):
        return NOBODY
    if compact.lower() in ("anonymous", "anonymoususer"):
        return Principal(kind="anonymous")
    if compact.startswith("arn:"):
        return from_arn(compact)
    if _SERVICE.fullmatch(compact):
        return Principal(kind="service", name=compact)
    if _ACCOUNT.fullmatch(compact) or _UNIQUE_ID.fullmatch(compact):
        return NOBODY
    return None


def from_identity(identity: Mapping[str, Any]) -> Principal:
    """The principal of a CloudTrail ``userIdentity``."""
    arn, kind = identity.get("arn"), identity.get("type")
    if isinstance(arn, str) and (known := from_arn(arn)) is not None:
        return known
    if kind == "Root":
        return Principal(kind="root")
    if "anonymous" in (str(identity.get("principalId")).lower(), str(identity.get("accountId")).lower()):
        return Principal(kind="anonymous")
    if kind == "AWSService" or (kind is None and identity.get("invokedBy")):
        return Principal(kind="service", name=_text(identity.get("invokedBy")))
    if kind in ("WebIdentityUser", "SAMLUser", "FederatedUser"):
        return Principal(kind="federated")
    if kind == "IAMUser":
        return Principal(kind="user", name=_text(identity.get("userName")))
    if kind in ("AssumedRole", "Role"):
        issuer = (identity.get("sessionContext") or {}).get("sessionIssuer") or {}
        return Principal(kind="assumed-role", name=_text(issuer.get("userName")))
    return NOBODY


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
