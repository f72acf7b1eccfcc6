"""Under which conditions of a template what a role needs is granted.

A template is several: a grant that stands in one branch is none in the other. ``lacks`` are needs that are
there whenever the role is, and granted in some branches alone; ``comparison`` adds them to a role's notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from policywright.analyzers.infrastructure.called import only_if, where_named
from policywright.analyzers.infrastructure.conditions import Branch, in_words, is_told, opposite
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.items import Item
from policywright.analyzers.infrastructure.listing import few
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.references import References
from policywright.knowledge.records import dataclass

_NAME = re.compile(r"!?[A-Za-z0-9]+\Z")
"""A condition that the template names, or the opposite of one; others are places of expressions."""
_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Something that is needed without conditions, and granted in some branches alone."""

    item: Item
    branches: frozenset[Branch]
    places: tuple[str, ...]
    perhaps: bool = False
    """Unless it is needed only where it is granted, which is taken to be so (``_is_chosen_alike``)."""
    swapped: bool = False
    """It is granted nowhere where the code is given the name of what it is on."""

    @property
    def of(self) -> tuple[str, str]:
        """Action and resource."""
        return self.item.action, form(self.item.resource)


def lacks(
    items: Iterable[Item],
    granting: Callable[[Item], Sequence[Held]],
    needs: RoleNeeds,
    references: References,
) -> list[Lack]:
    """What is needed whenever the role's code runs, and not granted as often.

    ``granting`` are the statements that cover an item.
    """
    found: list[Lack] = []
    always, asked = _always(needs), [*items]
    for item in asked:
        able = [one for one in granting(item) if one.holding.whenever(item)]
        known = always.union(only_if(item, needs, references))
        own = _all(known, (_branches(one, item) for one in able))
        if not able or references.conditions.always(own, known):
            continue
        branches = _all(known, (_branches(one, item, asked, references) for one in able))
        alike = references.conditions.always(branches, known)
        where = _where_given(item, asked, needs, references)
        if not all(is_told(each) for one in (*own, *where) for each in one):
            where = []
        if where and all(references.conditions.always(own, {*known, *one}) for one in where):
            continue
        if where and not _runs_under(where, needs, references):
            continue
        if not alike and len(branches) > 1 and not all(map(_is_named, branches)):
            continue
        places = dict.fromkeys(f"{one.statement.span.file}:{one.statement.span.line}" for one in able)
        swapped = bool(where) and all(
            references.conditions.never({*branch, *one}) for branch in own for one in where
        )
        found.append(Lack(
            item=item, branches=own if alike else branches, places=(*places,), perhaps=alike and not where,
            swapped=swapped,
        ))  # fmt: skip
    return found


def _where_given(
    item: Item, items: Sequence[Item], needs: RoleNeeds, references: References
) -> list[tuple[str, ...]]:
    """Under which conditions alone the code is given the name of what an item is on.

    None where the action is not on all that is chosen among: something else names what it is on.
    """
    where = [*where_named(item, needs, references)]
    if not where:
        return []
    same = (one for one in items if one.action == item.action)
    every = [one for each in same for one in where_named(each, needs, references)]
    return where if references.conditions.always(every, _always(needs)) else []


def _all(known: Branch, several: Iterable[Iterable[Branch]]) -> frozenset[Branch]:
    return frozenset(branch - known for some in several for branch in some)


def said_of(found: Iterable[Lack]) -> list[str]:
    """One line for what is granted under the same conditions alone, and needed without them."""
    lines: dict[tuple[frozenset[Branch], str], list[str]] = {}
    alike = [one for one in found if one.perhaps]
    for one in found:
        if not one.perhaps:
            lines.setdefault((one.branches, _some(one.places)), []).append(one.item.action)
    said = [_line(actions, branches, places) for (branches, places), actions in lines.items()]
    if alike:
        places = _some(dict.fromkeys(place for one in alike for place in one.places))
        what = _what([one.item.action for one in alike])
        said.append(
            f"{what} granted on what a condition chooses ({places}): the code is taken to choose alike"
        )
    return said


def by_branch(held: Held, lacking: Iterable[Lack], *, anew: bool = False) -> bool:
    """Says of what a statement is there for in which of the branches, that are chosen in it, that is needed.

    It is where the statement grants it; what the role lacks in some, it needs in each. False, and nothing is
    said, where nobody can write the condition. ``anew``: nothing of the statement's own choices stays.
    """
    everywhere = {one.of for one in lacking if not one.perhaps}
    if (
        not anew
        and _keeps_resources(held)
        and not any((one.action, form(one.resource)) in everywhere for one in held.items)
    ):
        return False
    found: list[Item] = []
    for item in held.items:
        known = (item.action, form(item.resource)) in everywhere
        found.extend((item,) if known else held.holding.under(item))
    told = all(is_told(one) for item in found for one in item.only_if)
    if told:
        held.items[:] = found
    return told


