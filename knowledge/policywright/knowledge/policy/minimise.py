"""Shrink a policy without changing what it decides.

Values that another one covers are dropped, statements that another one covers are dropped, and
statements that differ in one respect only (actions, resources or principals) become one. Every step
is an identity of the evaluation rules; the property tests hold ``evaluate`` against it. Works on
``Rule`` values or on plain documents, and needs the standard library only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    while True:
        smaller = tuple(sorted((_tidy(rule) for rule in _merged(_uncovered(current))), key=order))
        if smaller == current:
            return current
        current = smaller


def minimise_document(policy: Document) -> dict[str, Any]:
    """The same for a document; Version and Id stay."""
    version, policy_id = policy.get("Version"), policy.get("Id")
    return document(
        minimise(rules(policy)),
        version=version if isinstance(version, str) else None,
        policy_id=policy_id if isinstance(policy_id, str) else None,
    )


def uncovered(values: Sequence[str], covers: Callable[[str, str], bool] = patterns.covers) -> tuple[str, ...]:
    """The values that no other one covers, sorted; of two that cover each other the first stays."""
    ordered = sorted(set(values), key=lambda value: (len(value), value))
    kept: list[str] = []
    wide: list[str] = []
    known: set[str] = set()
    for value in ordered:
        plain = covers is patterns.covers and _plain(value)
        # What has no wildcard covers its equal alone: a policy of thousands of plain names stays quick.
        if any(covers(other, value) for other in wide) or (plain and _folded(value) in known):
            continue
        if plain:
            known.add(_folded(value))
        else:
            kept = [other for other in kept if not covers(value, other)]
            wide = [other for other in wide if not covers(value, other)]
            wide.append(value)
        kept.append(value)
    return tuple(sorted(kept))


def _plain(value: str) -> bool:
    return not any(mark in value for mark in "*?$")


def _folded(value: str) -> str:
    return value if patterns.is_arn(value) else value.lower()


def _tidy(rule: Rule) -> Rule:
    resources = rule.resources
    return replace(
        rule,
        actions=replace(rule.actions, values=uncovered(rule.actions.values)),
        resources=resources and replace(resources, values=uncovered(resources.values)),
    )


_MOST_PAIRS = 2_000
"""Of actions and resources, up to which a plain statement is looked up rather than compared."""
_Pair: TypeAlias = tuple[str, str]


def _uncovered(found: Sequence[Rule]) -> list[Rule]:
    """Those that no other one covers; plain statements are compared with those alone that name the same."""
    kept: dict[int, Rule] = {}
    opened: set[int] = set()
    naming: dict[_Pair, list[int]] = {}
    first: dict[_Pair, list[int]] = {}
    for number, rule in enumerate(found):
        pairs = _pairs(rule)
        wider = kept.keys() if pairs is None else [*opened, *naming.get(pairs[0], ())]
        if any(other in kept and covers_rule(kept[other], rule) for other in wider):
            continue
        narrower = list(kept) if pairs is None else [n for pair in pairs for n in first.get(pair, ())]
        for other in narrower:
            if other in kept and covers_rule(rule, kept[other]):
                del kept[other]
                opened.discard(other)
        kept[number] = rule
        if pairs is None:
            opened.add(number)
            continue
        first.setdefault(pairs[0], []).append(number)
        for pair in pairs:
            naming.setdefault(pair, []).append(number)
    return list(kept.values())


def _pairs(rule: Rule) -> list[_Pair] | None:
    """Each action with each resource of a statement that has no wildcard; ``None`` for any other."""
    resources = rule.resources
    if rule.actions.negated or resources is None or resources.negated:
        return None
    if not 0 < len(rule.actions.values) * len(resources.values) <= _MOST_PAIRS:
        return None
    if not all(map(_plain, (*rule.actions.values, *resources.values))):
        return None
    return [
        (action.lower(), _folded(resource)) for action in rule.actions.values for resource in resources.values
    ]


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
