"""Classes by their own names, and what they derive from, as the text has it: classes of one name are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

UNNAMED = "?"
"""A base that is no name (``make_base()``)."""


class Hierarchy:
    """The classes of a program and the names of their bases, libraries' ones among them."""

    def __init__(self, bases: Mapping[str, Iterable[str]]) -> None:
        self.bases = {name: frozenset(found) for name, found in bases.items()}
        self._derived: dict[str, list[str]] = {}
        self._parents: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        for name, found in self.bases.items():
            for base in found:
                self._derived.setdefault(base, []).append(name)
                if base in self.bases:
                    self._parents[self.family(name)] = self.family(base)

    def __contains__(self, name: str) -> bool:
        return name in self.bases

    def line(self, name: str) -> Iterator[str]:
        """A class and what it derives from."""
        return _reached(name, lambda one: sorted(self.bases.get(one, ())))

    def derived(self, name: str) -> Iterator[str]:
        """A class and those that derive from it."""
        return _reached(name, lambda one: self._derived.get(one, ()))

    def family(self, name: str) -> str:
        """What stands for all classes that are related to one; empty for what is no class of the program."""
        if name not in self.bases:
            return ""
        parents = self._parents
        while parents.setdefault(name, name) != name:
            parents[name] = name = parents[parents[name]]
        return name

    def relatives(self, name: str) -> int:
        """How many are of a class's family."""
        if not self._sizes:
            self._sizes.update(Counter(map(self.family, self.bases)))
        return self._sizes.get(self.family(name), 1)


def _reached(name: str, after: Callable[[str], Iterable[str]]) -> Iterator[str]:
    seen = {name}
    pending = [name]
    while pending:
        one = pending.pop()
        yield one
        new = [other for other in after(one) if other not in seen]
        seen.update(new)
        pending.extend(new)
