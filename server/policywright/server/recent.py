"""A table of what was asked for last: what nobody has asked for longest goes first."""

from __future__ import annotations

from _thread import allocate_lock
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """At most so many values by their keys. Requests in several threads share one."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[K, V] = {}
        self._lock = allocate_lock()

    def get(self, key: K) -> V | None:
        """The value, which is the last one asked for now; None where it isn't kept (any more)."""
        with self._lock:
            found = self._kept.pop(key, None)
            if found is not None:
                self._kept[key] = found
            return found

    def put(self, key: K, value: V) -> None:
        """Keeps a value, in place of the one that had its key."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = value
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]

    def items(self) -> list[tuple[K, V]]:
        """All that is kept now."""
        with self._lock:
            return list(self._kept.items())
