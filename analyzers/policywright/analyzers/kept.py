"""What a live server keeps of the files that it has read, so that the next analysis reads only what is new.

All that one file says by itself is kept, whatever program it is part of: its IR, its names, whether it has to
do with AWS. That depends on its text, on the language that reads it and on the module's name, which are in
the IR; and those three are the key. Nothing is ever out of date: what was edited, moved or renamed is another
key, what was deleted is not asked for, and what files are to each other (imports, configuration, parts) is
found out anew by every analysis. It is kept in memory, so that another version of the program starts without.

What was found out about files together is kept as well (``Result``), for as long as those are as they were.

The text itself is compared, and not a digest of it: it is small beside what is made of it.

A command has no such thing: it reads every file once. Analyses in several threads share one. What is kept is
shared by all programs that have the file: nobody changes the IR once a front end has made it.
"""

from __future__ import annotations

from _thread import allocate_lock
from collections.abc import Callable, Hashable

from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers import ir
    from policywright.analyzers.model import Span

MAX_BYTES = 8_000_000
"""Source of which something is kept. What is made of a byte of it takes 10 to 30 bytes, less than analysing
a program of that size does; of 64 public repositories, two have more code."""

MAX_FINDINGS = 20_000
"""Requests, and things that can't be told, of which results are kept."""
VERSIONS = 2
"""Of the same modules: as they are, and as they were before the last edit, which may be taken back."""
MAX_MOVES = 32
"""Files of which it is known where all is after an edit."""
Key = tuple[str, str, bytes]
"""Language, name of the module, text."""


@dataclass(slots=True, eq=False)
class Reading:
    """What one file says by itself."""

    module: ir.Module
    evidence: int | None = None
    """What it says of AWS (``gate``), when somebody has asked."""
    turn: int = 0
    """The last analysis that had the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What an evaluation of some modules has found, and of which they are the only ones."""

    texts: tuple[Any, ...]
    """Their files (``moved.Text``)."""
    beside: bytes
    """What else there was (``Program.beside``)."""
    found: Any
    read: tuple[Span, ...]
    """The places whose very text was looked at."""
    findings: int
    """How much that is."""


class Kept:
    """What was read, up to so much source; what no analysis has had for longest goes first.

    Nothing goes that the running analysis has used: of a program that is too large, a part is kept, and the
    same part each time, rather than each file until the last one has pushed it out.
    """

    def __init__(self, limit: int = MAX_BYTES) -> None:
        self.limit = limit
        self.made = 0
        """Files that had to be read: the counter by which tests tell."""
        self.size = 0
        self._turns = 0
        self._readings: dict[Key, Reading] = {}
        self._results: dict[Hashable, tuple[Result, ...]] = {}
        self._moves: dict[tuple[ir.Module, ir.Module], Any] = {}
        self.solved = 0
        """Results that had to be found: the counter by which tests tell."""
        self.findings = 0
        self._lock = allocate_lock()
        self.requests = 0
        """Requests of a server that are under way, whatever they are about: each in a thread of its own."""
        self.gate = allocate_lock()
        """Held while a request begins, and while a process is forked, which no other may be in the way of."""

    def begin_request(self) -> None:
        """To be called in the thread of a request, before it does anything."""
        with self.gate:
            self.requests += 1

    def end_request(self) -> None:
        """To be called when it has done all."""
        with self.gate:
            self.requests -= 1

    def begin(self) -> int:
        """The number of an analysis that begins."""
        with self._lock:
            self._turns += 1
            return self._turns

    def has(self, key: Key) -> bool:
        """Whether a file need not be read."""
        with self._lock:
            return key in self._readings

    def get(self, key: Key, turn: int) -> Reading | None:
        """What is known of a file."""
        with self._lock:
            found = self._readings.pop(key, None)
            if found is not None:
                found.turn = max(found.turn, turn)
                self._readings[key] = found
            return found

    def put(self, key: Key, module: ir.Module, turn: int) -> Reading:
        """What is known of a file that was read now; kept, if there is room."""
        reading = Reading(module, turn=turn)
        size = len(key[2])
        with self._lock:
            self.made += 1
            if key not in self._readings and self._has_room(size, turn):
                self._readings[key] = reading
                self.size += size
        return reading

    def _has_room(self, size: int, turn: int) -> bool:
        """Makes room for so much source, as far as an analysis may."""
        while self._readings and self.size + size > self.limit:
            oldest = next(iter(self._readings))
            if self._readings[oldest].turn >= turn:
                return False
            del self._readings[oldest]
            self.size -= len(oldest[2])
        return self.size + size <= self.limit

    def results(self, key: Hashable, beside: bytes) -> tuple[Result, ...]:
        """What was found of modules while all beside them was what it is, last first."""
        with self._lock:
            if key not in self._results:
                return ()
            self._results[key] = found = self._results.pop(key)
            return tuple(one for one in found if one.beside == beside)

    def move(self, old: ir.Module, new: ir.Module, find: Callable[[], Any]) -> Any:
        """Where all of a file went (``moved``): every question about it is asked of the same two texts."""
        with self._lock:
            if (old, new) in self._moves:
                return self._moves[old, new]
        found = find()
        with self._lock:
            while len(self._moves) >= MAX_MOVES:
                del self._moves[next(iter(self._moves))]
            self._moves[old, new] = found
        return found

    def keep_result(self, key: Hashable, result: Result, instead: Result | None = None) -> None:
        """Keeps what was found of modules, ``instead`` of what it was made of, or of what was there two edits
        ago."""
        with self._lock:
            before = self._results.pop(key, ())
            now = (result, *(one for one in before if one is not instead))[:VERSIONS]
            self.findings += _findings(now) - _findings(before)
            self._results[key] = now
            while self.findings > MAX_FINDINGS and len(self._results) > 1:
                oldest = next(iter(self._results))
                self.findings -= _findings(self._results.pop(oldest))


def _findings(results: tuple[Result, ...]) -> int:
    return sum(one.findings for one in results)
