"""A held statement: does it grant what a role needs, and on which of the resources that it names?

What is unknown in a held statement is taken to cover, so that nothing is called missing that may be there.
And where the code leaves open which resource it means, one that the template grants inside that pattern is
taken to be the one. ``items`` are what it is asked for, ``matching`` compares the patterns.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from policywright.analyzers.infrastructure.access import open_arns
from policywright.analyzers.infrastructure.conditions import is_told
from policywright.analyzers.infrastructure.forms import (
    computed,
    form,
    forms_of,
    is_given,
    is_of_another,
    is_partly_unknown,
    is_unknown,
    names_more,
    told,
    unnamed,
)
from policywright.analyzers.infrastructure.items import ANYTHING, Item, can_be_on, is_on_any
from policywright.analyzers.infrastructure.matching import (
    covers_form,
    deployed_places,
    is_bucket,
    is_name_in,
    is_of_streams,
    is_other_reading,
    is_same,
    is_set_otherwise,
    may_mean,
    names_place,
    with_places,
    without_place,
)
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.model import Condition
from policywright.knowledge.policy.patterns import covers, intersects
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Text, Unknown, Value, alternatives


class Holding:
    """A held statement, ready to be asked."""

    def __init__(self, statement: HeldStatement, references: References) -> None:
        self.statement = statement
        self.actions = forms_of(statement.actions)
        self.not_actions = forms_of(statement.not_actions)
        self._written = frozenset(one.lower() for one in self.actions)
        self._wide = [one for one in self.actions if any(sign in one for sign in "*?$")]
        self.values = _canonical(statement.resources, references)
        self.forms = [form(one) for one in self.values]
        self.resources = [form(computed(one)) for one in self.values]
        """What is asked for a resource; an expression that calls a function may come to anything."""
        named = [references.by_names(one) for one in self.values]
        self._names = [
            tuple(form(one) for one in several if one != value)
            for value, several in zip(self.values, named, strict=True)
        ]
        self.named = [
            tuple(dict.fromkeys(said for one in several for said in _as_named(own, one)))
            for own, several in zip(self.resources, named, strict=True)
        ]
        """The resources by the names that the template sets, each of several."""
        self.defaults = [form(references.by_default(references.by_name(one))) for one in self.values]
        """The same where nobody sets a parameter to something else."""
        self._patterns = tuple(dict.fromkeys((*self.resources, *self.defaults)))
        self.not_resources = [form(one) for one in _canonical(statement.not_resources, references)]
        self._chosen: dict[str, list[tuple[str, ...]]] = {}
        """Under which conditions actions and resources are there, where that is not always."""
        for chosen in statement.sometimes:
            for one in {*forms_of([chosen.value]), *map(form, _canonical([chosen.value], references))}:
                self._chosen.setdefault(one, []).append(chosen.only_if)
        self.conditions = _conditions(statement.conditions)
        self._references = references
        self._may_be: list[tuple[Value, tuple[str, ...]]] | None = None
        self._covered: dict[str, bool] = {}
        every = [
            option for value in (*statement.actions, *statement.not_actions) for option in alternatives(value)
        ]
        usual = [option if isinstance(option, Const) else references.by_default(option) for option in every]
        self._told = [form(option) for option in usual if isinstance(option, Const)]
        self._untold = [option for option in every if not isinstance(option, Const)]
        self.any_action = bool(self._untold)
        """What a parameter gives may be any action."""
        self.any_resource = any(
            isinstance(option, Unknown) for value in statement.resources for option in alternatives(value)
        )

    @property
    def vague(self) -> bool:
        """A part of a resource is not known: what the statement grants may be less than the pattern says."""
        texts = [one for value in self.statement.resources for one in alternatives(value)]
        return any(isinstance(one, Text) and is_partly_unknown(one) for one in texts)

    @property
    def unsure(self) -> bool:
        """Something about the statement is not known: it may grant more than it says."""
        return self.any_action or self.any_resource

    def covers(self, item: Item) -> bool:
        """The statement grants the item; under a condition of its own it is taken to hold."""
        if not self.covers_action(item.action):
            return False
        if item.resource == ANYTHING:
            return self.covers_resource("*") or any(is_on_any(one, item) for one in self.resources)
        if any(self.covers_resource(one) for one in {*self._ways(item.resource)}):
            return True
        names = self._each_name(item)
        if names and all(map(self.covers_resource, names)):
            return True
        return is_given(item.resource) and self._covers_types(item.action)

    def has_part(self, item: Item) -> bool:
        """What is needed on no resource, or on any, the statement has for some alone."""
        return item.resource == ANYTHING and not self.covers_resource("*")

    def has_part_of(self, other: Holding, item: Item) -> bool:
        """All parts that another statement has of what is needed on any resource, this one has as well."""
        return all(
            any(self.covers_resource(each) for each in (one, *names))
            for one, names in zip(other.forms, other._names, strict=True)
            if is_on_any(one, item)
        )

    def certainly(self, item: Item) -> bool:
        """The statement grants what it covers whatever is computed and whatever anybody sets."""
        if self.unsure or self.vague:
            return False
        return self._always(self.on_actions(item)) and self._always(self._on_known(item))

    def is_always_on(self, item: Item) -> bool:
        """No condition inside of the statement leaves out the item's action or resource."""
        return self._always(self.on_actions(item)) and self._always(self.on_resources(item))

    @property
    def patterns(self) -> tuple[str, ...]:
        """What it may grant something on; nothing where that may be anything."""
        return () if self.not_resources or self.any_resource else self._patterns

    def asked(self, item: Item) -> tuple[str, ...]:
        """What is asked for where an item is: its resource, by each of its names."""
        return *self._ways(item.resource), *self._each_name(item)

    def _always(self, branches: Iterable[tuple[str, ...]]) -> bool:
        return self._references.conditions.always(branches)

    def _where(self, said: str) -> list[tuple[str, ...]]:
        """The conditions under which an action or a resource is there."""
        return self._chosen.get(said, [()])

    def on_actions(self, item: Item) -> list[tuple[str, ...]]:
        """Under which conditions the statement grants an item's action."""
        if not self._chosen:
            return [()]
        found = (where for one in self.actions if covers(one, item.action) for where in self._where(one))
        return [*found] or [()]

    def on_resources(self, item: Item) -> list[tuple[str, ...]]:
        """Under which conditions the statement is for an item's resource."""
        if not self._chosen:
            return [()]
        granted = {form(one.resource) for one in self.as_granted(item)}
        found = (
            where
            for value, one in zip(self.values, self.forms, strict=True)
            if one in granted or self.grants(value, item)
            for where in self._where(one)
        )
        return [*found] or [()]

    def under(self, item: Item) -> tuple[Item, ...]:
        """An item of the statement with the conditions under which it has that."""
        several = product(self.on_actions(item), self.on_resources(item))
        branches = [tuple(dict.fromkeys((*one, *other))) for one, other in several]
        if self._always(branches):
            return (item,)
        return tuple(replace(item, only_if=(*item.only_if, *one)) for one in branches)

    def gives_more(self, items: Iterable[Item]) -> bool:
        """Of the actions that are chosen not all are asked for, and it can't be written which are where."""
        every = [*items]
        asked = {item.action.lower() for item in every}
        if all(one.lower() in asked for one in self.actions if one in self._chosen):
            return False
        several = (self.on_actions(item) for item in every)
        return any(
            not self._always(one) and not all(is_told(each) for where in one for each in where)
            for one in several
        )

    def _on_known(self, item: Item) -> list[tuple[str, ...]]:
        """The same, of resources that are known."""
        if self.not_resources:
            return [()]
        named = zip(self.forms, self.resources, self.named, strict=True)
        if item.resource == ANYTHING:
            return [where for form in self.forms for where in self._where(form)]
        needed = {*self._ways(item.resource), *self._each_name(item)}
        return [
            where
            for form, asked, several in named
            if any(
                covers_form(one, way)
                for one in (form, *several)
                if one != asked or one == form
                for way in needed
            )
            for where in self._where(form)
        ]

    def _covers_types(self, action: str) -> bool:
        """Whatever the action can be on in the deployment's account is granted."""
        arns = open_arns(action)
        return bool(arns) and all(self.covers_resource(form(one)) for one in arns)

    def _ways(self, resource: Value) -> tuple[str, ...]:
        """A needed resource as it is, by the template's names, by that of its versions, by defaults."""
        known = self._references.ways.get(resource)
        if known is None:
            default = self._references.canonical(self._references.by_default(resource))
            named = form(self._references.by_name(resource))
            every = self._references.every_version(resource) or resource
            known = form(resource), named, form(every), form(default)
            self._references.ways[resource] = known
        return known

    def _each_name(self, item: Item) -> tuple[str, ...]:
        """What is needed, by each of the names that a condition chooses among."""
        known = self._references.names.get(item.resource)
        if known is None:
            names = self._references.by_names(item.resource)
            known = tuple(map(form, names)) if len(names) > 1 else ()
            self._references.names[item.resource] = known
        return known

    def grants(self, value: Value, item: Item) -> bool:
        """One of the statement's resources grants the item, as far as resources go."""
        pattern = form(value)
        if item.resource == ANYTHING:
            return pattern == "*" or is_on_any(pattern, item)
        own, named, *_ = self._ways(item.resource)
        return any(covers_form(pattern, one) for one in (own, named, *self._each_name(item)))

    def as_granted(self, item: Item) -> tuple[Item, ...]:
        """The item on what the statement says, where that is another thing than what is needed: it names a
        resource for an action that has none, or computes one.
        """
        every = self._references.every_version(item.resource)
        if self.not_resources or "*" in self.forms:
            return (item if every is None else replace(item, resource=every),)
        ways = self._ways(item.resource)
        own, named, usual = ways[0], ways[1], ways[-1]
        each = () if any(map(self.covers_resource, {*ways})) else self._each_name(item)
        versions = form(every) if every is not None else None
        slashed = any(is_other_reading(one, own) for one in self.forms)
        found = [
            value
            for value, one, asked, default, names in zip(
                self.values, self.forms, self.resources, self.defaults, self._names, strict=True
            )
            if (
                is_on_any(one, item)
                if item.resource == ANYTHING
                else (one != asked and covers_form(asked, own))
                or (slashed and is_same(one, own))
                or (versions is not None and is_same(one, versions))
                or (is_of_streams(one) and covers_form(one, own))
                or any(covers_form(one, name) for name in each)
                or (named != own and is_other_reading(one, named))
                or (
                    not covers_form(one, own)
                    and (covers_form(default, own) or covers_form(one, usual) or covers_form(default, usual))
                )
                or (not covers_form(one, own) and own in names)
            )
        ]
        # A name that a parameter gives may be an ARN, where the statement takes it for one as well.
        given = [value for value, one in zip(self.values, self.forms, strict=True) if is_name_in(one, own)]
        granted = tuple(replace(item, resource=value) for value in found)
        if not granted or own in self.forms:
            older = every is not None and own not in self.forms
            granted = (*granted, replace(item, resource=every) if every is not None and older else item)
        return (*granted, *(replace(item, resource=value) for value in given))

    def _names_for(self, item: Item) -> bool:
        """The statement names resources for the action of an item that is on some."""
        return item.resource != ANYTHING and not self.not_resources and self.covers_action(item.action)

    def settled(self, item: Item) -> tuple[Item, ...]:
        """The item on the resources that the statement names, where the code leaves open which it means.

        Empty when the statement does not speak of the action, or of none that the code can mean.
        """
        if not self._names_for(item):
            return ()
        pattern = form(item.resource)
        given = {*self._given(item)}
        return tuple(
            replace(item, resource=value)
            for value, text, named in zip(self.values, self.resources, self.named, strict=True)
            if value in given
            or (
                item.is_open
                and any(may_mean(one, pattern) for one in (text, *named))
                and can_be_on(item, text)
            )
        )

    def _given(self, item: Item) -> list[Value]:
        """What a parameter says may be any ARN, but hardly one of what this very template makes."""
        if self._references.makes_what(item.resource):
            return []
        return [
            value
            for value, text in zip(self.values, self.resources, strict=True)
            if text.startswith("\ue000")
        ]

    def guessed(self, item: Item) -> tuple[str, ...]:
        """The parameters of which one may be what the code names in so many words; for people."""
        if not self._names_for(item) or is_unknown(item.resource):
            return ()
        return tuple(told(form(value)) for value in self._given(item) if self._references.only_given(value))

    def inside(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources that are among its own: a part of what is needed."""
        if not self._names_for(item):
            return ()
        pattern = form(item.resource)
        return tuple(
            replace(item, resource=value)
            for value, one, named in zip(self.values, self.forms, self.named, strict=True)
            if any(covers_form(pattern, each) for each in (one, *named)) and can_be_on(item, one)
        )

    def perhaps(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources that may turn out to be its own.

        The template makes them under a name that it computes, which may be the one that the code has.
        """
        if not self._names_for(item):
            return ()
        if self._references.names_own(item.resource):
            return ()
        needed = without_place(form(unnamed(item.resource)))
        return tuple(
            replace(item, resource=value)
            for value in self.values
            if self._references.names_unnamed(value)
            and intersects(without_place(form(unnamed(value))), needed)
            and can_be_on(item, form(value))
        )

    def deployed(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources that a deployment may make its own.

        A name that only the deployment knows may be any, whatever the code knows of the one that it means.
        What grants the item as it is has nothing to do with that: of it the item is needed, and no more.
        """
        if not self._names_for(item):
            return ()
        needed = form(unnamed(item.resource))
        return tuple(
            replace(item, resource=value)
            for value in self.values
            if not self.grants(value, item)
            and is_bucket(text := form(unnamed(value))) == is_bucket(needed)
            and intersects(without_place(text), without_place(needed))
            and can_be_on(item, form(value))
        )

    def grants_however(self, item: Item) -> bool:
        """The statement grants the item whatever its parameters are set to."""
        return bool(self.not_resources) or any(self.grants(value, item) for value in self.values)

    def set_otherwise(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources that are its own where a parameter has another value
        than by default: ``prod-b`` for ``${Stage}-b``."""
        if not self._names_for(item):
            return ()
        usual = self._ways(item.resource)
        opened = [(form(one), parts) for one, parts in self._references.however_set(item.resource)]
        return tuple(
            replace(item, resource=value)
            for value, one in zip(self.values, self.forms, strict=True)
            if any(is_set_otherwise(one, *needed) for needed in opened)
            and not any(covers_form(one, way) for way in usual)
            and can_be_on(item, one)
        )

    def given_otherwise(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources that may be its own: a variable that has no default
        is in the name, or one says in which Region or account it is."""
        if not self.may_be_others or not self._names_for(item):
            return ()
        if self._references.however_given(item.resource) != item.resource:
            return ()
        needed = without_place(form(item.resource))
        return tuple(
            replace(item, resource=value)
            for value, ways in self.may_be_others
            if can_be_on(item, form(value)) and any(covers_form(without_place(one), needed) for one in ways)
        )

    @property
    def may_be_others(self) -> list[tuple[Value, tuple[str, ...]]]:
        """The resources whose names or places variables tell, with all that they may be then."""
        if self._may_be is None:
            self._may_be = []
            for value, own, named, default in zip(
                self.values, self.resources, self.named, self.defaults, strict=True
            ):
                opened = form(self._references.however_given(value))
                if own.startswith("arn:") and (opened != form(value) or names_place(own)):
                    self._may_be.append((value, (opened, own, *named, default)))
        return self._may_be

    def named_perhaps(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources whose names, as far as told, may be its own."""
        if not self._names_for(item):
            return ()
        needed = without_place(form(unnamed(item.resource)))
        return tuple(
            replace(item, resource=value)
            for value in self.values
            if not self.grants(value, item)
            and (
                self._references.names_unnamed(value)
                or any(
                    intersects(without_place(form(unnamed(one))), needed)
                    for one in self._references.by_names(value)
                )
            )
            and can_be_on(item, form(value))
        )

    def called_perhaps(self, item: Item) -> tuple[Item, ...]:
        """The same on those that are given a name: what has none is called as nothing else is."""
        return tuple(
            one
            for one in self.named_perhaps(item)
            if self._references.names_unnamed(one.resource)
            or self._references.by_names(one.resource) != [one.resource]
        )

    def in_deployment(self, item: Item) -> tuple[tuple[Item, tuple[tuple[str, str], ...]], ...]:
        """The item on what the statement grants in the Region and account of the deployment, and what
        these have to be: enough, if they are."""
        if not self._names_for(item):
            return ()
        needed = form(item.resource)
        found: dict[Value, tuple[tuple[str, str], ...]] = {}
        for value, own, named, default in zip(
            self.values, self.resources, self.named, self.defaults, strict=True
        ):
            for text in (own, *named, default):
                places = deployed_places(text, needed)
                if places and covers_form(text, with_places(needed, text, places)):
                    found.setdefault(value, places)
        return tuple((replace(item, resource=value), places) for value, places in found.items())

    def covers_action(self, action: str) -> bool:
        known = self._covered.get(action)
        if known is None:
            if self.not_actions:
                known = not any(covers(pattern, action) for pattern in self.not_actions)
            else:
                known = (
                    action.lower() in self._written
                    or any(covers(pattern, action) for pattern in self._wide)
                    or any(covers(form(unnamed(option)), action) for option in self._untold)
                )
            self._covered[action] = known
        return known

    def resting_on(self, item: Item) -> str | None:
        """What only a deployment tells, where the statement grants the item by that alone; for people."""
        span = self.statement.span
        place = f"({span.file}:{span.line})"
        if self.leaves_open(item.action):
            untold = next(one for one in self._untold if covers(form(unnamed(one)), item.action))
            named = told(form(untold)) if isinstance(untold, Text) else "what can't be told"
            return f"among {named} {place}"
        if not self.any_resource or self.not_resources:
            return None
        known = (
            one for value, one in zip(self.values, self.forms, strict=True) if not isinstance(value, Unknown)
        )
        if any(covers_form(one, way) for one in known for way in self.asked(item)):
            return None
        return f"on what can't be told {place}"

    def leaves_open(self, action: str) -> bool:
        """The statement grants an action by what is not told of it alone."""
        told_of = self.not_actions or any(covers(one, action) for one in self._told)
        return not told_of and self.covers_action(action)

    def partly(self, item: Item) -> bool:
        """The statement excepts some of what the item may be on, and grants the rest."""
        return (
            bool(self.not_resources)
            and self.covers_action(item.action)
            and not any(covers_form(pattern, form(item.resource)) for pattern in self.not_resources)
        )

    def covers_resource(self, resource: str) -> bool:
        if self.not_resources:
            return not any(
                covers_form(pattern, resource) or intersects(pattern, resource)
                for pattern in self.not_resources
            )
        return self.any_resource or any(covers_form(pattern, resource) for pattern in self._patterns)

    def conditioned(self, item: Item) -> Item:
        """The item as the statement grants it: under its conditions, and the item's own on other keys."""
        keys = {key.lower() for _, key, _ in self.statement.conditions}
        own = (one for one in item.conditions if one[1].lower() not in keys)
        return replace(item, conditions=(*self.statement.conditions, *own))

    def says_exactly(self, item: Item) -> bool:
        """The item's action and resource stand in the statement as they are needed."""
        action = item.action.lower()
        return (
            any(one.lower() == action for one in self.actions)
            and any(is_same(one, form(item.resource)) for one in self.forms)
            and (not self.conditions or self.conditions == _conditions(item.conditions))
        )

    def whenever(self, item: Item) -> bool:
        """No condition of the statement stands between it and the item."""
        return not self.conditions or self.conditions == _conditions(item.conditions)

    def is_tight(self, items: Iterable[Item]) -> bool:
        """Every action and every resource of the statement is needed by one of the items."""
        if self.unsure or self.not_actions or self.not_resources:
            return False
        owned = list(items)
        actions = {item.action.lower() for item in owned}
        resources = {form(item.resource) for item in owned}
        wide = any(item.conditions and not self.conditions for item in owned)
        return (
            not wide
            and all(action.lower() in actions for action in self.actions)
            and all(any(is_same(one, other) for other in resources) for one in self.forms)
        )


def _canonical(values: Iterable[Value], references: References) -> list[Value]:
    return [references.canonical(option) for value in values for option in alternatives(value)]


def _as_named(own: str, name: Value) -> tuple[str, ...]:
    """A resource by the name that the template sets. A variable in that stays a word, which what the code
    leaves open there may mean; what has another resource's name in it is called like no other."""
    if not names_more(name):
        return (form(name),)
    return (own,) if is_of_another(name) else (form(name), own)


def _conditions(conditions: Iterable[Condition]) -> frozenset[tuple[str, str, tuple[str, ...]]]:
    return frozenset(
        (operator, key.lower(), tuple(sorted(form(value) for value in values)))
        for operator, key, values in conditions
    )
