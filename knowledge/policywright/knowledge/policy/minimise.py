"""Shrink a policy without changing what it decides.

Values that another one covers are dropped, statements that another one covers are dropped, and
statements that differ in one respect only (actions, resources or principals) become one. Every step
is an identity of the evaluation rules; the property tests hold ``evaluate`` against it. Works on
``Rule`` values or on plain documents, and needs the standard library only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from policywright.knowledge.policy import operators, patterns
from policywright.knowledge.policy.operators import Quantifier
from policywright.knowledge.policy.statements import (
    ANYONE,
    Condition,
    Document,
    Rule,
    Selection,
    document,
    order,
    rules,
)
from policywright.knowledge.records import replace


def minimise(found: Iterable[Rule]) -> tuple[Rule, ...]:
    """The fewest statements these steps reach, in canonical order; the result is a fixpoint."""
    current = tuple(sorted((_tidy(rule) for rule in found), key=order))
    while len(current) > 1:
        smaller = tuple(sorted((_tidy(rule) for rule in _merged(_uncovered(current))), key=order))
        if smaller == current:
            break
        current = smaller
    return current


def minimise_document(policy: Document) -> dict[str, Any]:
    """The same for a document; Version and Id stay."""
    version, policy_id = policy.get("Version"), policy.get("Id")
    return document(
        minimise(rules(policy)),
        version=version if isinstance(version, str) else None,
        policy_id=policy_id if isinstance(policy_id, str) else None,
    )


def uncovered(values: Iterable[str]) -> tuple[str, ...]:
    """The values that no other one covers, sorted; of two that cover each other the shorter stays."""
    ordered = sorted(set(values), key=lambda value: (len(value), value))
    if len(ordered) < 2:
        return tuple(ordered)
    return tuple(sorted(patterns.widest(ordered)))


def _tidy(rule: Rule) -> Rule:
    resources = rule.resources
    return replace(
        rule,
        actions=replace(rule.actions, values=uncovered(rule.actions.values)),
        resources=resources and replace(resources, values=uncovered(resources.values)),
    )


def covered(found: Sequence[Rule]) -> dict[int, int]:
    """Of some rules those that another one covers, each with the first such, by their numbers."""
    near = _Near(found)
    return patterns.covered(
        len(found),
        lambda number: near.may_cover(found[number]),
        lambda wide, narrow: covers_rule(found[wide], found[narrow]),
    )


def _uncovered(found: Sequence[Rule]) -> list[Rule]:
    gone = covered(found)
    return [rule for number, rule in enumerate(found) if number not in gone]


class _Near:
    """Some rules by what of each few others have: not all are looked at to find what covers one."""

    def __init__(self, found: Sequence[Rule]) -> None:
        self._all = set(range(len(found)))
        self._actions = _NearSelections([rule.actions for rule in found])
        self._resources = _NearSelections([rule.resources for rule in found])
        self._principals: dict[Any, set[int]] = {}
        self._conditions: dict[_Asked, set[int]] = {}
        self._free: set[int] = set()
        common = Counter(asked for rule in found for asked in _asked(rule))
        for number, rule in enumerate(found):
            for name in _names(rule):
                self._principals.setdefault(name, set()).add(number)
            # A condition that one of the narrower rule's implies has a value in common with it.
            groups: dict[tuple[str, str], list[_Asked]] = {}
            for asked in _asked(rule):
                groups.setdefault(asked[:2], []).append(asked)
            if not groups:
                self._free.add(number)
                continue
            for asked in min(groups.values(), key=lambda group: sum(common[one] for one in group)):
                self._conditions.setdefault(asked, set()).add(number)

    def may_cover(self, rule: Rule) -> set[int]:
        names = [self._principals.get(name, set()) for name in _names(rule)]
        found = [
            self._actions.may_cover(rule.actions),
            self._resources.may_cover(rule.resources),
            min(names, key=len) if names else self._all,
            self._by_conditions(rule),
        ]
        found.sort(key=len)
        return set.intersection(*found)

    def _by_conditions(self, rule: Rule) -> set[int]:
        if not all(values for _, _, values in rule.conditions):
            return self._all  # what asks for no value implies whatever is asked of its key
        near = [self._conditions[asked] for asked in _asked(rule) if asked in self._conditions]
        return self._free.union(*near) if near else self._free


_Asked: TypeAlias = tuple[str, str, str]
"""An operator, its key in lower case, and one of the values."""


def _asked(rule: Rule) -> list[_Asked]:
    return [(operator, key.lower(), value) for operator, key, values in rule.conditions for value in values]


def _names(rule: Rule) -> Sequence[Any]:
    """What a rule that covers this one has as well, each of it."""
    if rule.principals is None or rule.principals_negated:
        return [(rule.principals, rule.principals_negated)]
    return rule.principals


class _NearSelections:
    """Some lists of actions, or of resources, each with the rules that have it."""

    def __init__(self, found: Sequence[Selection | None]) -> None:
        self._owners: dict[Selection | None, set[int]] = {}
        for number, one in enumerate(found):
            self._owners.setdefault(one, set()).add(number)
        self._listed = list(self._owners)
        plain = [(n, one) for n, one in enumerate(self._listed) if one is not None and not one.negated]
        self._but = [n for n, one in enumerate(self._listed) if one is not None and one.negated]
        self._index = patterns.Index((n, value) for n, one in plain for value in one.values)
        self._known: dict[Selection | None, set[int]] = {}

    @cached_property
    def _wider_but(self) -> dict[int, set[int]]:
        """Of each list of exceptions those whose first exception one of its own may cover."""
        own = patterns.Index((n, value) for n in self._but for value in self._values(n))
        found: dict[int, set[int]] = {n: set() for n in self._but}
        for wide in self._but:
            first = self._values(wide)[:1]
            for narrow in own.may_cover(first[0]) if first else self._but:
                found[narrow].add(wide)
        return found

    def _values(self, number: int) -> tuple[str, ...]:
        one = self._listed[number]
        return one.values if one is not None else ()

    def may_cover(self, narrow: Selection | None) -> set[int]:
        """The rules whose list may cover this one, which is one of them."""
        if narrow not in self._known:
            self._known[narrow] = set().union(*(self._owners[self._listed[n]] for n in self._lists(narrow)))
        return self._known[narrow]

    def _lists(self, narrow: Selection | None) -> Iterable[int]:
        if narrow is None:
            return [self._listed.index(None)]
        if not narrow.values:
            return range(len(self._listed))
        if narrow.negated:
            return {*self._wider_but[self._listed.index(narrow)], *self._index.may_cover("*")}
        return {*self._index.may_cover(max(narrow.values, key=len)), *self._but}


def covers_rule(wide: Rule, narrow: Rule) -> bool:
    """Whenever ``narrow`` applies to a request, ``wide`` applies with the same effect."""
    return (
        wide.effect == narrow.effect
        and covers_selection(wide.actions, narrow.actions)
        and _covers_resources(wide.resources, narrow.resources)
        and _covers_principals(wide, narrow)
        and covers_conditions(wide.conditions, narrow.conditions)
    )


def covers_selection(wide: Selection, narrow: Selection) -> bool:
    if wide.negated and narrow.negated:  # the longer the list of exceptions, the narrower
        return all(any(patterns.covers(n, w) for n in narrow.values) for w in wide.values)
    if narrow.negated:
        return "*" in wide.values
    if wide.negated:
        return not any(patterns.intersects(w, n) for w in wide.values for n in narrow.values)
    return all(any(patterns.covers(w, n) for w in wide.values) for n in narrow.values)


def _covers_resources(wide: Selection | None, narrow: Selection | None) -> bool:
    if wide is None or narrow is None:
        return wide == narrow
    return covers_selection(wide, narrow)


def _covers_principals(wide: Rule, narrow: Rule) -> bool:
    if wide.principals_negated or narrow.principals_negated or None in (wide.principals, narrow.principals):
        return (wide.principals, wide.principals_negated) == (narrow.principals, narrow.principals_negated)
    # "*" grants in another way than a name does (boundaries and sessions), so only subsets count.
    return set(narrow.principals or ()) <= set(wide.principals or ())


def covers_conditions(wide: Sequence[Condition], narrow: Sequence[Condition]) -> bool:
    """Each condition of ``wide`` is implied by one of ``narrow``."""
    return all(any(_implies(n, w) for n in narrow) for w in wide)


def _implies(narrow: Condition, wide: Condition) -> bool:
    (operator, key, values), (wide_operator, wide_key, wide_values) = narrow, wide
    if operator != wide_operator or key.lower() != wide_key.lower():
        return False
    if values == wide_values:
        return True
    use = operators.find(operator)
    if use is None or use.operator.family is operators.Family.NULL:
        return False
    if use.operator.negated:  # none of these values: excluding more is narrower
        return set(wide_values) <= set(values) and use.quantifier is not Quantifier.ANY
    return set(values) <= set(wide_values)


def _merged(found: Sequence[Rule]) -> list[Rule]:
    """Join statements that are equal but for actions, then for resources, then for principals."""
    current = list(found)
    for key, join in _MERGES:
        groups: dict[Any, list[Rule]] = {}
        for rule in current:
            groups.setdefault(key(rule), []).append(rule)
        current = [group[0] if len(group) == 1 else join(group) for group in groups.values()]
    return current


def _merge_sid(group: Sequence[Rule]) -> str | None:
    return next((rule.sid for rule in group if rule.sid), None)


def _positive(selection: Selection | None) -> bool:
    return selection is not None and not selection.negated


def _same_but_actions(rule: Rule) -> Any:
    mark = None if _positive(rule.actions) else rule.actions
    return (mark, replace(rule, sid=None, actions=Selection()))


def _join_actions(group: Sequence[Rule]) -> Rule:
    values = uncovered([value for rule in group for value in rule.actions.values])
    return replace(group[0], sid=_merge_sid(group), actions=replace(group[0].actions, values=values))


def _same_but_resources(rule: Rule) -> Any:
    mark = None if _positive(rule.resources) else (rule.resources,)
    actions = replace(rule.actions, values=tuple(sorted(value.lower() for value in rule.actions.values)))
    return (mark, replace(rule, sid=None, resources=None, actions=actions))


def _join_resources(group: Sequence[Rule]) -> Rule:
    first = group[0].resources
    if first is None or first.negated:
        return replace(group[0], sid=_merge_sid(group))
    values = uncovered([value for rule in group if rule.resources for value in rule.resources.values])
    return replace(group[0], sid=_merge_sid(group), resources=Selection(values=values))


def _same_but_principals(rule: Rule) -> Any:
    named = rule.principals is not None and not rule.principals_negated and ANYONE not in rule.principals
    mark = None if named else (rule.principals,)
    return (mark, replace(rule, sid=None, principals=None))


def _join_principals(group: Sequence[Rule]) -> Rule:
    first = group[0]
    if first.principals is None or first.principals_negated or ANYONE in first.principals:
        return replace(first, sid=_merge_sid(group))
    names = tuple(sorted({name for rule in group for name in rule.principals or ()}))
    return replace(first, sid=_merge_sid(group), principals=names)


_MERGES: tuple[tuple[Callable[[Rule], Any], Callable[[Sequence[Rule]], Rule]], ...] = (
    (_same_but_actions, _join_actions),
    (_same_but_resources, _join_resources),
    (_same_but_principals, _join_principals),
)
