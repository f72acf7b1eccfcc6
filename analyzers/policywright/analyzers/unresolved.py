"""What could not be told, for a reader: one entry for each cause, the likeliest to hide a permission first.

The stages say at every place what they can't tell, and why (``model.Cause``). Here what has one cause becomes
one entry, which names the calls and keeps all places. Nothing is dropped, and neither what is merged nor the
order of the entries depends on the order in which things were found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from policywright.analyzers.model import Unresolved, UnresolvedCode
from policywright.knowledge.records import replace

_MAX_NAMES = 3
"""Names that an entry gives; how many more there are is said."""
_MAX_GUESSES = 8

_LEVELS: tuple[tuple[tuple[UnresolvedCode, bool | None], ...], ...] = (
    # Code that nothing is known of.
    ((UnresolvedCode.BUDGET, None), (UnresolvedCode.INTERNAL, None)),
    # A request is made for certain, and what it may be is known.
    ((UnresolvedCode.ON_BEHALF, None), (UnresolvedCode.UNKNOWN_AUTHORIZATION, None)),
    ((UnresolvedCode.ONE_OF, None),),
    ((UnresolvedCode.UNKNOWN_RESOURCE, None), (UnresolvedCode.TEMPLATE, None)),
    ((UnresolvedCode.UNKNOWN_SERVICE, True),),
    ((UnresolvedCode.DYNAMIC_CODE, True),),
    # What is called has an operation's name, and may be something else.
    ((UnresolvedCode.AMBIGUOUS, None), (UnresolvedCode.UNKNOWN_RECEIVER, None)),
    # A client is there, and what is asked of it can't be told.
    ((UnresolvedCode.UNKNOWN_SERVICE, False),),
    ((UnresolvedCode.DYNAMIC_CODE, False),),
    ((UnresolvedCode.UNKNOWN_OPERATION, None),),
    # Something is there that may have a client.
    ((UnresolvedCode.LIBRARY, True), (UnresolvedCode.PROGRAM, None)),
    ((UnresolvedCode.LIBRARY, False), (UnresolvedCode.MISSING, None)),
    # What is asked for is known, and not of which resources.
    ((UnresolvedCode.VARIABLES, None),),
)
"""Codes, with guesses at the operation (True), without (False) or both. The likeliest come first."""
_LIKELIHOOD = {
    (code, guessed): index
    for index, level in enumerate(_LEVELS)
    for code, guesses in level
    for guessed in ((True, False) if guesses is None else (guesses,))
}


def by_cause(found: Iterable[Unresolved]) -> tuple[Unresolved, ...]:
    """One entry for each cause, by how likely it hides a permission, then by place."""
    entries = _grouped(_crossed(found), lambda item: (item.code, item.cause or item.detail))
    # A call that several causes lie behind is said once.
    entries = _grouped(entries, lambda item: (item.code, item.span, item.detail))
    entries.sort(key=lambda item: (_LIKELIHOOD[item.code, bool(item.could_be)], item.order()))
    return tuple(map(_shortened, entries))


def _crossed(found: Iterable[Unresolved]) -> list[Unresolved]:
    """One entry where a call has several services and several operations, and not each goes with each."""
    lacking: dict[object, list[Unresolved]] = {}
    others: list[Unresolved] = []
    for item in found:
        mixed = item.code is UnresolvedCode.UNKNOWN_OPERATION
        (lacking.setdefault(item.span, []) if mixed else others).append(item)
    for items in lacking.values():
        details = sorted({item.detail for item in items})
        if len(details) > _MAX_NAMES:
            first = min(items, key=Unresolved.order)
            said = (
                f"{details[0]} (one of {len(details)} services and operations here that do not go together)"
            )
            others.append(replace(first, detail=said, could_be=(), cause=None))
        else:
            others.extend(items)
    return others


def _grouped(found: Iterable[Unresolved], key: Callable[[Unresolved], object]) -> list[Unresolved]:
    groups: dict[object, list[Unresolved]] = {}
    for item in found:
        groups.setdefault(key(item), []).append(item)
    return [_entry(sorted(dict.fromkeys(group), key=Unresolved.order)) for group in groups.values()]


def _entry(group: Sequence[Unresolved]) -> Unresolved:
    """All of one cause. It is where the cause lies, or at the call if only one hangs on it."""
    first = group[0]
    if len(group) == 1:
        return first
    places = tuple(dict.fromkeys(place for item in group for place in (item.places or (item.span,))))
    span, detail = places[0], first.detail
    if first.cause is not None and any(item.detail != detail for item in group):
        names = list(dict.fromkeys(item.name for item in group))
        detail = f"{first.cause.before}{_listed(names)}{first.cause.after}"
    if first.cause is not None and first.cause.span is not None and len(places) > 1:
        span = first.cause.span
    return replace(
        first, span=span, detail=detail, could_be=_guesses(group), places=places if len(places) > 1 else ()
    )


def _shortened(entry: Unresolved) -> Unresolved:
    """The entry with as many guesses as can be read; that there are more of them is said."""
    more = len(entry.could_be) - _MAX_GUESSES
    if more <= 0:
        return entry
    said = f"{entry.detail}; it may be {more} other operation{'s' if more > 1 else ''} as well"
    return replace(entry, detail=said, could_be=entry.could_be[:_MAX_GUESSES])


def _listed(names: list[str]) -> str:
    more = len(names) - _MAX_NAMES
    if more > 1:
        return f"{', '.join(names[:_MAX_NAMES])} and {more} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _guesses(group: Sequence[Unresolved]) -> tuple[str, ...]:
    """What it may be: operations of services that have all that is called, then some for each call."""
    by_name: dict[str, dict[str, None]] = {}
    for item in group:
        by_name.setdefault(item.name, {}).update(dict.fromkeys(item.could_be))
    having = [{guess.partition(":")[0] for guess in guesses} for guesses in by_name.values()]
    common = set.intersection(*having)
    found = [guess for guesses in zip_longest(*by_name.values()) for guess in guesses if guess is not None]
    shared = [guess for guess in found if guess.partition(":")[0] in common]
    return tuple(dict.fromkeys((*shared, *found)))
