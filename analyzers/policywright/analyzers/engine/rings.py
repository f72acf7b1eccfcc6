"""Functions that call each other in a ring, as far as names tell: interpreters, whatever walks trees.

Each of them calls the next from many places, for the cases that it has. Were these contexts of their own,
each would walk all cases again: what gives back a function that is defined in it, whose calls are told apart
wherever they stand, is called in one context from within its ring. Helpers that give other things stay apart.
Only names that one function of the program has tell of a ring, called by themselves or on the own object.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.outlines import MIN_NAME, Outline

MAX_APART = 8
"""Calls of a function from within its ring up to which their places count."""


class Rings:
    """The rings among the functions of a program."""

    def __init__(self, outlines: Mapping[ir.Function, Outline]) -> None:
        named: dict[str, ir.Function | None] = {}
        for function in outlines:
            named[function.name] = None if function.name in named else function
        calls = {function: Counter(_called(outline, named)) for function, outline in outlines.items()}
        ring = _rings(calls)
        within: Counter[ir.Function] = Counter()
        for function, found in calls.items():
            within.update({one: times for one, times in found.items() if ring[one] == ring[function]})
        self._ring = ring
        self._often = frozenset(
            one for one, times in within.items() if times > MAX_APART and outlines[one].wraps
        )

    def within(self, caller: ir.Function, function: ir.Function) -> bool:
        """Whether a call is one of very many of such a function that come from its own ring."""
        return function in self._often and self._ring.get(caller) == self._ring[function]


def _called(outline: Outline, named: Mapping[str, ir.Function | None]) -> Iterator[ir.Function]:
    """The functions that one calls, and those that it makes, which may be called when it is."""
    yield from outline.inside
    for call in outline.calls:
        match call.fn:
            case ir.Name(name=name):
                pass
            case ir.Attr(obj=ir.Name(name=obj), name=name) if obj in outline.implied:
                pass
            case _:
                continue
        found = named.get(name) if len(name) > MIN_NAME else None
        if found is not None:
            yield found


def _rings(calls: Mapping[ir.Function, Iterable[ir.Function]]) -> dict[ir.Function, int]:
    """The number of each function's ring (its strongly connected component, after Tarjan)."""
    number: dict[ir.Function, int] = {}
    low: dict[ir.Function, int] = {}
    ring: dict[ir.Function, int] = {}
    open_: list[ir.Function] = []
    for start in calls:
        if start in number:
            continue
        number[start] = low[start] = len(number)
        open_.append(start)
        path = [(start, iter(calls[start]))]
        while path:
            function, rest = path[-1]
            one = next(rest, None)
            if one is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[function])
                if low[function] == number[function]:
                    while ring.get(function) is None:
                        ring[open_.pop()] = number[function]
            elif one not in number:
                number[one] = low[one] = len(number)
                open_.append(one)
                path.append((one, iter(calls.get(one, ()))))
            elif one not in ring:
                low[function] = min(low[function], number[one])
    return ring
