"""What a narrowed statement keeps of the way people wrote it: what gains nothing changes nothing.

``adds_little`` says which policy templates are kept as a whole; ``as_people_wrote`` is about statements.
In: the items that a held statement is there for. Out: the same items, said as the statement says them where
that grants no more (a wildcard over the only type that an action has), and with its region and account.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from policywright.analyzers.infrastructure.access import expanded, kinds_of, levels_of
from policywright.analyzers.infrastructure.forms import ARN_FIELDS, form, of_any_instance
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.items import ANYTHING, Item, as_they_begin
from policywright.analyzers.infrastructure.matching import is_family
from policywright.analyzers.infrastructure.references import References, placed_like
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import replace
from policywright.knowledge.values import Hole, Text, Value

MAX_LISTED = 6
"""A pattern that gives the beginning of a name is not replaced by more resources than a line of the summary
has."""
_VARIABLE = re.compile(r"\$\{[^}]*\}")
_WILD = re.compile(r"[*?]")
_SAYS = re.compile(r"[^\W_]|\ue000")
"""What says something of a name: a letter, a digit or a reference."""
_PLACES = ("partition", "region", "account")
_TAGGING = "Tagging"
"""The level of access of actions that are on any type of their service."""
_LISTS = frozenset(("List",))
_READS = frozenset(("Read", "List"))
"""The levels of access of actions that change nothing."""


def as_people_wrote(held: Held, references: References) -> None:
    """Says the items of a statement in its own words."""
    if held.holding.not_resources:
        return
    if "*" in held.holding.forms:
        for action in {item.action for item in held.items}:
            _everything(held, action)
    for value, pattern in zip(held.holding.values, held.holding.forms, strict=True):
        if pattern != "*":
            held.items[:] = [
                replace(item, resource=value)
                if _is_of_any(value, pattern, item.resource) or _is_all_of_it(held, value, item)
                else item
                for item in held.items
            ]
        inside = [item for item in held.items if held.holding.grants(value, item)]
        names = {form(item.resource) for item in inside}
        long = len(names) > MAX_LISTED and is_family(pattern)
        if inside and (long or all(_is_same_below(pattern, name) for name in names)):
            rest = [item for item in held.items if item not in inside]
            held.items[:] = [*rest, *(replace(item, resource=value) for item in inside)]
    items = as_they_begin(held.items, held.holding.forms, references)
    held.items[:] = [replace(item, resource=_placed(held, item)) for item in items]


def as_people_chose(held: Held) -> None:
    """Says actions as the statement's pattern of a part of a name does (``s3:Get*``, ``dynamodb:*Item``), if
    a list of them takes little away; what they are on is narrowed all the same."""
    for pattern in held.holding.actions:
        service, _, own = pattern.partition(":")
        if _WILD.search(service) or "*" not in own or not own.strip("*?"):
            continue
        items = [item for item in held.items if covers(pattern.lower(), item.action.lower())]
        rest = [item for item in held.items if item not in items]
        by_resource: dict[tuple[str, object], list[Item]] = {}
        for item in items:
            by_resource.setdefault((form(item.resource), item.conditions), []).append(item)
        places = {form(item.resource) for item in items}
        if (
            not items
            or _is_within(places, places)
            or _is_within(places, {form(item.resource) for item in rest}.intersection(held.holding.forms))
            or not all(_adds_alike(pattern, some) for some in by_resource.values())
        ):
            continue
        made = [replace(item, action=pattern) for some in by_resource.values() for item in _once(some)]
        held.items[:] = [*rest, *made]


def _is_within(places: Iterable[str], wider: Collection[str]) -> bool:
    """One of the resources is part of another: that would stay for all actions, if they were said as one."""
    return any(one != other and covers(other, one) for one in places for other in wider)


def _adds_alike(pattern: str, used: Sequence[Item]) -> bool:
    """What a pattern of actions adds on one resource is of the kinds of access that are needed on it.

    It reads, or it is on what the code names, and no pattern of writes alone (``sqs:Delete*``). On
    everything, it lists, or reads what is no resource.
    """
    needed = {level for item in used for level in levels_of(item.action)}
    asked = {item.action.lower() for item in used}
    every = expanded(pattern)
    more = [action for action in every if action.lower() not in asked]
    if any(not levels_of(action) <= needed for action in more):
        return False
    if used[0].resource == ANYTHING:
        return all(
            levels_of(one) <= _LISTS or (levels_of(one) <= _READS and not kinds_of(one)) for one in more
        )
    if all(levels_of(action) <= _READS for action in more):
        return True
    name = form(used[0].resource).split(":", ARN_FIELDS - 1)[-1]
    return not _WILD.search(name) and any(levels_of(action) <= _READS for action in every)


def _is_of_any(written: Value, pattern: str, needed: Value) -> bool:
    """What is needed has another block's index in it, which is a wildcard here."""
    any_key = of_any_instance(needed)
    return any_key != needed and form(placed_like(written, any_key)) == pattern


