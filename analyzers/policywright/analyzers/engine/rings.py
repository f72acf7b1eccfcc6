"""Functions that call each other in a ring, as far as names tell: interpreters, whatever walks trees.

Each of them calls the next from many places, for the cases that it has. Were these contexts of their own,
each would walk all cases again: what gives back a function that is defined in it, whose calls are told apart
wherever they stand, is called in one context from within its ring. Helpers that give other things stay apart.
Only names that one function of the program has tell of a ring, called by themselves or on the own object.

Methods that walk a tree or graph of objects are in a ring of another kind (``walkers``): each object calls
all that it holds, and these all that they hold. With a context for each of very many objects every one of
them would be looked at from every other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.outlines import MIN_NAME, NAMING_CALLS, Outline, called

MAX_APART = 8
"""Calls of a function from within its ring up to which their places count."""
MAX_WALKED = 32
"""Objects of a class up to which methods that walk a graph of their like have a context for each: with more
they are evaluated once for all, as each meets all others."""
MAX_MET = 96
"""The same of those that give what depends on the object, and make no requests themselves."""


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


def walkers(
    outlines: Mapping[ir.Function, Outline], family: Callable[[ir.Function], str],
    minor: frozenset[ir.Function], asks: Callable[[str], bool], defined: Callable[[str], bool],
) -> dict[ir.Function, int]:  # fmt: skip
    """Methods that come back to themselves on another object of a class related to their own, and up to
    how many objects these are told apart: few where it makes no difference on which one the method is called,
    but for what it calls on that.

    ``family`` gives what stands for the classes that are related to a method's; ``asks`` tells the names of
    requests, ``defined`` those of the program. What hands on to what is in a field (``self.store.get(key)``)
    walks nothing: that is another kind of object most of the time.
    """
    named: dict[tuple[str, str], list[ir.Function]] = {}
    for function in outlines:
        if of := family(function):
            named.setdefault((of, function.name), []).append(function)
    calls: dict[ir.Function, list[ir.Function]] = {}
    others: dict[ir.Function, list[ir.Function]] = {}
    for (of, _), functions in named.items():
        for function in functions:
            found = list(_members(outlines, function))
            calls[function] = [one for _, name in found for one in named.get((of, name), ())]
            others[function] = [one for own, name in found if not own for one in named.get((of, name), ())]
    ring = _rings(calls)
    walking = {
        ring[function] for function, met in others.items() if any(ring[one] == ring[function] for one in met)
    }  # fmt: skip
    apart: dict[ir.Function, int] = {}
    for function in calls:
        if ring[function] in walking:
            if function in minor or not _tells(outlines, function, asks, defined):
                apart[function] = MAX_WALKED
            elif not _asks(outlines, function, asks):
                apart[function] = MAX_MET
    return apart


def _members(outlines: Mapping[ir.Function, Outline], function: ir.Function) -> Iterator[tuple[bool, str]]:
    """What a method, or a function in it, calls on its own object and on others that are in no field."""
    outline = outlines[function]
    for call in outline.calls:
        match call.fn:
            case ir.Attr(obj=ir.Name(name=name) | ir.Call(fn=ir.Name(name="super" as name)), name=called):
                yield name in outline.implied or name == "super", called
            case ir.Attr(obj=ir.Attr(obj=ir.Name(name=name))) if name in outline.implied:
                pass
            case ir.Attr(name=called):
                yield False, called
    for inner in outline.inside:
        if inner in outlines:
            yield from _members(outlines, inner)


def _tells(
    outlines: Mapping[ir.Function, Outline], function: ir.Function,
    asks: Callable[[str], bool], defined: Callable[[str], bool],
) -> bool:  # fmt: skip
    """The same of a method with the functions in it as ``Outline.tells``."""
    return outlines[function].tells(asks, defined) or any(
        inner not in outlines or _tells(outlines, inner, asks, defined) for inner in outlines[function].inside
    )


def _asks(
    outlines: Mapping[ir.Function, Outline], function: ir.Function, asks: Callable[[str], bool]
) -> bool:
    """Whether a method, or a function in it, calls anything that is called like a request, or names one."""
    outline = outlines[function]
    return any((name := called(call)) in NAMING_CALLS or asks(name) for call in outline.calls) or any(
        inner not in outlines or _asks(outlines, inner, asks) for inner in outline.inside
    )


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
