"""The parts of a program that have nothing to do with each other, each evaluated by itself.

A repository of examples is hundreds of small programs. Nothing flows between files that no chain of imports
connects, so each such part is evaluated alone: what one of them holds (budgets, the services that it uses) is
no other's business, its state is gone when the next one starts, and it does not matter in which process it
runs (``processes``).

A part can be evaluated several times: all of it, or from some entry points. Every evaluation has an engine of
its own, so that none knows of another; what is read in the text is read once (``Basis``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence, Set
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.connections import Loading, Part
from policywright.analyzers.engine import escapes, flags, unread
from policywright.analyzers.engine.contexts import Plans, Requests
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.lending import Lending
from policywright.analyzers.engine.names import Names
from policywright.analyzers.engine.roots import Roots, Start
from policywright.analyzers.engine.solver import Engine, Findings, Site, call_key, in_order
from policywright.analyzers.gate import ANY, NONE, set_by_name
from policywright.analyzers.model import Given, OutOfTime, SdkCall, SkipCode, Span, Unresolved, UnresolvedCode
from policywright.analyzers.moved import Moved, NotThere, Text, moves
from policywright.analyzers.program import Program
from policywright.analyzers.sdk.relevance import minor
from policywright.knowledge.isolation import attempt
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from policywright.analyzers.kept import Kept, Result

    Found = TypeVar("Found")

_TOO_LARGE = (
    "too large to be followed as a whole: what it did not come to is looked at file by file, or missing"
)
_OF_IMPORTS = (UnresolvedCode.LIBRARY, UnresolvedCode.MISSING)
"""What is said of modules that are left out when a file is looked at alone."""
_CODES = {
    SkipCode.INTERNAL: UnresolvedCode.INTERNAL,
    SkipCode.TOO_DEEP: UnresolvedCode.BUDGET,
    SkipCode.BUDGET: UnresolvedCode.BUDGET,
}
"""What is said of code that reaches a file that was not read."""
Settings = tuple[tuple[str, str], ...]
"""Environment variables and what they are set to."""
LOCAL = frozenset(("AWS_SAM_LOCAL", "IS_OFFLINE"))
"""Variables that only what runs a function on somebody's own machine sets. Sources: the README of
serverless-offline ("Detecting Serverless Offline"); AWS SAM developer guide, "sam local invoke"."""
CONFIGURES = "DOTENV"
"""What is in the names of variables that loaders of files take options from (``DOTENV_CONFIG_OVERRIDE``).
Source: the README of dotenv ("Preload")."""
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one evaluation of a part has found, and how much work that was."""

    calls: tuple[SdkCall, ...]
    unresolved: tuple[Unresolved, ...]
    given: tuple[Given, ...]
    steps: int
    nodes: int
    cut: bool = False
    """It was too much to be followed to its end."""
    texts: tuple[Span, ...] = ()
    """The places whose text (not only what it means) was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Code that was evaluated."""

    functions: frozenset[ir.Function] = frozenset()
    modules: frozenset[str] = frozenset()
    """Modules whose bodies were."""


class Basis:
    """What all evaluations of a part rest on: its modules, and what the text says of them."""

    def __init__(self, program: Program, part: Part, operations: Operations, *, alone: bool = False) -> None:
        self.part = part
        self.operations = operations
        self.program = program.part(part, alone=alone)
        requests = Requests(operations)
        self._minor = minor(self.program, requests)
        self._plans = Plans(self.program, part, self._minor, requests)
        self._sets: tuple[int, frozenset[str]] | None = None
        self._loading: Loading | None = None

    def _sets_variables(self) -> tuple[int, frozenset[str]]:
        """Which environment variables the files of the part may set (``gate.ANY``), and which by name."""
        if self._sets is None:
            files = self.program.files
            found = [set_by_name(files[name].data) for name in self.part if name in files]
            names = frozenset(name for _, several in found for name in several)
            level = max((one for one, _ in found), default=NONE)
            self._sets = (ANY if any(CONFIGURES in name for name in names) else level), names
        return self._sets

    @property
    def whole(self) -> Start:
        """All that was asked about. What imports lead to outside of that counts as far as it is reached."""
        asked = self.program.asked
        return Start(modules=tuple(name for name in self.part if name in asked), whole=True, public=True)

    @property
    def loading(self) -> Loading:
        """Which of its modules can be in one process with code that makes requests."""
        if self._loading is None:
            self._loading = Loading(self.program, self.part)
        return self._loading

    def evaluation(
        self, report: Report, cancelled: Callable[[], bool] | None = None, *,
        programs: Collection[str] | None = None, settings: Settings = (), apart: Set[str] = frozenset(),
    ) -> Evaluation:  # fmt: skip
        """A new evaluation, of which nothing has happened yet.

        ``programs`` are the modules that it runs as programs (None: any may be); ``settings`` are environment
        variables that are set, unless the code sets them, or any. Of those ``apart`` there is nothing.
        """
        program = self.program.again(programs, apart)
        engine = Engine(program, cancelled)
        sets, names = self._sets_variables() if settings else (NONE, frozenset())
        if settings and not (sets == ANY or (sets and any(CONFIGURES in name for name, _ in settings))):
            engine.environment = {name: value for name, value in settings if name not in names}
            engine.local = LOCAL - names if sets == NONE else frozenset()
        engine.names = self.program.once("names", Names)
        engine.bounds.crowds.minor = self._minor
        engine.bounds.vocabulary = self._plans.is_telling
        crowds, plans = engine.bounds.crowds, self._plans
        crowds.sends, crowds.answers, crowds.asks, crowds.derived = (
            plans.sends, plans.answers, plans.asks, plans.derived
        )  # fmt: skip
        run = Interpreter(engine, self.operations)
        run.plans = self._plans
        return Evaluation(engine, run, Roots(run, engine, report))


