"""Names in a sentence for people: the first of them, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def few(names: Sequence[str], most: int) -> str:
    """The first names as they come."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def some(names: Iterable[str], most: int = 6) -> str:
    """Each name once, in order."""
    return few(sorted(set(names)), most)
