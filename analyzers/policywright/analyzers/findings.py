"""One run of front ends and engine: files in, calls out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from policywright.analyzers import ir
from policywright.analyzers.discovery import Discovered, InputError
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.roots import Roots
from policywright.analyzers.engine.solver import Engine, Findings
from policywright.analyzers.model import CodeFindings, Counters
from policywright.analyzers.parts import imports_of, reaching, together
from policywright.analyzers.processes import outcomes_of
from policywright.analyzers.program import Program
from policywright.analyzers.sdk.relevance import minor
from policywright.analyzers.stack import deepen
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Separate:
    """What several groups of entry points reach, each by itself, and what none of them does."""

    groups: tuple[CodeFindings, ...]
    missing: tuple[tuple[str, ...], ...]
    """For each group, the entry points that there are not."""
    opaque: tuple[tuple[str, ...], ...]
    """For each group, the entry points behind which no function of the program was found."""
    rest: CodeFindings
    program: Program
    """The program itself, for questions about its imports."""


def analyse_code(
    found: Discovered, authorizer: Authorizer, *, entries: Sequence[str] = (),
    progress: Progress | None = None, cancelled: Callable[[], bool] | None = None, parallel: bool = False,
) -> CodeFindings:  # fmt: skip
    """Evaluates the program; ``entries`` (``FILE[:FUNCTION]``) restrict it to what they reach.

    With ``parallel`` a second process may do half of it, and hand the authorizer its answers. Raises
    ``InputError`` for an entry that doesn't exist, ``Cancelled`` when ``cancelled`` says so.
    """
    if not entries:
        program = _loaded(found)
        report = _reporter(program, progress)
        outcomes = outcomes_of(program, authorizer, report, cancelled, parallel=parallel)
        counters = Counters(
            nodes=sum(outcome.nodes for outcome in outcomes),
            updates=sum(outcome.steps for outcome in outcomes),
        )
        return _findings(found, program, together(outcomes), counters)
    run = _Run(found, authorizer.operations, progress, cancelled)
    wanted = [run.locate(entry) for entry in entries]
    for entry, place in zip(entries, wanted, strict=True):
        if run.roots.entry(*place) is None:
            raise InputError(f"--entry {entry}: {place[0]} has no function {place[1]}")
    return run.findings()


def _findings(found: Discovered, program: Program, findings: Findings, counters: Counters) -> CodeFindings:
    calls, unresolved = findings
    return CodeFindings(
        calls=calls, unresolved=unresolved, files_analysed=len(program.files),
        skipped=(*found.skipped, *program.problems.values()), counters=counters,
    )  # fmt: skip


def _loaded(found: Discovered) -> Program:
    """The files as a program; nothing of it is lowered."""
    program = Program()
    program.around = program.located = found.around
    program.auxiliary = {source.name: source.data for source in found.auxiliary}
    for source, language in found.files:
        program.add(source, language)
    for source, language in found.data:
        program.add_data(source, language)
    deepen()
    return program


def analyse_separately(
    found: Discovered, operations: Operations, groups: Sequence[Sequence[str]], *, rest: bool = True,
    layers: Mapping[str, tuple[str, ...]] | None = None,
    progress: Progress | None = None, cancelled: Callable[[], bool] | None = None,
) -> Separate:  # fmt: skip
    """Evaluates the program once, and tells what each group of entry points (``FILE[:FUNCTION]``) reaches.

    ``layers`` says which directories' content is beside the code of a directory when it runs. What the groups
    share is evaluated once. A directory (a name that ends in ``/``) is everything below it. With
    ``rest``, code that no group reaches is evaluated too, as if nothing were known of how it is started.
    """
    run = _Run(found, operations, progress, cancelled)
    run.program.layers.update(layers or {})
    results: list[CodeFindings] = []
    missing: list[tuple[str, ...]] = []
    opaque: list[tuple[str, ...]] = []
    reached: set[int] = set()
    own = run.functions([entry for group in groups for entry in group])
    for group in groups:
        callers: list[Instance] = []
        lost: list[str] = []
        hidden: list[str] = []
        for entry in group:
            started = run.start(entry, own)
            callers.extend(started)
            if not started:
                lost.append(entry)
            elif ":" in entry and run.is_opaque(entry, started):
                hidden.append(entry)
        tasks = {task.id: task for caller in callers for task in run.engine.reached(caller)}
        reached |= tasks.keys()
        results.append(run.findings(list(tasks.values())))
        missing.append(tuple(lost))
        opaque.append(tuple(hidden))
    run.import_only(False)
    if rest:
        run.roots.everything(name for name in run.program.files if name in run.connected())
    left = [task for task in run.engine.instances.by_id if task.id not in reached] if rest else []
    return Separate(
        groups=tuple(results),
        missing=tuple(missing),
        opaque=tuple(opaque),
        rest=run.findings(left),
        program=run.program,
    )


class _Run:
    """A program, lowered and ready to be evaluated."""

    def __init__(
        self, found: Discovered, operations: Operations, progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:  # fmt: skip
        self.found = found
        program = self.program = _loaded(found)
        program.lower_all(cancelled=cancelled)
        self.engine = Engine(program, cancelled)
        self.engine.minor = minor(program)
        self.run = Interpreter(self.engine, operations)
        self.roots = Roots(self.run, self.engine, _reporter(program, progress))
        self._connected: frozenset[str] | None = None
        self._modules = {
            source.name: name for name, source in reversed(program.files.items()) if name in program.asked
        }

    def locate(self, entry: str) -> tuple[str, str | None]:
        """Module and function of an entry point; a file may be named by the end of its path."""
        place = self._place(entry)
        if place is None:
            raise InputError(f"--entry {entry}: no such file among those analysed")
        return place

    def _place(self, entry: str) -> tuple[str, str | None] | None:
        file, _, function = entry.partition(":")
        wanted = file.replace("\\", "/").removeprefix("./")
        module = self._modules.get(wanted) or next(
            (name for file, name in self._modules.items() if file.endswith("/" + wanted)), None
        )
        return None if module is None else (module, function or None)

    def functions(self, entries: Iterable[str]) -> frozenset[ir.Function]:
        """The functions that entry points name."""
        places = {place for entry in entries if (place := self._place(entry)) is not None}
        return frozenset(
            function
            for module, name in places
            for function in self.program.lowered(module).functions
            if name in (function.qualname, function.name)
        )

    def start(self, entry: str, others: frozenset[ir.Function]) -> list[Instance]:
        """Evaluates from an entry point or directory; the callers that stand for it, none if there is not."""
        self.import_only(":" in entry)
        if not entry.endswith("/"):
            place = self._place(entry)
            if place is None:
                return []
            if place[0] not in self.connected():
                # No client can get in there, so nothing has to be evaluated; but is there such a function?
                return [self.roots.nothing(place[0])] if self.roots.has(*place) else []
            caller = self.roots.entry(*place, others)
            return [caller] if caller is not None else []
        prefix = entry.removeprefix("./").lstrip("/")
        modules = sorted(name for file, name in self._modules.items() if file.startswith(prefix))
        if not modules:
            return []
        wanted = [name for name in modules if name in self.connected()]
        return [self.roots.within(wanted) if wanted else self.roots.nothing(modules[0])]

    def is_opaque(self, entry: str, callers: Iterable[Instance]) -> bool:
        """A library made what the entry point names, and no function of the program was seen behind it."""
        place = self._place(entry)
        if place is None or place[0] not in self.connected():
            return False
        return not any(task.function for caller in callers for task in self.engine.reached(caller))

    def import_only(self, imported: bool) -> None:
        """Says whether modules that are evaluated from here on are imported, or may be run as programs."""
        for module in self.program.files:
            self.program.semantics(module).imported = imported

    def connected(self) -> frozenset[str]:
        """Modules that have to do with AWS; see ``reaching``."""
        if self._connected is None:
            self._connected = frozenset(reaching(self.program, imports_of(self.program)))
        return self._connected

    def findings(self, tasks: Sequence[Instance] | None = None) -> CodeFindings:
        """What all tasks, or some, have found."""
        self.run.finish(tasks)
        return _findings(self.found, self.program, self.engine.findings(tasks), self.engine.counters())


def _reporter(program: Program, progress: Callable[[int, int, str], None] | None) -> Callable[[str], None]:
    seen: set[str] = set()

    def report(module: str) -> None:
        if progress is not None and module not in seen:
            seen.add(module)
            progress(
                len(seen),
                len(program.files),
                program.files[module].name if module in program.files else module,
            )

    return report