class Evaluation:
    """One evaluation of a part, from what is started to what it has found."""

    def __init__(self, engine: Engine, run: Interpreter, roots: Roots) -> None:
        self.engine = engine
        self.run = run
        self._roots = roots

    def begin(self, starts: Sequence[Start]) -> list[Instance | None]:
        """See ``Roots.begin``."""
        return self._roots.begin(starts)

    def reached(self) -> Reached:
        """The code that was evaluated."""
        found = self.engine.instances.by_id
        return Reached(
            functions=frozenset(one.function.function for one in found if one.function is not None),
            modules=frozenset(one.module for one in found if one.function is None and not one.outside),
        )

    def joining(self, loading: Loading) -> frozenset[str]:
        """The modules apart that get something which makes requests from what they import."""
        if self.engine.cut or not loading.apart:
            return frozenset()
        return loading.importing(Lending(self.run, loading.requesting).lenders(loading.shared))

    def leads_to_code(self, caller: Instance) -> bool:
        """A function of the program was called from there, or by a library that was given it."""
        return self._roots.followed or any(one.function for one in self.engine.reached([caller]))

    def outcome(self, beside: Reached | None = None) -> Outcome:
        """What was found; with ``beside``, by code that is not among this, and by all that such code calls.

        Called by other programs, shared code does other things. It is the last thing asked of an evaluation.
        """
        engine = self.engine
        calls, unresolved = self._findings(beside)
        cut = engine.cut
        if cut:
            span = engine.program.span(next(iter(engine.program.scope)), (0, 0))
            said = Unresolved(code=UnresolvedCode.BUDGET, span=span, detail=_TOO_LARGE)
            unresolved = (said, *unresolved)
        unresolved = (*unresolved, *self._lost(beside))
        calls, unresolved = self._with_perhaps(beside, calls, unresolved)
        given = escapes.given_clients(self.run, engine.sites)
        left = unread.left_to_libraries(self.run, engine.sites, self._roots.reads)
        named = (*escapes.given_names(self.run, engine.sites), *unread.names_left(self.run))
        given = tuple(dict.fromkeys((*given, *left, *named)))
        known = {site.node for site in engine.sites}
        # What is known of requests gets wider from here on.
        apart = beside.functions if beside is not None else frozenset()
        passed = self._roots.pass_flags(apart) if not cut else {}
        new = self._keep_new(known, set(map(_what, calls)), flags.ways(passed)) if passed else []
        if new:
            more, others = self._findings(beside)
            calls, unresolved = in_order((*calls, *more), (*unresolved, *others))
            given = tuple(dict.fromkeys((*given, *escapes.given_clients(self.run, new))))
        found = Outcome(
            calls=calls,
            unresolved=unresolved,
            given=given,
            steps=engine.updates,
            nodes=engine.counters().nodes,
            cut=cut,
            texts=tuple(engine.program.span(module, pos) for module, pos in engine.texts),
        )
        self.run.forget()
        return found

    def _with_perhaps(
        self, beside: Reached | None, calls: tuple[SdkCall, ...], unresolved: tuple[Unresolved, ...]
    ) -> Findings:
        """What was found, and what libraries might call of the objects that they get: it may be needed.

        A method that nobody calls makes requests that nobody makes. One that is called of other objects makes
        the same, of other resources.
        """
        said = calls
        for follow, what in ((self._roots.follow_perhaps, _what), (self._roots.follow_elsewhere, call_key)):
            if self.engine.cut or not follow():
                continue
            made = {what(call) for call in (*said, *calls)}
            said, others = self._findings(beside)
            new = (
                call if call.optional is not None else replace(call, optional=_PERHAPS)
                for call in said
                if what(call) not in made
            )
            calls, unresolved = in_order((*calls, *new), (*unresolved, *others))
        return calls, unresolved

    def _lost(self, beside: Reached | None) -> list[Unresolved]:
        """What is not known of modules that were reached and could not be lowered, or not all of them."""
        program = self.engine.program
        reached = self.reached().modules - (beside.modules if beside is not None else frozenset())
        lost = [
            (name, program.span(name, (0, 0)), why) for name, why in program.lost.items() if name in reached
        ]
        found = [
            Unresolved(code=_CODES[program.problems[name].code], span=span, detail=f"not read: {why}")
            for name, span, why in lost
        ]
        for name in sorted(one for one in program.problems if one in reached and one not in program.lost):
            for pos, why in program.lowered(name).problems[:1]:
                code = _CODES.get(program.problems[name].code, UnresolvedCode.DYNAMIC_CODE)
                detail = f"{why}: what stands here is not known"
                found.append(Unresolved(code=code, span=program.span(name, pos), detail=detail))
        return found

    def _findings(self, beside: Reached | None) -> Findings:
        chosen = None
        if beside is not None:
            others = (one for one in self.engine.instances.by_id if not one.outside)
            chosen = self.engine.reached([one for one in others if not _is_among(one, beside)])
        self.run.finish(chosen)
        escapes.say_given(self.run, self.engine.sites)
        unread.say_global(self.run, self.engine.sites, self._roots.reads)
        calls, unresolved = self.engine.findings(chosen)
        return self.run.as_sent(calls), unresolved

    def _keep_new(self, known: Set[object], made: Set[object], ways: Mapping[Instance, str]) -> list[Site]:
        """Drops what sites say again, or of code that was ``known``; the sites with something new.

        Known code makes a request only if nothing about it is guessed.
        """
        found: list[Site] = []
        for site in self.engine.sites:
            new = site.node not in known
            if not new:
                site.unresolved = None
            if site.calls:
                way = ways.get(site.instance, flags.UNKNOWN_WAY)
                site.calls = {
                    key: replace(call, outside=way) for key, call in site.calls.items()
                    if _what(call) not in made and (new or call.certainty == "resolved")
                }  # fmt: skip
            if new or site.calls:
                found.append(site)
        return found


