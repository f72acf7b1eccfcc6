"""The parts of a program that have nothing to do with each other, each evaluated by itself.

A repository of examples is hundreds of small programs. Nothing flows between files that no chain of imports
connects, so each such part gets an engine of its own: what one of them holds (budgets, the services that it
uses) is no other's business, its state is gone when the next one starts, and it does not matter in which
process it runs (``processes``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.roots import Roots
from policywright.analyzers.engine.solver import Engine, Findings, in_order
from policywright.analyzers.model import SdkCall, Unresolved
from policywright.analyzers.program import Program
from policywright.analyzers.sdk.relevance import minor
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass

Imports = Mapping[str, set[str]]
Part = tuple[str, ...]
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one part was found to do, and how much of the program's budget that took."""

    calls: tuple[SdkCall, ...]
    unresolved: tuple[Unresolved, ...]
    steps: int


def imports_of(program: Program) -> Imports:
    """What each file imports of the program, and with each package its files."""
    imports: dict[str, set[str]] = {}
    for name in program.files:
        found = imports.setdefault(name, set())
        for module, level in program.outline(name).imports:
            target = program.resolve(name, module, level)
            if target is not None:
                found.add(target)
                # Importing a package's submodule runs the package's own file first.
                while "." in target:
                    target = target.rsplit(".", 1)[0]
                    found.add(target)
    for group, files in program.groups.items():
        # Files of one scope need each other, and whoever imports the package means all of them.
        imports[group] = set(files)
        for name in files:
            imports[name].add(group)
    return imports


def reaching(program: Program, imports: Imports) -> Part:
    """Modules connected with AWS: they show it, import one that does, or are imported by one of those.

    No client can get into the others.
    """
    importers: dict[str, list[str]] = {}
    for name, targets in imports.items():
        for target in targets:
            importers.setdefault(target, []).append(name)
    reached = {name for name in program.files if program.mentions_sdk(name)}
    _close(reached, importers)
    own = {name: [target for target in targets if target in program.files or target in program.groups]
           for name, targets in imports.items()}  # fmt: skip
    _close(reached, own)
    if any(program.imports_by_name(name) for name in reached):
        # Plugins, imported by names that are made up: whoever imports what is reached may be one.
        _close(reached, importers)
        _close(reached, own)
    return tuple(name for name in program.files if name in reached)


def _close(reached: set[str], edges: Mapping[str, Iterable[str]]) -> None:
    """Adds all that is reached over the edges."""
    pending = sorted(reached)
    while pending:
        for name in edges.get(pending.pop(), ()):
            if name not in reached:
                reached.add(name)
                pending.append(name)


def independent(program: Program, modules: Sequence[str], imports: Imports) -> tuple[Part, ...]:
    """Modules by what connects them: imports in either direction, one after the other.

    What is imported by a name that is made up can be any module of the language.
    """
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            parents[name] = name = parents[parents[name]]
        return name

    for name in modules:
        own = root(name)
        for target in imports[name]:
            if target in program.files or target in program.groups or target in program.data:
                parents[root(target)] = own
    for language in dict.fromkeys(program.languages[name] for name in modules):
        for first, *others in _unseen(
            program, [name for name in modules if program.languages[name] is language]
        ):
            for other in others:
                parents[root(other)] = root(first)
    found: dict[str, list[str]] = {}
    for name in modules:
        found.setdefault(root(name), []).append(name)
    return tuple(map(tuple, found.values()))


def _unseen(program: Program, modules: list[str]) -> Iterable[list[str]]:
    """Modules of one language that may be connected although no import says so."""
    injects = program.languages[modules[0]].injects
    found = [name for name in modules if any(sign in program.files[name].data for sign in injects)]
    if found:
        yield found
    if any(program.imports_by_name(name) for name in modules):
        yield modules


def evaluate(
    program: Program, part: Part, operations: Operations, report: Report,
    cancelled: Callable[[], bool] | None, steps: int = 0,
) -> Outcome:  # fmt: skip
    """What a part does; ``steps`` of the program's budget are used up."""
    own = program.part(part)
    engine = Engine(own, cancelled)
    engine.updates = steps
    engine.minor = minor(own)
    run = Interpreter(engine, operations)
    Roots(run, engine, report).everything(part)
    run.finish()
    calls, unresolved = engine.findings()
    used = engine.updates - steps
    run.forget()
    return Outcome(calls=calls, unresolved=unresolved, steps=used)


def together(outcomes: Iterable[Outcome]) -> Findings:
    """What all parts do, in source order."""
    outcomes = list(outcomes)
    return in_order(
        (call for outcome in outcomes for call in outcome.calls),
        dict.fromkeys(item for outcome in outcomes for item in outcome.unresolved),
    )