def swapped(held: Held, lacking: Iterable[Lack]) -> bool:
    """A statement that is always there chooses all that it is for where the code is given another one."""
    wrong = {one.of for one in lacking if one.swapped}
    always = not (held.policy.only_if or held.statement.only_if)
    chosen = always and bool(held.statement.sometimes) and bool(held.items)
    return chosen and all((one.action, form(one.resource)) in wrong for one in held.items)


def _keeps_resources(held: Held) -> bool:
    """Every action that is left is on all that the statement has: however that is chosen, it stays."""
    by_action: dict[str, set[str]] = {}
    for item in held.items:
        by_action.setdefault(item.action, set()).add(form(item.resource))
    sure = all(held.holding.on_actions(item) == [()] for item in held.items)
    return sure and all(some == {*held.holding.forms} for some in by_action.values())


def _branches(
    one: Held, item: Item, items: Sequence[Item] = (), references: References | None = None
) -> Iterator[Branch]:
    """The conditions under which a statement grants an item; of ``items`` it may be chosen alike."""
    there = frozenset((*one.policy.only_if, *one.statement.only_if))
    for actions, resources in product(
        one.holding.on_actions(item), _on_resources(one, item, items, references)
    ):
        branch = there.union(actions, resources)
        if not any(opposite(each) in branch for each in branch):
            yield branch


def _on_resources(
    one: Held, item: Item, items: Sequence[Item], references: References | None
) -> list[tuple[str, ...]]:
    """Under which conditions a statement is for what an item is on."""
    own = one.holding.on_resources(item)
    return [()] if references is not None and _is_chosen_alike(one, item, items, references) else own


def _is_chosen_alike(one: Held, item: Item, items: Sequence[Item], references: References) -> bool:
    """What the code is given may be chosen as what a statement grants is: it needs each only where that is.

    It is taken to be so where some branches grant an item, and every one has something that is needed, and
    where what chooses is not read.
    """
    own = one.holding.on_resources(item)
    every = [
        where for each in items if each.action == item.action for where in one.holding.on_resources(each)
    ]
    if not all(is_told(one) for where in every for one in where):
        return True
    return not references.conditions.always(own) and references.conditions.always(every)


def _always(needs: RoleNeeds) -> frozenset[str]:
    """What holds wherever the role's code runs: conditions of the role, and of all that runs under it."""
    role = needs.role
    own = frozenset(role.only_if if role is not None else ())
    several = (_only_if(one.id, needs) for one in needs.workloads)
    of_code = {one for one in several if one is not None}
    # Of several that run under different conditions it is not told whose need is whose.
    return own.union(of_code)


def _runs_under(where: Iterable[tuple[str, ...]], needs: RoleNeeds, references: References) -> bool:
    """Some of the role's code runs under some of the conditions."""
    own = needs.role.only_if if needs.role is not None else ()
    running = {_only_if(one.id, needs) for one in needs.workloads}
    return not all(
        references.conditions.never({*own, *one, *(() if each is None else (each,))})
        for one in where
        for each in running
    )


def _only_if(workload: str, needs: RoleNeeds) -> str | None:
    """The condition that something which runs code is under."""
    resource = needs.stack.resource(workload)
    return resource.only_if if resource is not None else None


def _is_named(branch: Branch) -> bool:
    """Its conditions are names. Of several other ones it is not told whether one always holds."""
    return all(_NAME.match(one) for one in branch)


def _line(actions: Sequence[str], branches: frozenset[Branch], places: str) -> str:
    what = _what(actions)
    if not all(map(_is_named, branches)):
        return (
            f"{what} granted under a condition alone ({places}): where it does not hold, the code lacks that"
        )
    if not any(branches):
        return f"{what} granted only where the code does not run ({places}): it lacks that"
    said = " or ".join(sorted(" and ".join(map(in_words, sorted(branch))) for branch in branches))
    return f"{what} granted only where {said} ({places}): elsewhere the code lacks that"


def _some(places: Iterable[str]) -> str:
    return ", ".join([*places][:_SHOWN])


def _what(actions: Sequence[str]) -> str:
    some = [*dict.fromkeys(actions)]
    return f"{few(some, _SHOWN)} {'is' if len(some) == 1 else 'are'}"
