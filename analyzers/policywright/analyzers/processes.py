"""A second process for half of a program, where there are processors for two and work enough.

Both lower one half of the files, tell each other what those import and bind, and then know the same parts of
the program (``parts``); each evaluates those whose files it has, and the second one hands over what it
found and how that is authorized. Who does what changes nothing in the results: whatever the second process
does not deliver (it ran out of memory, somebody killed it) is done here. It is forked (``forked``), so that
nothing has to be read or imported again; where that is not safe (threads, no ``fork``, an operating system
whose libraries don't like it), there is none. The threads of a server wait for messages, but for those of its
requests: one that is the only one under way may fork.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from policywright.analyzers import forked
from policywright.analyzers.connections import Imports, Part, imports_of, independent, reaching
from policywright.analyzers.loading import lower_all
from policywright.analyzers.model import Cancelled, OutOfTime
from policywright.analyzers.parts import (
    Outcome,
    Report,
    evaluate,
    in_time,
    keep,
)
from policywright.analyzers.program import Outline, Program
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.records import dataclass
from policywright.knowledge.store import open_store
from policywright.knowledge.values import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers.forked import Helper, Work
    from policywright.analyzers.kept import Kept

MIN_BYTES = 150_000
"""Source below which a second process costs more than it saves."""
UNITS = 24
"""Directories are divided until each has no more than this part of the source."""
SINGLE = "POLICYWRIGHT_ONE_PROCESS"
"""Set (to anything), it keeps all work in one process."""


def outcomes_of(
    program: Program, authorizer: Authorizer, report: Report, cancelled: Callable[[], bool] | None,
    *, parallel: bool,
) -> list[Outcome]:  # fmt: skip
    """What every part of a program does, in the order of the parts."""
    if parallel and pays(program):
        found = _Pair(program, authorizer, report, cancelled).outcomes()
        if found is not None:
            return found
    lower_all(program, cancelled=cancelled)
    return _in_turn(program, _parts(program), authorizer, report, cancelled)


def _in_turn(
    program: Program, parts: Iterable[Part], authorizer: Authorizer, report: Report,
    cancelled: Callable[[], bool] | None,
) -> list[Outcome]:  # fmt: skip
    return [
        in_time(program, part, partial(evaluate, program, part, authorizer.operations, report, cancelled))
        for part in parts
    ]


def _parts(program: Program) -> tuple[Part, ...]:
    if len(program.files) == 1:
        # Nothing to tell apart: most people wait for a file, and few files for more than start-up.
        return tuple((name,) for name in program.files if program.mentions_sdk(name))
    imports: Imports = imports_of(program)
    return independent(program, reaching(program, imports), imports)


# --- whether ---


def pays(program: Program) -> bool:
    """Whether a program is large enough for a second process to save time."""
    if len(program.files) < 2:
        return False
    return sum(len(file.data) for name, file in program.files.items() if program.is_new(name)) >= MIN_BYTES


def _is_safe(kept: Kept | None) -> bool:
    """Linux alone has ``sched_getaffinity``; the C libraries of macOS may not be used after a fork.

    What another thread is in the middle of is never finished in the second process: no request may be in
    another one, and no import.
    """
    return (
        hasattr(os, "fork")
        and hasattr(os, "sched_getaffinity")
        and len(os.sched_getaffinity(0)) > 1
        and SINGLE not in os.environ
        and (
            len(sys._current_frames()) == 1
            if kept is None
            else kept.requests == 1 and not forked.is_importing()
        )
    )


# --- who does what ---


@dataclass(slots=True, eq=False)
class _Directory:
    size: int
    files: list[str]
    below: dict[str, _Directory]


def shares(program: Program) -> tuple[list[str], list[str]]:
    """The files by who lowers them: whole directories, which import each other less than their own files."""
    root = _Directory(0, [], {})
    for name, source in program.files.items():
        node, size = root, len(source.data)
        node.size += size
        for step in source.name.split("/")[:-1]:
            node = node.below.setdefault(step, _Directory(0, [], {}))
            node.size += size
        node.files.append(name)
    units = list(_units(program, root, root.size // UNITS))
    loads = [0, 0]
    chosen: tuple[set[str], set[str]] = (set(), set())
    for size, names in sorted(units, key=lambda unit: (-unit[0], unit[1])):
        which = 0 if loads[0] <= loads[1] else 1
        loads[which] += size
        chosen[which].update(names)
    first, second = ([name for name in program.files if name in own] for own in chosen)
    return first, second


def _units(program: Program, node: _Directory, limit: int) -> Iterable[tuple[int, list[str]]]:
    if node.size <= limit:
        yield node.size, list(_below(node))
        return
    for child in node.below.values():
        yield from _units(program, child, limit)
    unit: list[str] = []
    size = 0
    for name in node.files:
        unit.append(name)
        size += len(program.files[name].data)
        if size > limit and name not in program.group_of:
            yield size, unit
            unit, size = [], 0
    if unit:
        yield size, unit


def _below(node: _Directory) -> Iterable[str]:
    yield from node.files
    for child in node.below.values():
        yield from _below(child)


def owners(program: Program, parts: Sequence[Part], second: frozenset[str]) -> list[int]:
    """For each part 0 or 1: whoever has lowered its files, or of two who have some, who has less to do."""
    sizes = [
        [sum(len(program.files[name].data) for name in part if (name in second) == bool(which))
         for which in (0, 1)]
        for part in parts
    ]  # fmt: skip
    found = [0 if not of_second else 1 if not of_first else -1 for of_first, of_second in sizes]
    loads = [0.0, 0.0]
    for which, both in zip(found, sizes, strict=True):
        if which >= 0:
            loads[which] += sum(both)
    mixed = [index for index, which in enumerate(found) if which < 0]
    for index in sorted(mixed, key=lambda index: -sum(sizes[index])):
        # What the other one has lowered is lowered again.
        costs = [loads[which] + sum(sizes[index]) + sizes[index][1 - which] / 2 for which in (0, 1)]
        which = 0 if costs[0] <= costs[1] else 1
        found[index], loads[which] = which, costs[which]
    return found


@contextmanager
def second(
    program: Program, work: Work, cancelled: Callable[[], bool] | None
) -> Iterator[Helper | None]:  # fmt: skip
    """A second process that does some work (``forked.start``); None where none may be started."""
    import gc

    gc.freeze()
    try:
        helper = _started(program.kept, work, cancelled)
        try:
            yield helper
        finally:
            if helper is not None:
                helper.end()
    finally:
        gc.unfreeze()


def _started(kept: Kept | None, work: Work, cancelled: Callable[[], bool] | None) -> Helper | None:
    if kept is None:
        return forked.start(work, cancelled) if _is_safe(None) else None
    with kept.gate:
        return forked.start(work, cancelled) if _is_safe(kept) else None


def alone(first: int, cancelled: Callable[[], bool] | None) -> Callable[[], bool]:
    """Whether the second process is to stop: somebody says so, or the ``first`` one is gone."""
    return lambda: os.getppid() != first or (cancelled is not None and cancelled())


# --- together ---


class _Pair:
    """The first process's side."""

    def __init__(
        self, program: Program, authorizer: Authorizer, report: Report, cancelled: Callable[[], bool] | None,
    ) -> None:  # fmt: skip
        self.program = program
        self.authorizer = authorizer
        self.report = report
        self.cancelled = cancelled
        self.mine, self.theirs = shares(program)
        self.second = frozenset(self.theirs)
        self.first = os.getpid()

    def outcomes(self) -> list[Outcome] | None:
        """What every part does; None where no second process may be started."""
        with second(self.program, self._help, self.cancelled) as helper:
            return self._outcomes(helper) if helper is not None else None

    def _outcomes(self, helper: Helper) -> list[Outcome]:
        lower_all(self.program, self.mine, self.cancelled)
        told = helper.receive()
        if told is None:
            lower_all(self.program, self.theirs, self.cancelled)
        else:
            _take(self.program, told)
            helper.send(_told(self.program, self.mine))
        parts = _parts(self.program)
        owned = owners(self.program, parts, self.second)
        for index, which in enumerate(owned):
            if which and told is not None:
                # Nobody hears of the second process what it is at.
                self.report(parts[index][0])
        found = self._evaluate(
            parts, [index for index, which in enumerate(owned) if not which or told is None]
        )
        self._authorize(found)
        delivered = helper.receive() if told is not None else None
        if delivered is not None:
            outcomes, answers, problems = delivered
            found.update(outcomes)
            self.authorizer.answers.update(answers)
            self.program.problems.update(problems)
            self._keep(parts, outcomes)
        else:
            lower_all(self.program, self.theirs, self.cancelled)
            found.update(self._evaluate(parts, [index for index in range(len(parts)) if index not in found]))
        return [found[index] for index in range(len(parts))]

    def _evaluate(self, parts: Sequence[Part], indices: Iterable[int]) -> dict[int, Outcome]:
        chosen = list(indices)
        outcomes = _in_turn(
            self.program, [parts[index] for index in chosen], self.authorizer, self.report, self.cancelled
        )
        return dict(zip(chosen, outcomes, strict=True))

    def _keep(self, parts: Sequence[Part], outcomes: Mapping[int, Outcome]) -> None:
        """Where somebody keeps what is found: also what the other one has."""
        if self.program.kept is None:
            return
        lower_all(self.program, self.theirs, self.cancelled)
        for index, outcome in outcomes.items():
            keep(self.program, parts[index], outcome)

    def _authorize(self, found: dict[int, Outcome]) -> None:
        """Has the authorizer know the answers that will be asked for, in the time that there is."""
        calls = (call for outcome in found.values() for call in outcome.calls if not call.actions)
        for call in calls:
            try:
                if self.cancelled is not None and self.cancelled():
                    raise Cancelled
            except OutOfTime:
                return
            self.authorizer.authorize(
                Request(service=call.service, operation=call.operation, parameters=call.parameters)
            )

    def _help(self, receive: Callable[[], Any], send: Callable[[Any], None]) -> None:
        """The second process's side."""
        self.cancelled = alone(self.first, self.cancelled)
        self.report = lambda _module: None
        lower_all(self.program, self.theirs, self.cancelled)
        send(_told(self.program, self.theirs))
        _take(self.program, receive())
        # The store's files are open in the first process.
        self.authorizer = Authorizer(open_store())
        parts = _parts(self.program)
        owned = owners(self.program, parts, self.second)
        found = self._evaluate(parts, [index for index, which in enumerate(owned) if which])
        self._authorize(found)
        send((found, self.authorizer.answers, self.program.problems))


def _told(program: Program, names: Iterable[str]) -> list[tuple[str, Any]]:
    outlines = ((name, program.outline(name)) for name in names)
    return [(name, (one.imports, one.bound, one.assigned_attributes, one.types)) for name, one in outlines]


def _take(program: Program, told: Iterable[tuple[str, Any]]) -> None:
    for name, outline in told:
        found = program.outlines[name] = Outline(*outline)
        program.assigned_attributes |= found.assigned_attributes
