"""Log groups of very many functions under one role, as one pattern: how all of their names begin.

Each by its name they would take more than half of what a role's inline policies may have, and nobody would
read them. Where a role has each of them by its name already, it keeps them.
"""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonprefix

from policywright.analyzers.infrastructure.coverage import Item, form
from policywright.analyzers.infrastructure.granting import Granting
from policywright.analyzers.infrastructure.holdings import reasons_of
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.knowledge.policy.quota import QUOTAS
from policywright.knowledge.records import replace
from policywright.knowledge.values import Hole

_OF_FUNCTIONS, _ALL_OF_IT = ":log-group:/aws/lambda/", ":*"
_ROOM = QUOTAS["role"] // 2


def folded(items: Sequence[Item], granting: Granting) -> list[Item]:
    """The items, those on very many log groups of functions as one for each action."""
    by_action: dict[tuple[str, object], list[Item]] = {}
    for item in items:
        if item.action.startswith("logs:") and not item.only_if and _is_of_function(form(item.resource)):
            by_action.setdefault((item.action, item.conditions), []).append(item)
    new: dict[int, Item] = {}
    gone: set[int] = set()
    for several in by_action.values():
        if sum(len(form(item.resource)) for item in several) <= _ROOM:
            continue
        resource = text_of([*_beginning([parts_of(item.resource) for item in several]), "*", _ALL_OF_IT])
        pattern = replace(several[0], resource=resource, reasons=reasons_of(several))
        known = _OF_FUNCTIONS in form(resource)
        if known and (granting.of(pattern) or not all(map(granting.of, several))):
            new[id(several[0])] = pattern
            gone.update(map(id, several[1:]))
    return [new.get(id(item), item) for item in items if id(item) not in gone]


def _is_of_function(pattern: str) -> bool:
    return _OF_FUNCTIONS in pattern and pattern.endswith(_ALL_OF_IT)


def _beginning(several: Sequence[tuple[str | Hole, ...]]) -> list[str | Hole]:
    """What all of some patterns begin with."""
    found: list[str | Hole] = []
    for pieces in zip(*several, strict=False):
        if all(one == pieces[0] for one in pieces):
            found.append(pieces[0])
            continue
        texts = [one for one in pieces if isinstance(one, str)]
        if len(texts) == len(pieces):
            found.append(commonprefix(texts).rstrip("*:"))  # noqa: RUF071  characters are meant
        break
    return [one for one in found if one]
