"""Member paths into a request: ``Delete.Objects[].Key``, ``RequestItems[key]``.

``select`` answers with what is, or may be, passed there. ``None`` counts as not passed; an unknown value
as passed; what an open container may hold besides as "may be passed".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Items, OneOf, Struct, Unknown, Value, alternatives


@dataclass(frozen=True, slots=True)
class Found:
    """A value at a path. ``at`` says which list elements were stepped into, by path prefix.

    ``guessed``: nothing names the member; it may be in what an unknown value, or an open container, holds.
    """

    value: Value
    certain: bool
    at: tuple[tuple[str, int], ...] = ()
    guessed: bool = False

    def agrees(self, at: tuple[tuple[str, int], ...]) -> bool:
        """Whether both were found in the same elements of the lists that they share."""
        mine = dict(self.at)
        return all(mine.get(prefix, index) == index for prefix, index in at)


@lru_cache(maxsize=4096)
def tokens(path: str) -> tuple[str, ...]:
    """``A[].B`` -> ``("A", "[]", "B")``."""
    spaced = path.replace("[key]", ".[key]").replace("[]", ".[]")
    return tuple(spaced.split("."))


def select(parameters: Struct, path: str) -> tuple[Found, ...]:
    """What is or may be at ``path``; empty when surely nothing is passed."""
    return tuple(_walk(parameters, tokens(path), "", Found(Unknown(), True)))


def _walk(value: Value, steps: tuple[str, ...], path: str, here: Found) -> Iterator[Found]:
    if not steps:
        yield from _leaf(value, here)
        return
    match value:
        case OneOf(options=options):
            yield from _either(options, steps, path, here)
        case Struct():
            yield from _into_struct(value, steps, path, here)
        case Items(values=values, open=is_open) if steps[0] == "[]":
            for index, element in enumerate(values):
                at = (*here.at, (path, index))
                yield from _walk(element, steps[1:], f"{path}[]", replace(here, at=at))
            if is_open:
                yield Found(Unknown(), False, (*here.at, (path, len(values))))
        case Const(value=None):
            return
        case Const() | Items():
            return
        case _:
            yield Found(Unknown(), False, here.at, guessed=True)


def _leaf(value: Value, here: Found) -> Iterator[Found]:
    options = [option for option in alternatives(value) if option != Const(None)]
    if not options:
        return
    certain = here.certain and len(options) == sum(1 for _ in alternatives(value))
    yield Found(options[0] if len(options) == 1 else OneOf(tuple(options)), certain, here.at)


def _either(options: tuple[Value, ...], steps: tuple[str, ...], path: str, here: Found) -> Iterator[Found]:
    """Certain only where every alternative has a certain value."""
    found = [tuple(_walk(option, steps, path, here)) for option in options]
    everywhere = all(any(item.certain for item in items) for items in found)
    for items in found:
        for item in items:
            yield item if everywhere else replace(item, certain=False)


def _into_struct(value: Struct, steps: tuple[str, ...], path: str, here: Found) -> Iterator[Found]:
    step, rest = steps[0], steps[1:]
    if step in ("[]", "[key]"):
        for index, (name, inner) in enumerate(value.fields):
            certain = here.certain and name not in value.maybe
            element: Value = Const(name) if step == "[key]" else inner
            at = (*here.at, (path, index))
            yield from _walk(element, rest, f"{path}[]", Found(Unknown(), certain, at))
        names = value.computed if step == "[key]" else ()
        for index, key in enumerate(names, len(value.fields)):
            yield from _walk(key, rest, f"{path}[]", Found(Unknown(), False, (*here.at, (path, index))))
        if value.open and not names:
            yield Found(Unknown(), False, (*here.at, (path, len(value.fields))))
        return
    member = value.get(step)
    deeper = f"{path}.{step}" if path else step
    if member is not None:
        certain = here.certain and step not in value.maybe
        yield from _walk(member, rest, deeper, replace(here, certain=certain))
    elif value.open:
        yield Found(Unknown(), False, here.at, guessed=True)
