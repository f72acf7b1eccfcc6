"""Environment variables that are put together of several places, each of them over those before it.

A value is certain only if every deployment has it: of a place that is one of several, every alternative
counts, and what can't be read may set any variable to anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policywright.analyzers.infrastructure.model import NOTHING
from policywright.knowledge.values import Struct, Unknown, Value, alternatives, one_of

UNREAD = Struct((), open=True)
"""What can't be read."""
_UNKNOWN = Unknown("template")


def overlaid(places: Iterable[Sequence[Struct]]) -> Struct:
    """The variables of all places; of each any one of its alternatives, which may be none of them.

    Where one is ``open``, what it does not say may be set there, too: a variable of a place before it is then
    set, to something unknown.
    """
    found = NOTHING
    for options in places:
        if options:
            found = _over(found, options)
    return found


def _over(below: Struct, options: Sequence[Struct]) -> Struct:
    names = dict.fromkeys(name for one in (below, *options) for name, _ in one.fields)
    fields: list[tuple[str, Value]] = []
    maybe: set[str] = set()
    for name in names:
        before = below.get(name)
        values: list[Value] = []
        for one in options:
            value = one.get(name)
            if value is not None:
                values.append(value)
            if value is None or name in one.maybe:
                values += [before] if before is not None else []
                if before is None or name in below.maybe:
                    maybe.add(name)
            if value is None and one.open:
                values.append(_UNKNOWN)
        fields.append((name, told(values)))
    return Struct(tuple(fields), below.open or any(one.open for one in options), frozenset(maybe))


def told(values: Iterable[Value]) -> Value:
    """Any one of the values; unknown where one of them is."""
    found = [one for value in values for one in alternatives(value)]
    return next((one for one in found if isinstance(one, Unknown)), None) or one_of(found)


def unsettled(one: Struct) -> Struct:
    """The variables of what something unknown may have set anew: that they are set is all that is known."""
    fields = tuple((name, _UNKNOWN) for name, _ in one.fields)
    return Struct(fields, one.open, one.maybe) if one.open else one
