"""Semantic difference of two policies: what became allowed or denied, not which lines moved.

Both documents are minimised first, so order, Sids, scalars against lists and how statements are
grouped make no difference. What is left is compared action by action (each with its resources,
principals and conditions): ``added``, ``removed``, ``widened``, ``narrowed`` or ``changed``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from policywright.knowledge.policy.minimise import covers_rule, minimise
from policywright.knowledge.policy.statements import Document, Rule, Selection, order, rules
from policywright.knowledge.records import dataclass, replace


class Change(StrEnum):
    """What happened to an action; for a Deny, ``added`` means more is denied."""

    ADDED = "added"
    REMOVED = "removed"
    WIDENED = "widened"
    NARROWED = "narrowed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One action (or NotAction list) of one effect, and the grants it has on both sides.

    ``before`` and ``after`` hold only what the other side does not cover.
    """

    change: Change
    effect: str
    action: str
    before: tuple[Rule, ...]
    after: tuple[Rule, ...]
    explanation: str

    @property
    def grants_more(self) -> bool:
        """Whether this lets through requests that did not pass before."""
        gained = self.change in (Change.ADDED, Change.WIDENED, Change.CHANGED)
        lost = self.change in (Change.REMOVED, Change.NARROWED, Change.CHANGED)
        return gained if self.effect == "Allow" else lost


def diff(before: Document, after: Document) -> tuple[Difference, ...]:
    """Differences of the documents, by effect and action; empty when they mean the same."""
    return diff_rules(rules(before), rules(after))


def diff_rules(before: Iterable[Rule], after: Iterable[Rule]) -> tuple[Difference, ...]:
    old, new = _single(minimise(before)), _single(minimise(after))
    gone, come = _uncovered(old, new), _uncovered(new, old)
    out = []
    for effect, action in sorted({_subject(rule) for rule in (*gone, *come)}):
        lost = tuple(rule for rule in gone if _subject(rule) == (effect, action))
        won = tuple(rule for rule in come if _subject(rule) == (effect, action))
        out.append(_difference(effect, action, lost, won, old, new))
    return tuple(out)


def _uncovered(found: tuple[Rule, ...], by: tuple[Rule, ...]) -> list[Rule]:
    """The rules that no rule of the other side covers; equal ones, the most, are found without looking."""
    equal = set(by)
    return [r for r in found if r not in equal and not any(covers_rule(other, r) for other in by)]


def _single(found: Iterable[Rule]) -> tuple[Rule, ...]:
    """One rule per action and resource; lists of exceptions stay whole, for they are one condition."""
    out: set[Rule] = set()
    for rule in found:
        for actions in _parts(rule.actions):
            for resources in _parts(rule.resources):
                out.add(replace(rule, sid=None, actions=actions or rule.actions, resources=resources))
    return tuple(sorted(out, key=order))


def _parts(selection: Selection | None) -> Iterator[Selection | None]:
    if selection is None or selection.negated:
        yield selection
        return
    for value in selection.values:
        yield Selection(values=(value,))


def _subject(rule: Rule) -> tuple[str, str]:
    text = ", ".join(rule.actions.values)
    return rule.effect, f"everything but {text}" if rule.actions.negated else text


def _difference(
    effect: str,
    action: str,
    lost: tuple[Rule, ...],
    won: tuple[Rule, ...],
    old: tuple[Rule, ...],
    new: tuple[Rule, ...],
) -> Difference:
    was = tuple(rule for rule in old if _subject(rule) == (effect, action))
    now = tuple(rule for rule in new if _subject(rule) == (effect, action))
    change = _change(lost, won, bool(was and now))
    verb = "allows" if effect == "Allow" else "denies"
    if change is Change.NARROWED:
        shown, other = tuple(rule for rule in now if any(covers_rule(gone, rule) for gone in lost)), lost
    else:
        shown, other = won, lost or tuple(rule for rule in was if any(covers_rule(new, rule) for new in won))
    return Difference(
        change=change,
        effect=effect,
        action=action,
        before=lost,
        after=won,
        explanation=_explain(change, f"{verb} {action}", _where(shown), _where(other)),
    )


def _change(lost: tuple[Rule, ...], won: tuple[Rule, ...], stays: bool) -> Change:
    if lost and won:
        if all(any(covers_rule(new, old) for new in won) for old in lost):
            return Change.WIDENED
        if all(any(covers_rule(old, new) for old in lost) for new in won):
            return Change.NARROWED
        return Change.CHANGED
    if won:
        # The old grants are all covered, so anything new on top of them is a wider grant.
        return Change.WIDENED if stays or any(rule.actions.negated for rule in won) else Change.ADDED
    return Change.NARROWED if stays else Change.REMOVED


def _explain(change: Change, what: str, new: str, old: str) -> str:
    match change:
        case Change.ADDED:
            return f"{what} {new}"
        case Change.REMOVED:
            return f"no longer {what} {old}"
        case Change.WIDENED:
            return f"{what} {new}, before only {old}" if old else f"also {what} {new}"
        case Change.NARROWED:
            return f"{what} only {new}" if new else f"no longer {what} {old}"
        case Change.CHANGED:
            return f"{what} {new} instead of {old}"


def _where(found: tuple[Rule, ...]) -> str:
    return "; ".join(dict.fromkeys(_scope(rule) for rule in found))


def _scope(rule: Rule) -> str:
    parts = []
    if rule.principals is not None:
        names = ", ".join(value for _, value in rule.principals)
        parts.append(f"for everyone but {names}" if rule.principals_negated else f"for {names}")
    if rule.resources is not None:
        names = ", ".join(rule.resources.values)
        parts.append(f"on everything but {names}" if rule.resources.negated else f"on {names}")
    if rule.conditions:
        tests = (f"{key} {operator} {' or '.join(values)}" for operator, key, values in rule.conditions)
        parts.append(f"if {' and '.join(tests)}")
    return " ".join(parts)
