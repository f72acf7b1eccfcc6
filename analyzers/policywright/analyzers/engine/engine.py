"""Scheduling: tasks, cells, and the worklist that runs them to a fixpoint.

A *task* is one module body, or one function with one combination of abstract arguments. A *cell* is
anything that several tasks share: a global, a captured variable, an object's field, a task's result. A
task that reads a cell runs again when the cell grows; cells only grow, and every chain of growth is
bounded (``values.MAX_OPTIONS``), so the loop ends. The budgets below are for hostile programs; hitting
one is reported as ``Unresolved(budget)`` at the place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from heapq import heappop, heappush
from operator import attrgetter

from policywright.analyzers import ir
from policywright.analyzers.engine.contexts import SMALL, Contexts
from policywright.analyzers.engine.values import (
    BOTTOM,
    GAVE_UP,
    Args,
    FuncV,
    Obj,
    Union,
    Value,
    join,
    options,
)
from policywright.analyzers.model import SdkCall, Unresolved, UnresolvedCode
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers.program import Program

MAX_RUNS = 24
"""Evaluations of one task with its own arguments."""
MAX_DULL_RUNS = 10
"""The same for functions that have not been seen to reach AWS."""
MAX_MERGED_RUNS = 160
"""Evaluations of one function for merged arguments, which grow with every caller."""
FREE_RERUNS = 10_000
RERUNS_PER_TASK = 3
"""Evaluations beyond the first that a whole program may have, however small it is and by the number of its
tasks; past that a task gets ``FEW_RUNS`` (merged: ``FEW_MERGED_RUNS``); what still changes is given up."""
FEW_RUNS = 4
FEW_MERGED_RUNS = 16
MAX_STEPS = 1_500_000
"""Statements executed in one analysis."""
MAX_CALL_DEPTH = 40
"""Nesting of evaluations; deeper calls are queued instead of entered."""
MAX_SAME_FUNCTION = 3
"""Recursion of one function with different arguments before they are merged."""

CellKey = tuple[Hashable, ...]
Findings = tuple[tuple[SdkCall, ...], tuple[Unresolved, ...]]


class Cancelled(Exception):
    """The caller asked to stop."""


@dataclass(slots=True, eq=False)
class Task:
    """One evaluation context."""

    id: int
    module: str
    function: FuncV | None
    arguments: dict[str, Value]
    parent: tuple[Task, ir.Pos] | None = None
    calls: dict[tuple[object, ...], SdkCall] = field(default_factory=dict)
    unresolved: dict[tuple[object, ...], Unresolved] = field(default_factory=dict)
    running: bool = False
    dirty: bool = True
    runs: int = 0
    described: bool = False
    """The parameters of its calls are in their final form."""
    merged: bool = False
    """Stands for all argument combinations beyond the limit; its parameters are cells."""
    needs: dict[Task, None] = field(default_factory=dict)
    """The tasks whose results its last run asked for."""
    rooted: bool = False
    """Somebody outside of all tasks asked for it, or can come back to it without asking."""
    dropped: bool = False
    """Nobody asks for it any more; it runs again only when somebody does."""

    def chain(self) -> tuple[str, ...]:
        """Names of the functions that lead here, outermost first."""
        names: list[str] = []
        task: Task | None = self
        while task is not None and len(names) < MAX_CALL_DEPTH:
            names.append(task.function.function.qualname if task.function else task.module)
            task = task.parent[0] if task.parent else None
        return tuple(reversed(names))


def call_key(call: SdkCall) -> tuple[object, ...]:
    """What makes a request one of its own."""
    return (call.span, call.service, call.operation, call.parameters, call.identity, call.region,
            call.actions, call.resources, call.optional)  # fmt: skip


def in_order(calls: Iterable[SdkCall], unresolved: Iterable[Unresolved]) -> Findings:
    """Findings in source order; of the same request the one that is resolved, if any."""
    found: dict[object, SdkCall] = {}
    for call in calls:
        key = call_key(call)
        old = found.get(key)
        if old is None or (old.certainty == "inferred" and call.certainty == "resolved"):
            found[key] = call
    return (
        tuple(sorted(found.values(), key=attrgetter("span", "service", "operation"))),
        tuple(sorted(unresolved, key=lambda item: (item.span, item.code.value, item.detail))),
    )


def _nothing(_task: Task) -> Value:
    return BOTTOM


class Engine:
    """State of one analysis. ``interpreter`` is set by ``analyse`` (they refer to each other)."""

    def __init__(self, program: Program, cancelled: Callable[[], bool] | None = None) -> None:
        self.program = program
        self.cells: dict[CellKey, Value] = {}
        self._taken: dict[CellKey, set[Value]] = {}
        """What was written to a cell that holds other values for it."""
        self.readers: dict[CellKey, dict[Task, None]] = {}
        self.tasks: dict[tuple[object, ...], Task] = {}
        self.by_id: list[Task] = []
        self.contexts = Contexts(self)
        self.evaluated: set[ir.Function] = set()
        self.created: dict[ir.Function, dict[FuncV, None]] = {}
        self.decorated: dict[FuncV, Value] = {}
        """What a decorated function's name is bound to."""
        self.called: dict[ir.Function | str, dict[ir.Function, None]] = {}
        """Caller (function, or module body) to functions: what ``relevant`` walks."""
        self.edges: dict[int, dict[int, None]] = {}
        """Task to the tasks that it needed: what is reached from where."""
        self.traced = True
        """Somebody is going to ask what is reached from where."""
        self.escaped: dict[int, dict[Value, None]] = {}
        """Task to the functions, classes and containers that it handed to a library."""
        self.outside: Task | None = None
        """Stands for the caller outside the program, while one is acted for."""
        self.queue: list[tuple[int, int, int]] = []
        self.stack: list[Task] = []
        self.steps = 0
        self.reruns = 0
        """Evaluations beyond the first of every task."""
        self._sweep_at = 0
        self.exhausted: dict[tuple[str, ir.Pos, str], None] = {}
        self.cancelled = cancelled or (lambda: False)
        self.objects: dict[tuple[object, ...], Obj] = {}
        self.minor: frozenset[ir.Function] = frozenset()
        """Functions from which no request can be reached, as far as names tell."""
        self.bases_known = 0
        self.factories: set[ir.Function] = set()
        """Functions that were seen to give an SDK value or a function back."""
        self.makers: set[ir.Function] = set()
        """Functions that were seen to give an instance back."""
        self.interesting: set[ir.Function] = set()
        """Functions that were seen to reach a request."""
        self.widen: Callable[[CellKey, Value], Value] | None = None
        """What a cell holds instead of a union that got large."""
        self.pools: dict[ir.Function, Task] = {}
        """Tasks that stand for all environments of a function, which never run."""
        self.run_task: Callable[[Task], Value] = _nothing

    def forget(self) -> None:
        """Drops what was found out, once somebody has taken the findings."""
        tables: tuple[dict[Any, Any], ...] = (
            self.cells, self._taken, self.readers, self.tasks, self.created, self.decorated, self.called,
            self.edges, self.escaped, self.objects, self.pools,
        )  # fmt: skip
        for table in tables:
            table.clear()
        self.by_id.clear()
        self.run_task = _nothing
        self.widen = None

    def interest(self) -> None:
        """What runs now, and all that led to it, matters."""
        for task in self.stack:
            if task.function is not None:
                self.interesting.add(task.function.function)

    # --- cells ---

    def read(self, key: CellKey) -> Value:
        """The cell's value so far; the running task is run again when it grows."""
        if self.stack:
            readers = self.readers.get(key)
            if readers is None:
                readers = self.readers[key] = {}
            readers[self.stack[-1]] = None
        return self.cells.get(key, BOTTOM)

    def write(self, key: CellKey, value: Value) -> None:
        """Adds a value to a cell."""
        old = self.cells.get(key, BOTTOM)
        taken = self._taken.get(key)
        if taken is not None:
            # What became part of something else would be taken for new, and merged again.
            if value in taken or taken.issuperset(options(value)):
                return
            taken.update(options(value))
        new = join(old, value)
        if new is old:
            return
        if isinstance(new, Union) and self.widen is not None:
            wide = self.widen(key, new)
            if wide is not new and taken is None:
                self._taken[key] = {*options(old), *options(value)}
            if wide == old:
                return
            new = wide
        self.cells[key] = new
        if key[0] == "bases":
            self.bases_known += 1
        self.touch(key)

    def touch(self, key: CellKey) -> None:
        """Has everything run again that read a cell."""
        for task in self.readers.get(key, ()):
            if not task.dirty:
                task.dirty = True
                self.schedule(task)

    # --- environments ---

    def read_local(self, task: int, function: FuncV, name: str) -> Value:
        """A captured variable of one evaluation of a function."""
        value = self.read(("local", task, name))
        if function.function in self.pools:
            value = join(value, self.read(("outer", function.function, name)))
        return value

    def write_local(self, task: int, function: FuncV, name: str, value: Value) -> None:
        """Assigns a captured variable of one evaluation, or of all that a pool stands for."""
        self.write(("local", task, name), value)
        pool = self.pools.get(function.function)
        if pool is not None:
            self.write(
                ("local", pool.id, name) if pool.id != task else ("outer", function.function, name), value
            )

    def pool(self, function: FuncV) -> Task:
        """The task that stands for all environments of a function, for closures that were merged."""
        code = function.function
        pool = self.pools.get(code)
        if pool is not None:
            return pool
        outer = self.by_id[function.closure].function if function.closure is not None else None
        closure = self.pool(outer).id if outer is not None else None
        members = [
            task for task in self.by_id if task.function is not None and task.function.function is code
        ]
        pool = Task(
            len(self.by_id), function.module, FuncV(code, function.module, closure, function.owner), {}
        )
        pool.dirty = False
        self.by_id.append(pool)
        self.pools[code] = pool
        for name in sorted(code.captured):
            for task in members:
                self.write(("local", pool.id, name), self.cells.get(("local", task.id, name), BOTTOM))
                self.touch(("local", task.id, name))
        return pool

    # --- tasks ---

    def task(self, key: tuple[object, ...], module: str, function: FuncV | None, arguments: dict[str, Value],
             pos: ir.Pos | None = None) -> Task:  # fmt: skip
        """The task of a key, made on first use."""
        task = self.tasks.get(key)
        if task is None:
            parent = (self.stack[-1], pos) if self.stack and pos is not None else None
            task = Task(len(self.by_id), module, function, arguments, parent)
            self.tasks[key] = task
            self.by_id.append(task)
            if function is not None:
                self.evaluated.add(function.function)
                # What a generator gives is read without asking for it again.
                task.rooted = function.function.is_generator
        return task

    def link(self, task: Task) -> None:
        """Whoever runs now needs this task."""
        if self.stack:
            self.stack[-1].needs[task] = None
        else:
            task.rooted = True
        if task.dropped:
            self._take_up(task)
        if not self.traced:
            return
        caller = self.stack[-1] if self.stack else self.outside
        if caller is not None:
            self.edges.setdefault(caller.id, {})[task.id] = None

    def reached(self, start: Task) -> list[Task]:
        """A task and everything that it needed, directly or not, in the order of their making."""
        found = {start.id}
        pending = [start.id]
        while pending:
            for task in self.edges.get(pending.pop(), ()):
                if task not in found:
                    found.add(task)
                    pending.append(task)
        return [self.by_id[task] for task in sorted(found)]

    def result(self, task: Task) -> Value:
        """The task's result so far, after running it if that is due and possible now."""
        if task.runs == 0 and not task.running:
            if len(self.stack) < MAX_CALL_DEPTH:
                self.run(task)
            else:
                self.schedule(task)
        return self.read(("result", task.id))

    def run(self, task: Task) -> None:
        """Evaluates a task once."""
        if task.runs >= self._allowed_runs(task) or self.steps > MAX_STEPS:
            self.give_up(task)
            return
        self.reruns += task.runs > 0
        task.runs += 1
        task.running, task.dirty = True, False
        task.calls, task.unresolved, task.described = {}, {}, False
        needed, task.needs = task.needs, {}
        self.stack.append(task)
        try:
            value = self.run_task(task)
        except RecursionError:
            value = self._too_deep(task)
            task.needs.update(needed)
        finally:
            self.stack.pop()
            task.running = False
        self.write(("result", task.id), value)
        if task.dirty:
            # It read something that it wrote itself, directly or through what it called.
            self.schedule(task)

    def _too_deep(self, task: Task) -> Value:
        """Python's frames are used up: the task is due again, by itself; if it is, there is no more to do."""
        task.calls, task.unresolved = {}, {}
        if len(self.stack) > 1:
            task.dirty = True
            return BOTTOM
        pos = task.function.function.pos if task.function else (0, 0)
        self.exhausted[task.module, pos, "depth"] = None
        return GAVE_UP

    def _allowed_runs(self, task: Task) -> int:
        dull = task.function is not None and task.function.function not in self.interesting
        if self.reruns > FREE_RERUNS + RERUNS_PER_TASK * len(self.by_id):
            return FEW_MERGED_RUNS if task.merged else FEW_RUNS
        if task.merged:
            return MAX_RUNS if dull or self.contexts.crowded() else MAX_MERGED_RUNS
        return MAX_DULL_RUNS if dull else MAX_RUNS

    def give_up(self, task: Task) -> None:
        """Leaves a task as it is; whoever uses its result is told that there may be more."""
        # It stays due for ever, so that nothing that it reads schedules it again.
        task.dirty = True
        self.write(("result", task.id), GAVE_UP)
        pos = task.function.function.pos if task.function else (0, 0)
        what = "steps" if self.steps > MAX_STEPS else "runs"
        self.exhausted[task.module, pos, what] = None

    def drain(self) -> None:
        """Runs whatever is due until nothing is."""
        while self.queue:
            if self.cancelled():
                raise Cancelled
            if self.reruns >= self._sweep_at and len(self.evaluated) <= SMALL:
                self._sweep()
            task = self.by_id[heappop(self.queue)[2]]
            if task.dirty and not task.running and not task.dropped:
                self.run(task)

    def schedule(self, task: Task) -> None:
        """Has a task run when nothing else does.

        Callers first, so that contexts they no longer ask for wait until they are dropped; in large programs
        those called last first, so that callers wait for them.
        """
        if len(self.evaluated) <= SMALL:
            heappush(self.queue, (0, task.id, task.id))
        else:
            heappush(self.queue, (task.runs, -task.id, task.id))

    def _sweep(self) -> None:
        """Drops the contexts that nobody asks for any more.

        While values grow, a function is asked for with arguments that are only part of what they become.
        The last runs of its callers ask for contexts that cover those; what the first ones found is kept.
        """
        found = {task for task in self.by_id if task.rooted or task.function is None}
        pending = list(found)
        while pending:
            for task in pending.pop().needs:
                if task not in found:
                    found.add(task)
                    pending.append(task)
        dropped: dict[ir.Function, int] = {}
        for task in self.by_id:
            task.dropped = task not in found
            if task.dropped and task.function is not None:
                code = task.function.function
                dropped[code] = dropped.get(code, 0) + 1
        self.contexts.dropped = dropped
        self._sweep_at = self.reruns + len(self.by_id) // 8 + 1

    def _take_up(self, task: Task) -> None:
        """Has a dropped task, and what it needs, run again when that is due."""
        pending = [task]
        while pending:
            found = pending.pop()
            if found.dropped:
                found.dropped = False
                if found.dirty and found.runs and not found.running:
                    self.schedule(found)
                pending.extend(found.needs)

    # --- results ---

    def findings(self, tasks: Iterable[Task] | None = None) -> Findings:
        """Everything that the tasks (all, or these) found, in source order, each once."""
        chosen = self.by_id if tasks is None else list(tasks)
        unresolved: dict[object, Unresolved] = {}
        for task in chosen:
            for item in task.unresolved.values():
                unresolved.setdefault((item.span, item.code, item.detail), item)
        relevant = self.relevant() if self.exhausted else set()
        if tasks is not None:
            relevant &= {(task.module, task.function.function.pos) for task in chosen if task.function}
        for module, pos, what in self.exhausted:
            if what not in ("steps", "depth") and (module, pos) not in relevant:
                continue
            span = self.program.span(module, pos)
            detail = {
                "runs": "this function kept changing its result",
                "steps": "the program is larger than one analysis may be",
                "depth": "nested too deeply to be followed; what is inside may be missing",
                "values": "more values meet here than are told apart; some may be missing",
                "contexts": "called in very many ways; the calls are looked at together from here on",
            }[what]
            item = Unresolved(code=UnresolvedCode.BUDGET, span=span, detail=detail)
            unresolved.setdefault((span, item.code, detail), item)
        return in_order((call for task in chosen for call in task.calls.values()), unresolved.values())

    def relevant(self) -> set[tuple[str, ir.Pos]]:
        """Functions from which a request to AWS, or something unresolved, can be reached.

        Giving up anywhere else loses nothing that a policy could need.
        """
        callers: dict[ir.Function, list[ir.Function | str]] = {}
        for caller, callees in self.called.items():
            for callee in callees:
                callers.setdefault(callee, []).append(caller)
        found = {
            task.function.function for task in self.by_id if task.function and (task.calls or task.unresolved)
        }
        pending = list(found)
        while pending:
            for caller in callers.get(pending.pop(), ()):
                if isinstance(caller, ir.Function) and caller not in found:
                    found.add(caller)
                    pending.append(caller)
        modules = {task.function.function: task.module for task in self.by_id if task.function}
        return {(modules[function], function.pos) for function in found if function in modules}

    # --- objects ---

    def allocate(self, *key: object) -> Obj:
        """The heap object of an allocation site (and context)."""
        obj = self.objects.get(key)
        if obj is None:
            obj = self.objects[key] = Obj(len(self.objects))
        return obj


__all__ = ["Args", "Cancelled", "Engine", "Task", "call_key", "in_order"]
