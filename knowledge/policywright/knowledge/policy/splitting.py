"""Cutting a policy that is longer than a quota into several that are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from policywright.knowledge.policy.quota import size
from policywright.knowledge.policy.statements import Rule, Selection, document, statement
from policywright.knowledge.records import replace


def split(found: Sequence[Rule], limit: int) -> tuple[tuple[Rule, ...], ...]:
    """The statements in as few documents as first-fit gives, each within ``limit`` characters of ``size``.

    Statements keep their order where they can; one that alone is too long is cut by its resources,
    then by its actions. What still does not fit (one endless value) stands alone and over the limit.
    """
    bins: list[list[Rule]] = []
    sizes: list[int] = []
    frame = size(document(()))
    for rule in _pieces(found, limit):
        length = _length(rule)
        for index, used in enumerate(sizes):
            if used + 1 + length <= limit:
                bins[index].append(rule)
                sizes[index] += 1 + length
                break
        else:
            bins.append([rule])
            sizes.append(frame + length)
    return tuple(tuple(rules) for rules in bins)


def _length(rule: Rule) -> int:
    return size(statement(rule))


def _pieces(found: Sequence[Rule], limit: int) -> Iterator[Rule]:
    room = limit - size(document(()))
    taken = {rule.sid for rule in found}
    for rule in found:
        if _length(rule) <= room:
            yield rule
        else:
            yield from _numbered(_halves(rule, room - len("99999")), rule.sid, taken)


def _halves(rule: Rule, room: int) -> Iterator[Rule]:
    """Cut in two until it fits. A negated list cannot be cut: each half would allow more than the whole."""
    if _length(rule) <= room:
        yield rule
        return
    if rule.resources is not None and not rule.resources.negated and len(rule.resources.values) > 1:
        for part in _halved(rule.resources.values):
            yield from _halves(replace(rule, resources=Selection(values=part)), room)
    elif not rule.actions.negated and len(rule.actions.values) > 1:
        for part in _halved(rule.actions.values):
            yield from _halves(replace(rule, actions=Selection(values=part)), room)
    else:
        yield rule


def _halved(values: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    middle = len(values) // 2
    return values[:middle], values[middle:]


def _numbered(pieces: Iterator[Rule], sid: str | None, taken: set[str | None]) -> Iterator[Rule]:
    """Sids stay unique: the first piece keeps it, later ones count on from 2."""
    numbers = count(2)
    for index, piece in enumerate(pieces):
        if sid is None or index == 0:
            yield replace(piece, sid=sid)
            continue
        name = next(name for number in numbers if (name := f"{sid}{number}") not in taken)
        taken.add(name)
        yield replace(piece, sid=name)


def documents(found: Sequence[Rule], limit: int) -> tuple[dict[str, Any], ...]:
    """``split`` as policy documents."""
    return tuple(document(rules) for rules in split(found, limit))
