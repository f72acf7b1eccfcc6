"""One run of front ends and engine: files in, calls out."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from functools import partial

from policywright.analyzers import ir, languages
from policywright.analyzers.connections import Part, imports_of, independent, reaching
from policywright.analyzers.discovery import Discovered, InputError
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.roots import Start, has
from policywright.analyzers.loading import lower_all
from policywright.analyzers.model import CodeFindings, Counters, OutOfTime, UnresolvedCode
from policywright.analyzers.parts import (
    Basis,
    Evaluation,
    Outcome,
    Reached,
    Settings,
    evaluate_whole,
    failed,
    in_time,
    itself,
    remembered,
    together,
)
from policywright.analyzers.processes import alone, outcomes_of, pays, second
from policywright.analyzers.program import Program
from policywright.analyzers.stack import deepen
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.isolation import attempt
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Progress = Callable[[int, int, str], None]
WITHOUT = "!"
"""Before an entry that says what is no part of the program: ``!FILE``, ``!DIR/``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfProgram(CodeFindings):
    """Findings with the program that they are about, for questions about its imports."""

    program: Program


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
) -> OfProgram:  # fmt: skip
    """Evaluates the program; ``entries`` (``FILE[:FUNCTION]``) restrict it to what they reach.

    With ``parallel`` a second process may do half of it, and hand the authorizer its answers. Raises
    ``InputError`` for an entry that doesn't exist, ``Cancelled`` when ``cancelled`` says so.
    """
    if entries:
        return _entered(Run(found, authorizer.operations, {}, progress, cancelled), entries)
    program = _loaded(found)
    report = _reporter(program, progress)
    return _findings(found, program, outcomes_of(program, authorizer, report, cancelled, parallel=parallel))


def _entered(run: Run, entries: Sequence[str]) -> OfProgram:
    for entry in entries:
        if run.place(entry) is None:
            raise InputError(f"--entry {entry}: no such file among those analysed")
    group = run.group(entries)
    for entry in group.missing:
        file, _, function = entry.partition(":")
        raise InputError(f"--entry {entry}: {file} has no function {function}")
    return group.findings


def _findings(found: Discovered, program: Program, outcomes: Iterable[Outcome]) -> OfProgram:
    outcomes = tuple(outcomes)
    calls, unresolved = together(outcomes)
    return OfProgram(
        program=program,
        calls=calls,
        unresolved=unresolved,
        given=tuple(given for outcome in outcomes for given in outcome.given),
        files_analysed=len(program.files),
        skipped=(*found.skipped, *program.problems.values()),
        counters=Counters(
            nodes=sum(outcome.nodes for outcome in outcomes),
            updates=sum(outcome.steps for outcome in outcomes),
        ),
    )


def _loaded(found: Discovered) -> Program:
    """The files as a program; nothing of it is lowered."""
    program = Program()
    if found.kept is not None:
        program.keep(found.kept)
    program.around = program.located = found.around
    program.reads = languages.for_path
    program.shells = found.started()
    program.auxiliary = {source.name: source.data for source in found.auxiliary}
    for source, language in found.files:
        program.add(source, language)
    for source, language in found.data:
        program.add_data(source, language)
    deepen()
    return program


