"""What policies of a deployment allow, as pairs of actions and resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.assembly import NOWHERE, Place, resource_texts
from policywright.analyzers.model import Policy


def granted(policies: Iterable[Policy], place: Place = NOWHERE) -> Iterator[tuple[str, str]]:
    """Each action with each resource that it is granted on."""
    for policy in policies:
        for grant in policy.grants:
            for resource in resource_texts(grant.resources, place):
                yield grant.action, resource