_PERHAPS = "the library that gets the object calls this method of it"


def _what(call: SdkCall) -> object:
    """What a request is, whatever is passed."""
    return call.span, call.service, call.operation, call.actions, call.identity


def _is_among(instance: Instance, code: Reached) -> bool:
    if instance.function is None:
        return instance.module in code.modules
    return instance.function.function in code.functions


_WHOLE = ("whole",)
"""The question that ``evaluate`` answers."""


def itself(outcome: Outcome) -> tuple[Outcome, int]:
    """Of an answer that is an outcome, that, and how much it is."""
    return outcome, 1 + len(outcome.calls) + len(outcome.unresolved)


def evaluate(
    program: Program, part: Part, operations: Operations, report: Report,
    cancelled: Callable[[], bool] | None,
) -> Outcome:  # fmt: skip
    """What all of a part does."""

    def whole() -> Outcome:
        return evaluate_whole(Basis(program, part, operations), report, cancelled)

    return remembered(program, part, _WHOLE, whole, itself)


def keep(program: Program, part: Part, outcome: Outcome) -> None:
    """Has the next one who asks ``evaluate`` get what another process has found."""
    remembered(program, part, _WHOLE, lambda: outcome, itself)


def evaluate_whole(
    basis: Basis, report: Report, cancelled: Callable[[], bool] | None, beside: Reached | None = None,
) -> Outcome:  # fmt: skip
    """What all of a part does; with ``beside``, code that is not among this (``Evaluation.outcome``).

    If that is too much, what each file does by itself is added: whatever is not known there may be anything.
    """
    outcomes: list[Outcome] = []
    pending = [basis]
    while pending:
        one = pending.pop()
        found = attempt(
            partial(_evaluated, one, report, cancelled, beside), partial(failed, one.program, one.part)
        )
        outcomes.append(_of_file(found, outcomes[0]) if outcomes else found)
        if found.cut:
            units = _units(one, together=one is basis)
            pending.extend(Basis(one.program, unit, one.operations, alone=True) for unit in units)
    if len(outcomes) == 1:
        return found
    calls, unresolved = together(outcomes)
    return Outcome(
        calls=calls,
        unresolved=unresolved,
        given=tuple(dict.fromkeys(given for outcome in outcomes for given in outcome.given)),
        steps=sum(outcome.steps for outcome in outcomes),
        nodes=sum(outcome.nodes for outcome in outcomes),
        texts=tuple(text for outcome in outcomes for text in outcome.texts),
    )