def analyse_separately(
    found: Discovered, operations: Operations, groups: Sequence[Sequence[str]], *, rest: bool = True,
    layers: Mapping[str, tuple[str, ...]] | None = None, settings: Sequence[Settings] = (),
    progress: Progress | None = None, cancelled: Callable[[], bool] | None = None, parallel: bool = False,
) -> Separate:  # fmt: skip
    """Tells what each group of entry points (``FILE[:FUNCTION]``) reaches, whatever other groups there are.

    ``settings`` has the environment variables of each group, as far as they are known. ``layers`` says which
    directories' content is beside the code of a directory when it runs. A directory (a name that ends in
    ``/``) is everything below it. With ``rest``, code that no group reaches is told too, as if nothing were
    known of how it is started. With ``parallel`` a second process may do half of it.
    """
    run = Run(found, operations, layers or {}, progress, cancelled)
    asked = list(zip(groups, settings or [()] * len(groups), strict=True))
    each = run.groups(asked, parallel=parallel)
    return Separate(
        groups=tuple(group.findings for group in each),
        missing=tuple(group.missing for group in each),
        opaque=tuple(group.opaque for group in each),
        rest=run.beside([group.reached for group in each]) if rest else _findings(found, run.program, ()),
        program=run.program,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """What one group of entry points reaches; see ``Separate``."""

    findings: OfProgram
    missing: tuple[str, ...]
    opaque: tuple[str, ...]
    reached: tuple[Reached, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entered:
    """The same of one part."""

    outcome: Outcome
    reached: Reached
    missing: frozenset[str]
    opaque: frozenset[str]

    def told(self, program: Program) -> _Told:
        """The same for another process, whose functions are others."""
        return _Told(entered=replace(self, reached=Reached(modules=self.reached.modules)),
                     functions=numbers_of(program, self.reached.functions))  # fmt: skip

    def weighed(self) -> tuple[Outcome, int]:
        outcome, size = itself(self.outcome)
        return outcome, size + len(self.reached.functions) // 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a part was seen to do, as one process tells another that knows the same program."""

    entered: _Entered
    functions: frozenset[tuple[str, int]]

    def here(self, program: Program) -> _Entered:
        """The same with the functions of this process."""
        functions = frozenset(program.lowered(name).functions[number] for name, number in self.functions)
        return replace(self.entered, reached=replace(self.entered.reached, functions=functions))


def numbers_of(program: Program, functions: Set[ir.Function]) -> frozenset[tuple[str, int]]:
    """Functions by what stays when the text around them is edited, and in another process."""
    return frozenset(
        (name, number) for name in program.modules
        for number, function in enumerate(program.lowered(name).functions) if function in functions
    )  # fmt: skip


class _Settings(dict[str, str]):
    """Environment variables that are set, and which of them (or of others) an evaluation has asked for."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        super().__init__(settings)
        self.asked: dict[str, str | None] = {}

    def get(self, name: str, default: Any = None) -> Any:
        """What a variable is set to."""
        self.asked[name] = super().get(name)
        return super().get(name, default)

    def answers(self, settings: Settings) -> bool:
        """An evaluation under other settings would have been told the same."""
        other = dict(settings)
        return bool(other) == bool(self) and all(other.get(name) == one for name, one in self.asked.items())


class Run:
    """A program, lowered and ready to be evaluated as often as somebody asks for a part of what it does."""

    def __init__(
        self, found: Discovered, operations: Operations, layers: Mapping[str, tuple[str, ...]],
        progress: Progress | None, cancelled: Callable[[], bool] | None,
    ) -> None:  # fmt: skip
        self.found = found
        program = self.program = _loaded(found)
        program.layers.update(layers)
        lower_all(program, cancelled=cancelled)
        self._operations = operations
        self._cancelled = cancelled
        self._report = _reporter(program, progress)
        imports = self._imports = imports_of(program)
        self.parts = independent(program, reaching(program, imports), imports)
        self._connected = len(self.parts)
        """So many of the parts have to do with AWS. Those behind are looked at from entry points only."""
        self._part_of = {name: number for number, part in enumerate(self.parts) for name in part}
        self._bases: dict[int, Basis] = {}
        self._answers: dict[Hashable, list[tuple[_Settings, _Entered]]] = {}
        """What entry points of a part reach, under the settings that were asked for."""
        self._delivered: dict[Hashable, _Entered] = {}
        """The same as another process has found it."""
        self.evaluations = 0
        self._modules = {
            source.name: name for name, source in reversed(program.files.items()) if name in program.asked
        }

    def basis(self, number: int) -> Basis:
        """A part, ready to be evaluated."""
        found = self._bases.get(number)
        if found is None:
            found = self._bases[number] = Basis(self.program, self.parts[number], self._operations)
        return found

    def place(self, entry: str) -> tuple[str, str | None] | None:
        """Module and function of an entry point; a file may be named by the end of its path."""
        file, _, function = entry.partition(":")
        wanted = file.replace("\\", "/").removeprefix("./")
        module = self._modules.get(wanted) or next(
            (name for file, name in self._modules.items() if file.endswith("/" + wanted)), None
        )
        return None if module is None else (module, function or None)

    def groups(self, asked: Sequence[tuple[Sequence[str], Settings]], *, parallel: bool) -> list[_Group]:
        """What each of several groups of entry points reaches (``group``)."""
        # Every second program is the other process's. Roles that run the same one often share what was found.
        numbers = {tuple(entries): number for number, entries in enumerate(dict.fromkeys(
            tuple(entries) for entries, _ in asked
        ))}  # fmt: skip
        if not parallel or len(numbers) < 2 or not pays(self.program):
            return [self.group(*one) for one in asked]
        theirs = {number for number, (entries, _) in enumerate(asked) if numbers[tuple(entries)] % 2}
        others = [asked[number] for number in sorted(theirs)]
        # Both have to know the same parts.
        for entries, _ in asked:
            self._places(entries)
        with second(self.program, partial(self._help, os.getpid(), others), self._cancelled) as helper:
            if helper is None:
                return [self.group(*one) for one in asked]
            own = {number: self.group(*one) for number, one in enumerate(asked) if number not in theirs}
            for number, starts, settings, entered in helper.receive() or ():
                self._delivered[number, *starts, settings] = entered.here(self.program)
        return [own[number] if number in own else self.group(*one) for number, one in enumerate(asked)]

    def _help(
        self, first: int, asked: Sequence[tuple[Sequence[str], Settings]], receive: Callable[[], Any],
        send: Callable[[Any], None],
    ) -> None:  # fmt: skip
        """The second process's side."""
        self._cancelled = alone(first, self._cancelled)
        self._report = lambda _module: None
        send([
            (number, own, settings, self._group_of(number, own, settings).told(self.program))
            for entries, settings in asked
            for number, own in self._places(entries)[0].items()
        ])  # fmt: skip

    def group(self, entries: Sequence[str], settings: Settings = ()) -> _Group:
        """What some entry points of one program reach: files, functions, directories."""
        opaque: set[str] = set()
        starts, missing = self._places(entries)
        each = [self._group_of(number, own, settings) for number, own in starts.items()]
        missing.update(entry for one in each for entry in one.missing)
        opaque.update(entry for one in each for entry in one.opaque)
        return _Group(
            findings=_findings(self.found, self.program, [one.outcome for one in each]),
            missing=tuple(entry for entry in entries if entry in missing),
            opaque=tuple(entry for entry in entries if entry in opaque and ":" in entry),
            reached=tuple(one.reached for one in each),
        )

    def _places(self, entries: Sequence[str]) -> tuple[dict[int, list[tuple[str, Start]]], set[str]]:
        """What entry points start, by the parts that this is in, and those that are not there."""
        missing: set[str] = set()
        starts: dict[int, list[tuple[str, Start]]] = {}
        without = self._without(entries)
        for entry in dict.fromkeys(entries):
            if entry.startswith(WITHOUT):
                continue
            found = self._starts(entry, without)
            if found is None:
                missing.add(entry)
            for number, start in found or ():
                starts.setdefault(number, []).append((entry, start))
        return starts, missing

    def _without(self, entries: Sequence[str]) -> frozenset[str]:
        """The modules that entries say to be no part of the program."""
        said = [entry.removeprefix(WITHOUT) for entry in entries if entry.startswith(WITHOUT)]
        return frozenset(
            name for file, name in self._modules.items()
            for one in said if file == one or (one.endswith("/") and file.startswith(one))
        ) if said else frozenset()  # fmt: skip

    def _group_of(self, number: int, starts: Sequence[tuple[str, Start]], settings: Settings) -> _Entered:
        answer = partial(self._entered, number, starts, settings)
        question = (*starts, settings)
        try:
            return remembered(self.program, self.parts[number], question, answer, _Entered.weighed)
        except OutOfTime:
            return self._not_followed(number, "there was no time left", UnresolvedCode.BUDGET)

    def _entered(self, number: int, starts: Sequence[tuple[str, Start]], settings: Settings) -> _Entered:
        """What some entry points reach of one part.

        Roles of equal code are often told apart by variables that no test of the code asks for.
        """
        delivered = self._delivered.get((number, *starts, settings))
        if delivered is not None:
            return delivered
        answers = self._answers.setdefault((number, *starts), [])
        for known, found in answers:
            if known.answers(settings):
                return found
        asked = _Settings(dict(settings))
        found = attempt(partial(self._followed, number, starts, asked), partial(self._not_followed, number))
        answers.append((asked, found))
        return found

    def _not_followed(
        self, number: int, why: str, code: UnresolvedCode = UnresolvedCode.INTERNAL
    ) -> _Entered:
        outcome = failed(self.program, self.parts[number], why, code)
        nothing: frozenset[str] = frozenset()
        return _Entered(outcome=outcome, reached=Reached(), missing=nothing, opaque=nothing)

    def _followed(self, number: int, starts: Sequence[tuple[str, Start]], settings: _Settings) -> _Entered:
        evaluation, there = self._evaluated(number, starts, settings)
        missing = frozenset(entry for entry, _ in starts if entry not in there)
        if missing:
            # What is not there starts nothing, not even its module.
            evaluation, there = self._evaluated(number, [one for one in starts if one[0] in there], settings)
        opaque = frozenset(entry for entry, caller in there.items() if not evaluation.leads_to_code(caller))
        reached = evaluation.reached()
        return _Entered(outcome=evaluation.outcome(), reached=reached, missing=missing, opaque=opaque)

    def beside(self, groups: Iterable[Sequence[Reached]]) -> CodeFindings:
        """What the code does that no group reaches."""
        reached = [one for group in groups for one in group]
        seen = Reached(
            functions=frozenset().union(*(one.functions for one in reached)),
            modules=frozenset().union(*(one.modules for one in reached)),
        )
        outcomes: list[Outcome] = []
        for number, part in enumerate(self.parts[: self._connected]):
            if self._is_within(part, seen):
                continue
            question = "beside", numbers_of(self.program, seen.functions), seen.modules
            answer = partial(self._unreached, number, seen)
            work = partial(remembered, self.program, part, question, answer, itself)
            outcomes.append(in_time(self.program, part, work))
        return _findings(self.found, self.program, outcomes)

    def _unreached(self, number: int, seen: Reached) -> Outcome:
        basis = self._bases.get(number) or Basis(self.program, self.parts[number], self._operations)
        return evaluate_whole(basis, self._report, self._cancelled, seen)

    def _beside(self, module: str) -> int | None:
        """A part of its own for a module that is in none, if what it imports may start programs."""
        pending, reached = [module], {module}
        while pending:
            new = self._imports.get(pending.pop(), set()) - reached
            reached |= new
            pending.extend(new)
        files = [name for name in self.program.files if name in reached]
        if not any(map(self.program.starts_programs, files)):
            return None
        number = len(self.parts)
        self.parts = (*self.parts, tuple(files))
        self._part_of.update((name, number) for name in files if name not in self._part_of)
        return number

    # --- from entry points to what is started ---

    def _starts(self, entry: str, without: frozenset[str]) -> list[tuple[int, Start]] | None:
        """What an entry point starts of each part; None when there is no such code.

        No client can get into what is in no part: it has to be evaluated only if it may start programs.
        """
        if not entry.endswith("/"):
            place = self.place(entry)
            if place is None or not has(self.program, *place):
                return None
            module, name = place
            number = self._part_of.get(module)
            if number is None:
                number = self._beside(module)
            return [] if number is None else [(number, Start(modules=(module,), name=name, without=without))]
        prefix = entry.removeprefix("./").lstrip("/")
        below = sorted(
            name for file, name in self._modules.items() if file.startswith(prefix) and name not in without
        )
        if not below:
            return None
        parts: dict[int, list[str]] = {}
        for name in below:
            number = self._part_of.get(name)
            if number is None:
                number = self._beside(name)
            if number is not None:
                parts.setdefault(number, []).append(name)
        return [
            (number, Start(modules=tuple(names), whole=True, without=without))
            for number, names in parts.items()
        ]

    def _evaluated(
        self, number: int, starts: Sequence[tuple[str, Start]], settings: _Settings
    ) -> tuple[Evaluation, dict[str, Instance]]:
        """An evaluation of a part, and the callers of the entry points that there are."""
        whole = [name for _, start in starts if start.name is None for name in start.modules]
        self.evaluations += 1
        evaluation = self.basis(number).evaluation(
            self._report, self._cancelled, programs=frozenset(whole), settings=tuple(settings.items())
        )
        if evaluation.engine.environment:
            evaluation.engine.environment = settings
        callers = evaluation.begin([start for _, start in starts])
        named = zip((entry for entry, _ in starts), callers, strict=True)
        return evaluation, {entry: caller for entry, caller in named if caller is not None}

    def _is_within(self, part: Part, code: Reached) -> bool:
        """All of a part that was asked about is among this code."""
        asked = [name for name in part if name in self.program.asked]
        return code.modules.issuperset(asked) and all(
            code.functions.issuperset(self.program.lowered(name).functions) for name in asked
        )


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