def _is_all_of_it(held: Held, written: Value, item: Item) -> bool:
    """All that a pattern can mean for the action is needed: ``arn:aws:s3:::*`` is every object already."""
    needed, said = _anywhere(item.resource), _anywhere(written)
    types = _types(item.action)
    if not any(covers(needed, one) for one in types) or not held.holding.grants(written, item):
        return False
    return all(covers(needed, one) for one in types if covers(said, one))


def _is_same_below(written: str, needed: str) -> bool:
    """A whole name with ``*`` behind it, where ``:*`` or nothing would do: few names begin with that one.

    Signs alone (``*-*``) are in most names that a wildcard means.
    """
    name = written.removesuffix("*")
    if written in (needed, name):
        return False
    signs = needed.removeprefix(name) if needed.startswith(name) else ""
    if signs.startswith("*") and not _SAYS.search(signs):
        return True
    return name.endswith("\ue001") and needed in (name, f"{name}:*", f"{name}/*")


def adds_little(held: Sequence[Held], *, anywhere: bool = False) -> tuple[str, ...] | None:
    """What a template of policies adds to what is needed of it, where that is more of the same.

    The same kind of access (a list of names is less than what they name), on the resources that are needed
    (with ``anywhere`` on others as well); empty when it is but names that begin with those. None where it
    adds something else, or nothing of it is needed.
    """
    items = [item for one in held for item in one.items]
    needed = {level for item in items for level in levels_of(item.action)}
    if "Read" in needed:
        needed.add("List")
    asked = {item.action.lower() for item in items}
    granted = [action for one in held for pattern in one.holding.actions for action in expanded(pattern)]
    more = dict.fromkeys(action for action in granted if action.lower() not in asked)
    if not items or any(not levels_of(action) <= needed for action in more):
        return None
    if not anywhere and not all(_says(one, item) for one in held for item in one.items):
        return None
    return tuple(more)


def _says(held: Held, item: Item) -> bool:
    """A resource of the statement is the needed one, whatever follows its name."""
    needed = form(item.resource)
    return any(needed == pattern or _is_same_below(pattern, needed) for pattern in held.holding.forms)


def _everything(held: Held, action: str) -> None:
    """All that an action can be on, said type by type, is what the wildcard says already.

    Of an action that people wrote out, so are whole types: no name is told. Which type is tagged is told.
    """
    items = [item for item in held.items if item.action == action and not item.conditions]
    patterns = [_anywhere(item.resource) for item in items]
    types = _types(action)
    written = action.lower() in {one.lower() for one in held.holding.actions}
    nameless = written and _TAGGING not in levels_of(action)
    if (
        all(any(covers(pattern, one) for one in types) for pattern in patterns)
        if nameless and patterns
        else types and all(any(covers(pattern, one) for pattern in patterns) for one in types)
    ):
        rest = [item for item in held.items if item not in items]
        held.items[:] = [*rest, *_once(replace(item, resource=ANYTHING) for item in items)]


def _once(items: Iterable[Item]) -> list[Item]:
    found: list[Item] = []
    for item in items:
        if found:
            found[0] = replace(found[0], reasons=tuple(dict.fromkeys((*found[0].reasons, *item.reasons))))
        else:
            found.append(item)
    return found


def _anywhere(pattern: Value) -> str:
    """A pattern of any partition, region and account."""
    if not isinstance(pattern, Text):
        return form(pattern)
    return form(
        Text(tuple("*" if isinstance(one, Hole) and one.kind in _PLACES else one for one in pattern.parts))
    )


@cache
def _types(action: str) -> tuple[str, ...]:
    """The ARNs that an action can be on, with wildcards for what is not fixed."""
    return tuple(_VARIABLE.sub("*", kind.arn) for kind in kinds_of(action))


def _placed(held: Held, item: Item) -> Value:
    """The resource in the region and account that the statement names it in."""
    for value, pattern in zip(held.holding.values, held.holding.forms, strict=True):
        if pattern != "*" and held.holding.grants(value, item):
            return placed_like(value, item.resource)
    return item.resource