def _evaluated(
    basis: Basis, report: Report, cancelled: Callable[[], bool] | None, beside: Reached | None
) -> Outcome:
    loading = basis.loading
    apart = loading.apart
    while True:
        evaluation = basis.evaluation(report, cancelled, apart=apart)
        modules = tuple(name for name in basis.whole.modules if name not in apart)
        evaluation.begin([replace(basis.whole, modules=modules)])
        joining = evaluation.joining(loading) & apart
        if not joining:
            return evaluation.outcome(beside)
        evaluation.run.forget()
        apart -= joining


def failed(program: Program, part: Part, why: str, code: UnresolvedCode = UnresolvedCode.INTERNAL) -> Outcome:
    """What there is of an evaluation that did not come to its end: each file is still looked at by itself."""
    span = program.span(part[0], (0, 0))
    more = f" (and {len(part) - 1} more files with it)" if len(part) > 1 else ""
    said = Unresolved(code=code, span=span, detail=f"not evaluated{more}: {why}")
    return Outcome(calls=(), unresolved=(said,), given=(), steps=0, nodes=0, cut=True)


def in_time(program: Program, part: Part, work: Callable[[], Outcome]) -> Outcome:
    """What the work gives; where the time is over, that the part was not evaluated."""
    try:
        return work()
    except OutOfTime:
        return failed(program, part, "there was no time left", UnresolvedCode.BUDGET)


def _units(basis: Basis, *, together: bool) -> list[Part]:
    """The files of a part that may make requests, those of a package ``together``; none of a single file."""
    program = basis.program
    units: dict[str, list[str]] = {}
    for name in basis.whole.modules if len(basis.part) > 1 else ():
        units.setdefault(program.group_of.get(name, name) if together else name, []).append(name)
    return [tuple(unit) for unit in units.values() if any(program.mentions_sdk(name) for name in unit)]


def _of_file(found: Outcome, before: Outcome) -> Outcome:
    """What a file does by itself, without what was only guessed there and is known of the part."""
    known = {(call.span, call.operation) for call in before.calls}
    return replace(
        found,
        calls=tuple(
            call for call in found.calls
            if call.certainty == "resolved" or (call.span, call.operation) not in known
        ),
        unresolved=tuple(item for item in found.unresolved if item.code not in _OF_IMPORTS),
    )  # fmt: skip


def remembered(
    program: Program, part: Part, question: Hashable, answer: Callable[[], Found],
    weigh: Callable[[Found], tuple[Outcome, int]],
) -> Found:  # fmt: skip
    """The answer to a question about a part; where somebody keeps answers, as long as nothing is new."""
    kept = program.kept
    if kept is None or any(map(program.looks_around, part)):
        return answer()
    key = part, question
    texts, beside = tuple(Text(*program.text(name)) for name in part), program.beside()
    for known in kept.results(key, beside):
        now: Found | None = _as_now(kept, key, known, texts)
        if now is not None:
            return now
    from policywright.analyzers.kept import Result  # a command keeps nothing

    found = answer()
    outcome, size = weigh(found)
    kept.keep_result(key, Result(texts, beside, found, outcome.texts, size))
    kept.solved += 1
    return found


def _as_now(kept: Kept, key: Hashable, known: Result, texts: tuple[Text, ...]) -> Any:
    """What was found of files as they were, if that holds of those that there are now; or None."""
    where = moves(kept, known.texts, texts)
    if where is None:
        return None
    if not where:
        kept.keep_result(key, known, instead=known)
        return known.found
    try:
        if not all(where[span.file].says_the_same(span) for span in known.read if span.file in where):
            return None
        found = Moved(where).of(known.found)
    except NotThere:
        return None
    kept.keep_result(key, replace(known, texts=texts, found=found), instead=known)
    return found


def together(outcomes: Iterable[Outcome]) -> Findings:
    """What all parts do, in source order."""
    outcomes = list(outcomes)
    return in_order(
        (call for outcome in outcomes for call in outcome.calls),
        (item for outcome in outcomes for item in outcome.unresolved),
    )
