"""Fewer words for the same resource: ``sqs:Get*``, where all that it stands for is of one access level.

Asked for only (``--compact``). What gives permissions away, or passes roles, is always written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policywright.analyzers.assembly import Place, condition_data, resource_texts
from policywright.analyzers.model import Grant
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.records import replace

_VERB = re.compile(r"([a-z0-9-]+:[A-Z][a-z]+)[A-Z]\w*\Z")
_NEVER = "Permissions management"
_FEWEST = 3
"""Actions that a pattern is worth: two are as quickly read."""


def compacted(grants: Iterable[Grant], catalog: Catalog, place: Place) -> list[Grant]:
    """Grants, those of one verb and one resource as a pattern where that widens no access level."""
    kept: list[Grant] = []
    alike: dict[tuple[str, str, str, str], list[Grant]] = {}
    for grant in grants:
        verb, resources = _VERB.match(grant.action), resource_texts(grant.resources, place)
        entry = catalog.action(grant.action)
        level = entry.access_level if entry is not None else ""
        if verb is None or len(resources) != 1 or resources == ["*"] or level in ("", _NEVER):
            kept.append(grant)
            continue
        key = (f"{verb[1]}*", resources[0], repr(condition_data(grant.conditions, place)), level)
        alike.setdefault(key, []).append(grant)
    for (pattern, _, _, level), found in alike.items():
        kept += [_one(pattern, found)] if _keeps(pattern, level, found, catalog) else found
    return kept


def _keeps(pattern: str, level: str, found: list[Grant], catalog: Catalog) -> bool:
    """Whether everything that a pattern stands for is of the level of what it stands for here."""
    entries = [catalog.action(name) for name in catalog.expand(pattern)]
    return len(found) >= _FEWEST and all(one is not None and one.access_level == level for one in entries)


def _one(pattern: str, found: list[Grant]) -> Grant:
    reasons = dict.fromkeys(reason for grant in found for reason in grant.reasons)
    ordered = sorted(reasons, key=lambda one: (one.span, one.operation, one.detail))
    return replace(found[0], action=pattern, reasons=tuple(ordered))
