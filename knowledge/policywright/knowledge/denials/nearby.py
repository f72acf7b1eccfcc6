"""Which of many passages lie near a place, without looking at all of them.

A log may hold thousands of denials, frames and negatives; asking each about each is quadratic. Passages are
kept by their start, and the longest of them bounds how far back one that reaches a place can begin.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

from policywright.knowledge.denials.model import Span
from policywright.knowledge.denials.voices import Speech

T = TypeVar("T")
_STEP = 4096


class Nearby(Generic[T]):
    """Passages that can be asked for by where they are."""

    def __init__(self, items: Iterable[T], span: Callable[[T], Span]) -> None:
        kept = sorted(
            ((span(item), index, item) for index, item in enumerate(items)), key=lambda row: row[:2]
        )
        self._spans = [row[0] for row in kept]
        self._items = [row[2] for row in kept]
        self._starts = [start for start, _ in self._spans]
        self._short = [index for index, (start, end) in enumerate(self._spans) if end - start <= _STEP]
        self._short_starts = [self._starts[index] for index in self._short]
        self._long = [index for index, (start, end) in enumerate(self._spans) if end - start > _STEP]

    def touching(self, begin: int, end: int) -> Iterator[T]:
        """Those that share a place with ``begin``..``end``, both ends included, in order."""
        first = bisect_left(self._short_starts, begin - _STEP)
        last = bisect_left(self._short_starts, end + 1)
        found = [index for index in self._short[first:last] if self._spans[index][1] >= begin]
        found += [
            index for index in self._long if self._spans[index][0] <= end and self._spans[index][1] >= begin
        ]
        for index in sorted(found):
            yield self._items[index]


_LINE = 600


def line_around(text: str, span: Span) -> Span:
    """The line of a passage, as far as it is no longer than a line that somebody reads."""
    begin = max(text.rfind("\n", 0, span[0]) + 1, span[0] - _LINE)
    end = text.find("\n", span[1], span[1] + _LINE)
    return begin, end if end >= 0 else min(len(text), span[1] + _LINE)


class Surroundings:
    """A text that patterns are looked for in around many places: each pattern goes over it once."""

    def __init__(self, text: str) -> None:
        self.text = text
        # By identity: a pattern's own hash goes over all of its code, each time that it is asked for.
        self._found: dict[int, tuple[re.Pattern[str], list[int], list[re.Match[str]]]] = {}

    def within(self, pattern: re.Pattern[str], begin: int, end: int) -> Iterator[re.Match[str]]:
        """The matches that lie between two places."""
        starts, matches = self._matches(pattern)
        for index in range(bisect_left(starts, begin), bisect_left(starts, end)):
            if matches[index].end() <= end:
                yield matches[index]

    def first(self, pattern: re.Pattern[str], begin: int, end: int) -> re.Match[str] | None:
        """The first of them."""
        return next(self.within(pattern, begin, end), None)

    def last(self, pattern: re.Pattern[str], begin: int, end: int) -> re.Match[str] | None:
        """The last of them."""
        starts, matches = self._matches(pattern)
        for index in range(bisect_left(starts, end) - 1, bisect_left(starts, begin) - 1, -1):
            if matches[index].end() <= end:
                return matches[index]
        return None

    @cached_property
    def speech(self) -> Speech:
        """What its writer said in it."""
        return Speech(self.text)

    def _matches(self, pattern: re.Pattern[str]) -> tuple[list[int], list[re.Match[str]]]:
        found = self._found.get(id(pattern))
        if found is None:
            matches = list(pattern.finditer(self.text))
            found = pattern, [match.start() for match in matches], matches
            self._found[id(pattern)] = found
        return found[1], found[2]
