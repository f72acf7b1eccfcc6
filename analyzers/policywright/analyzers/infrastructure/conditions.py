"""Conditions of a template: which of them hold together, whatever a deployment chooses.

A reader says of each condition what it is made of (``Stated``); ``Conditions.always`` goes through all that a
deployment can choose. What it can't go through is true of none. A condition that nothing is stated of (the
place of an expression) may hold or not, whatever the others do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import Literal, TypeAlias

from policywright.knowledge.records import dataclass

UNLESS = "!"
"""Before the name of a condition: what is meant is there where it does not hold."""
Branch: TypeAlias = frozenset[str]
"""Conditions that hold together; after ``UNLESS`` those that don't."""
_MARK = "\ue000"
MAX_WAYS = 4_096
"""What a deployment may choose that is gone through for one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a condition says.

    ``is``: the expression ``name`` comes to ``word``. ``named``: the condition ``name`` holds. ``open``:
    something called ``name`` that is true or not.
    """

    kind: Literal["is", "named", "open", "not", "all", "any"]
    name: str = ""
    word: str = ""
    of: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The conditions of one template."""

    stated: tuple[tuple[str, Stated], ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What expressions may come to, of those that can't come to anything else."""

    def always(self, branches: Iterable[Iterable[str]], known: Iterable[str] = ()) -> bool:
        """Whatever is chosen, one of the branches is there, wherever the ``known`` conditions hold."""
        holding = frozenset(known)
        left = [frozenset(one) - holding for one in branches]
        left = [one for one in left if not any(opposite(each) in holding for each in one)]
        if not left or not all(left):
            return bool(left)
        ways = self._ways({bare(one) for branch in (*left, holding) for one in branch})
        return ways is not None and all(
            any(_holds(branch, way) for branch in left) for way in ways if _holds(holding, way)
        )

    def never(self, branch: Iterable[str]) -> bool:
        """Whatever is chosen, the conditions don't hold together."""
        together = frozenset(branch)
        if any(opposite(each) in together for each in together):
            return True
        ways = self._ways({bare(one) for one in together})
        return ways is not None and not any(_holds(together, way) for way in ways)

    def _ways(self, names: set[str]) -> list[dict[str, bool]] | None:
        """What can be true of some conditions together; None where that is too much to go through."""
        for stated in (dict(self.stated), dict[str, Stated]()):
            made = {name: _inlined(name, stated, ()) for name in sorted(names)}
            atoms = dict.fromkeys(atom for one in made.values() for atom in _atoms(one))
            domains = dict(_domains(atoms, dict(self.words) | _untold(names)))
            if prod(map(len, domains.values())) <= MAX_WAYS:
                chosen = (dict(zip(domains, some, strict=True)) for some in product(*domains.values()))
                return [{name: _is_true(one, way) for name, one in made.items()} for way in chosen]
        return None


def alternative(place: str, number: int, count: int) -> str:
    """A condition that nobody can write: at a place one of so many is chosen, and it is this one."""
    return f"{place}{_MARK}{number}{_MARK}{count}"


def is_told(condition: str) -> bool:
    """A condition has a name, or an expression."""
    return _MARK not in condition


def _untold(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What is chosen among, by its place."""
    marks = [name.split(_MARK) for name in names if not is_told(name)]
    return {place: tuple(map(str, range(int(count)))) for place, _, count in marks}


def bare(condition: str) -> str:
    """The name of a condition that holds or does not."""
    return condition.removeprefix(UNLESS)


def opposite(condition: str) -> str:
    """The condition that holds where one does not."""
    return bare(condition) if condition.startswith(UNLESS) else f"{UNLESS}{condition}"


def in_words(condition: str) -> str:
    """A condition in words."""
    return f"{bare(condition)} {'does not hold' if condition.startswith(UNLESS) else 'holds'}"


def _holds(branch: Branch, way: Mapping[str, bool]) -> bool:
    return all(way[bare(one)] != one.startswith(UNLESS) for one in branch)


def _inlined(name: str, stated: Mapping[str, Stated], inside: tuple[str, ...]) -> Stated:
    """A condition without the names of others; one that is made of itself may be anything."""
    own = stated.get(name)
    if own is None and not is_told(name):
        place, number, _ = name.split(_MARK)
        return Stated(kind="is", name=place, word=number)
    if own is None or name in inside:
        return Stated(kind="open", name=name)
    return _without_names(own, stated, (*inside, name))


def _without_names(one: Stated, stated: Mapping[str, Stated], inside: tuple[str, ...]) -> Stated:
    if one.kind == "named":
        return _inlined(one.name, stated, inside)
    if not one.of:
        return one
    return Stated(kind=one.kind, of=tuple(_without_names(each, stated, inside) for each in one.of))


def _atoms(one: Stated) -> Iterator[Stated]:
    if one.kind in ("is", "open"):
        yield one
    for inner in one.of:
        yield from _atoms(inner)


_Name: TypeAlias = tuple[str, str]
_YES = "yes"


def _domains(
    atoms: Iterable[Stated], words: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[_Name, tuple[str | None, ...]]]:
    """What each expression may come to, as far as the conditions tell that apart."""
    compared: dict[str, dict[str, None]] = {}
    for one in atoms:
        if one.kind == "open":
            yield ("open", one.name), (_YES, None)
        else:
            compared.setdefault(one.name, {})[one.word] = None
    for name, asked in compared.items():
        allowed = words.get(name)
        if not allowed:
            yield ("is", name), (*asked, None)
        else:
            told = [word for word in asked if word in allowed]
            rest: tuple[None, ...] = (None,) if any(word not in asked for word in allowed) else ()
            yield ("is", name), (*told, *rest)


def _is_true(one: Stated, way: Mapping[_Name, str | None]) -> bool:
    match one.kind:
        case "is":
            return way["is", one.name] == one.word
        case "open":
            return way["open", one.name] is not None
        case "not":
            return not any(_is_true(each, way) for each in one.of)
        case "any":
            return any(_is_true(each, way) for each in one.of)
    return all(_is_true(each, way) for each in one.of)
