"""Sizes of policies as AWS counts them, and the quotas; ``splitting`` cuts a policy that is too long.

AWS counts characters without white space:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from policywright.knowledge.policy.statements import Document

# Inline quotas are for all inline policies of that identity together.
QUOTAS: Final[Mapping[str, int]] = {"managed": 6144, "role": 10240, "user": 2048, "group": 5120}
TRUST: Final = 2048  # of a role's trust policy, which can be raised to its limit below
# Limits of one document by its kind. Source for SCPs and RCPs:
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
DOCUMENT_LIMITS: Final[Mapping[str, int]] = {
    "identity": max(QUOTAS.values()),
    "boundary": QUOTAS["managed"],
    "session": 2048,
    "trust": 4096,
    "scp": 5120,
    "rcp": 5120,
    "resource": 20480,
    "vpce": 20480,
}


def size(policy: Document) -> int:
    """Characters that count: the compact JSON text. White space inside of strings is counted, to be safe."""
    return len(json.dumps(policy, separators=(",", ":"), ensure_ascii=False))


def exceeded(policy: Document, limits: Mapping[str, int] = QUOTAS) -> tuple[str, ...]:
    """The names of the quotas that the document passes."""
    count = size(policy)
    return tuple(name for name, limit in limits.items() if count > limit)
