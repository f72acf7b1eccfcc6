"""``generate`` has its own policies judged as ``validate`` judges those of people: a finding is a defect.

That takes some milliseconds a policy, so it is done where somebody looks for defects: in tests, and where the
environment has ``POLICYWRIGHT_DEBUG``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from policywright.analyzers.assembly import Place
from policywright.server.errors import Exit, UserError
from policywright.server.published import plain_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.model import Policy
    from policywright.knowledge.policy.findings import Finding

OF_THE_PROGRAM = frozenset(("invalid-arn", "pass-role-on-all", "quota"))
"""What a program says itself: an ARN in it that is none, a role that is passed and not known, more names than
a policy takes (which is said beside the policy)."""


class FoundFault(UserError):
    """``validate`` finds fault with a policy that we made."""

    status = Exit.INTERNAL


def check(policies: Iterable[Policy], place: Place) -> None:
    """Raises ``FoundFault`` for the first defect in one of the policies."""
    for policy in policies:
        for found in faults(policy, place):
            where = f"[{found.code.value} at {found.where}]"
            raise FoundFault(
                f"a defect of policywright, please report it: policy {policy.name}: {found.message} {where}"
            )


def faults(policy: Policy, place: Place) -> list[Finding]:
    """What is wrong with a policy, and not for what the program says."""
    from policywright.knowledge.catalog import Catalog
    from policywright.knowledge.policy.lint import lint
    from policywright.knowledge.store import shared_store

    found = lint(json.dumps(plain_document(policy, place)), Catalog(shared_store()), "identity")
    return [one for one in found if one.severity.value != "info" and one.code.value not in OF_THE_PROGRAM]
