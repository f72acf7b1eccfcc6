"""Patterns of ARNs by how the names in them begin: of very many, few can cover what is asked for."""

from __future__ import annotations

from collections.abc import Iterable

_NAME = 5
"""Colons before the name in an ARN."""
_SPECIAL = "*?$"


class Beginnings:
    """Numbered patterns, to be asked which of them may cover another one."""

    def __init__(self) -> None:
        self._any: set[int] = set()
        self._by_name: dict[str, set[int]] = {}
        self._longest = 0

    def add(self, pattern: str, number: int) -> None:
        """A pattern of that number."""
        begins = _beginning(pattern)
        if begins is None:
            self._any.add(number)
        else:
            self._by_name.setdefault(begins, set()).add(number)
            self._longest = max(self._longest, len(begins))

    def may_cover(self, patterns: Iterable[str]) -> list[int]:
        """The numbers of those that may cover one of the patterns, in order."""
        found = {*self._any}
        for pattern in patterns:
            name = pattern.split(":", _NAME)[-1]
            for end in range(min(len(name), self._longest) + 1):
                found.update(self._by_name.get(name[:end], ()))
        return sorted(found)


def _beginning(pattern: str) -> str | None:
    """How the names begin that an ARN pattern is for; None where that does not tell what it covers.

    A wildcard before the name may be for a part of that.
    """
    fields = pattern.split(":", _NAME)
    name = fields.pop()
    if (
        len(fields) < _NAME
        or fields[0] != "arn"
        or any(sign in field for field in fields for sign in _SPECIAL)
    ):
        return None
    return name[: min((at for sign in _SPECIAL if (at := name.find(sign)) >= 0), default=len(name))]
