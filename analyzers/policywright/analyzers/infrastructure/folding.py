"""Log groups of very many functions under one role, as one pattern: how all of their names begin.

Each by its name they would take more than half of what a role's inline policies may have, and nobody would
read them. What a role has by its name already it keeps, and is told what it lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os.path import commonprefix

from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.granting import Granting
from policywright.analyzers.infrastructure.holdings import reasons_of
from policywright.analyzers.infrastructure.items import Item
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.knowledge.policy.quota import QUOTAS
from policywright.knowledge.records import replace
from policywright.knowledge.values import Hole

_OF_FUNCTIONS, _ALL_OF_IT = ":log-group:/aws/lambda/", ":*"
_LEAST = 3
"""Characters of a name that say something: all functions of an account are nobody's."""
_ROOM = QUOTAS["role"] // 2


def folded(items: Sequence[Item], granting: Granting) -> list[Item]:
    """The items, those on very many log groups of functions as one for each action."""
    by_action: dict[tuple[str, object], list[Item]] = {}
    for item in items:
        if item.action.startswith("logs:") and not item.only_if and _is_of_function(form(item.resource)):
            by_action.setdefault((item.action, item.conditions), []).append(item)
    new: dict[int, Item] = {}
    gone: set[int] = set()
    for every in by_action.values():
        for several in _groups(every, granting):
            new[id(several[0])] = _pattern(several)
            gone.update(map(id, several[1:]))
    return [new.get(id(item), item) for item in items if id(item) not in gone]


def _groups(every: list[Item], granting: Granting) -> Iterator[list[Item]]:
    """Those that are one: all where the role has their pattern, else what it has as one and what it lacks."""
    if not _are_many(every):
        return
    whole = _pattern(every)
    if _is_name(whole, 0) and granting.of(whole):
        yield every
        return
    by_holders: dict[tuple[int, ...], list[Item]] = {}
    for item in every:
        by_holders.setdefault(tuple(id(one) for one in granting.of(item)), []).append(item)
    for holders, several in by_holders.items():
        pattern = _pattern(several)
        if not _are_many(several) or not _is_name(pattern, 0 if holders else _LEAST):
            continue
        if not holders or granting.of(pattern):
            yield several


def _are_many(several: list[Item]) -> bool:
    return sum(len(form(item.resource)) for item in several) > _ROOM


def _pattern(several: list[Item]) -> Item:
    resource = text_of([*_beginning([parts_of(item.resource) for item in several]), "*", _ALL_OF_IT])
    return replace(several[0], resource=resource, reasons=reasons_of(several))


def _is_name(pattern: Item, least: int) -> bool:
    """A pattern is of names that begin alike, with so much that says whose functions they are."""
    _, known, name = form(pattern.resource).removesuffix(f"*{_ALL_OF_IT}").partition(_OF_FUNCTIONS)
    return bool(known) and len(name.strip("-_")) >= least


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
