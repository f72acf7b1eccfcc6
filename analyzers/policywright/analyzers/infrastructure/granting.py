"""Which of a role's statements grant an item: every needed item is given to those that do.

A role that many functions share has a statement for each of them, and as many needs. Those that may grant an
item are found by its action and by how the name of what it is on begins; ``Holding`` decides of these alone.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.beginnings import Beginnings
from policywright.analyzers.infrastructure.forms import PLACE_WORDS, form, is_given
from policywright.analyzers.infrastructure.holdings import Held, take
from policywright.analyzers.infrastructure.items import ANYTHING, Item, can_be_on
from policywright.analyzers.infrastructure.matching import readings, region_of, without_place
from policywright.analyzers.model import Span
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import replace
from policywright.knowledge.values import Value


class Granting:
    """A role's statements, ready to be asked which of them grant something."""

    def __init__(self, held: Sequence[Held]) -> None:
        self.held = held
        self._beginnings = Beginnings()
        self._found: dict[tuple[str, Value], tuple[Held, ...]] = {}
        self._speaking: dict[str, tuple[Held, ...]] = {}
        self._parts: dict[int, list[Held]] = {}
        """By the statement of an AWS managed policy: those of such policies that grant a part of it."""
        for number, one in enumerate(held):
            for pattern in one.holding.patterns or ("*",):
                for each in readings(pattern):
                    self._beginnings.add(each, number)

    def of(self, item: Item) -> tuple[Held, ...]:
        """The statements that grant an item (``Holding.covers``), in order."""
        key = item.action, item.resource
        found = self._found.get(key)
        if found is None:
            found = tuple(one for one in self._may_grant(item) if one.holding.covers(item))
            self._found[key] = found
        return found

    def _may_grant(self, item: Item) -> Iterable[Held]:
        if not self.held or item.resource == ANYTHING or is_given(item.resource):
            return self.held
        needed = {each for one in self.held[0].holding.asked(item) for each in readings(one)}
        return (self.held[number] for number in self._beginnings.may_cover(needed))

    def speaking_of(self, action: str) -> tuple[Held, ...]:
        """The statements that grant an action on something."""
        found = self._speaking.get(action)
        if found is None:
            found = tuple(one for one in self.held if one.holding.covers_action(action))
            self._speaking[action] = found
        return found

    def assign(self, item: Item) -> bool:
        """Gives an item to the statement that says it best; False when none grants it.

        What a framework attaches by itself comes first: it is there whatever else is. Where each statement
        that grants the item has a condition, all of them are for it. And what the code leaves open is settled
        by every statement that names what it can mean.
        """
        able = [*self.of(item)]
        whole = bool(able)
        held = self.speaking_of(item.action)
        able = able or [one for one in held if one.holding.partly(item)]
        # What is only taken to grant it is no reason to take it from another one.
        sure = [one for one in able if one.always and one.holding.certainly(item)]
        exact = [one for one in sure if one.holding.says_exactly(item)]
        always = [one for one in sure if one.holding.whenever(item)]
        implied = [one for one in always if one.policy.kind == "implied"]
        best = implied or _awaited_first(exact) or _awaited_first(self._least(always))
        if able and not any(one.holding.grants_however(item) for one in always):
            # It is granted by what a parameter is by default: what it is elsewhere is needed there.
            for one in held:
                for part in one.holding.set_otherwise(item):
                    take(one, part)
        for one in self._widest(item, best[0], able, always) if best else ():
            for part in one.holding.as_granted(item):
                take(one, part)
        if best and whole:
            self._keep_given(item, able)
            return True
        found = bool(best)
        settled = False
        elsewhere = self._lacks_regions(item, held)
        for one in held:
            # What grants a part of it does so where the others except that, or their conditions are not met.
            if one in able or one.holding.partly(item):
                parts = () if best else one.holding.as_granted(item)
            else:
                parts = () if elsewhere else one.holding.settled(item)
                settled = settled or bool(parts)
                parts = parts or (one.holding.inside(item) if able else ())
            for part in parts:
                take(one, part)
                found = True
        if settled:
            # Nothing is granted anew then, so what a deployment may make of the others counts as well.
            for one in held:
                for part in one.holding.deployed(item):
                    take(one, part)
        return found

    def _keep_given(self, item: Item, able: Container[Held]) -> None:
        """What may be an item's own once variables are set stays as it is, beside what grants it."""
        for one in self.speaking_of(item.action):
            if one.holding.may_be_others and one not in able:
                for part in one.holding.given_otherwise(item):
                    take(one, part)

    @staticmethod
    def _lacks_regions(item: Item, held: Iterable[Held]) -> bool:
        """What is needed in several Regions is named in a single one, which is never all of them.

        Who names more has listed those that there are.
        """
        if not item.is_in_several_regions:
            return False
        regions = {region_of(form(part.resource)) for one in held for part in one.holding.settled(item)}
        return len(regions) == 1 and not any("*" in one or "?" in one for one in regions)

    @staticmethod
    def _widest(item: Item, best: Held, able: Iterable[Held], always: Iterable[Held]) -> Iterable[Held]:
        """The statement that is best for an item, or where none has all of it those of which each has a part
        that no other one has."""
        if not best.holding.has_part(item):
            return (best,)
        whenever = [id(one) for one in always]
        found: list[Held] = []
        for one in sorted(able, key=lambda one: id(one) not in whenever):
            if not any(other.holding.has_part_of(one.holding, item) for other in found):
                less = [
                    other
                    for other in found
                    if id(one) in whenever and one.holding.has_part_of(other.holding, item)
                ]
                found = [*(other for other in found if other not in less), one]
        return found

    def _least(self, held: list[Held]) -> list[Held]:
        """The statements, first those of AWS managed policies that are a part of the one that comes first."""
        if not held or held[0].policy.kind != "aws-managed":
            return held
        first = id(held[0])
        if first not in self._parts:
            every = _actions(held[0])
            managed = ((one, _actions(one)) for one in self.held if one.policy.kind == "aws-managed")
            self._parts[first] = [
                one for one, some in managed if _is_within(some, every) and not _is_within(every, some)
            ]
        return [*(one for one in self._parts[first] if one in held), *held]

    def in_deployment(self, items: Iterable[Item], needed: Iterable[Item]) -> Iterator[tuple[Item, str]]:
        """Items that are granted where the deployment is alone, which may be where they are, and why it is
        enough. It is not where a request that needs the same there, too, reaches out of it (a replica)."""
        beside = {key for one in needed if _is_here(one) for key in _asked_by(one)}
        for item in items:
            if not beside.isdisjoint(_asked_by(item)):
                continue
            able = self.speaking_of(item.action)
            found = [(one, part, places) for one in able for part, places in one.holding.in_deployment(item)]
            for one, part, _ in found:
                take(one, part)
            if found:
                places = min((places for _, _, places in found), key=len)
                where = " and ".join(place for place, _ in places)
                here = (
                    f"that is {places[0][1]}"
                    if len(places) == 1
                    else f"these are {' and '.join(value for _, value in places)}"
                )
                yield item, f"the {where} of the deployment, which is enough where {here}, as the code has it"

    def resting_on(self, item: Item) -> str | None:
        """What only a deployment tells, where an item is granted by that alone; for people."""
        several = [one.holding.resting_on(item) for one in self.of(item)]
        return several[0] if several and all(several) else None

    def guessed(self, item: Item) -> tuple[str, ...]:
        """The parameters of which one may be what no statement names, each with its place; for people."""
        if self.of(item):
            return ()
        return tuple(
            f"{name} ({one.statement.span.file}:{one.statement.span.line})"
            for one in self.speaking_of(item.action)
            for name in one.holding.guessed(item)
        )

    def perhaps_named(self, item: Item) -> tuple[Value, ...]:
        """Gives an item to the statements on what may be called like it, as far as names are told; what that
        is."""
        found: dict[Value, None] = {}
        for one in self.speaking_of(item.action):
            for part in one.holding.called_perhaps(item):
                take(one, part)
                found[part.resource] = None
        return tuple(found)

    def suspect(self, items: Iterable[Item], elsewhere: Container[str]) -> None:
        """Gives items that no statement grants for certain to those that may grant them all the same.

        What is said to be granted ``elsewhere`` may be granted by these very statements, as another stack
        reads them.
        """
        for item in items:
            self._keep_given(item, ())
            for one in self.speaking_of(item.action):
                parts = one.holding.perhaps(item)
                if item.action in elsewhere:
                    parts = tuple(
                        replace(item, resource=value, conditions=())
                        for value in one.holding.values
                        if can_be_on(item, form(value))
                    )
                for part in parts:
                    take(one, part)


def _awaited_first(held: list[Held]) -> list[Held]:
    """The statements, and of those that say what the first one says the one first that others wait for."""
    same = (one for one in held if one.policy.awaited and _says(one) == _says(held[0]))
    found = next(same, None)
    return held if found is None else [found, *(one for one in held if one is not found)]


def _says(held: Held) -> tuple[object, ...]:
    holding = held.holding
    said = (holding.actions, holding.not_actions, holding.forms, holding.not_resources)
    return (*map(frozenset, said), holding.conditions)


def _is_here(item: Item) -> bool:
    """In the Region of the deployment, whichever that is."""
    return region_of(form(item.resource)) == PLACE_WORDS[1]


def _asked_by(item: Item) -> Iterator[tuple[str, str, str, Span]]:
    """The requests that ask for an item, wherever that is, as keys."""
    of = without_place(form(item.resource))
    return ((item.action, of, reason.operation, reason.span) for reason in item.reasons)


def _actions(held: Held) -> frozenset[str]:
    return frozenset(
        form(action).lower() for statement in held.policy.statements for action in statement.actions
    )


def _is_within(actions: frozenset[str], others: frozenset[str]) -> bool:
    return all(one in others or any(covers(other, one) for other in others) for one in actions)
