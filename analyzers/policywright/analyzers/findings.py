"""One run of front ends and engine: files in, calls out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from policywright.analyzers.discovery import Discovered, InputError
from policywright.analyzers.engine.engine import Engine
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.roots import Roots
from policywright.analyzers.model import CodeFindings
from policywright.analyzers.program import Program
from policywright.knowledge.operations import Operations

_IMPORTS_BY_NAME = re.compile(rb"import_module|__import__|iter_modules|walk_packages|entry_points")
_STACK = 30_000
"""Python frames: nesting is bounded by the front ends and the engine long before this."""


def analyse_code(
    found: Discovered, operations: Operations, *, entries: Sequence[str] = (),
    progress: Callable[[int, int, str], None] | None = None, cancelled: Callable[[], bool] | None = None,
) -> CodeFindings:  # fmt: skip
    """Evaluates the program; ``entries`` (``FILE[:FUNCTION]``) restrict it to what they reach.

    Raises ``InputError`` for an entry that doesn't exist, ``Cancelled`` when ``cancelled`` says so.
    """
    program = Program()
    program.auxiliary = {source.name: source.data for source in found.auxiliary}
    for source, language in found.files:
        program.add(source, language)
    _deepen_stack()
    program.lower_all(cancelled)
    engine = Engine(program, cancelled)
    for language in dict.fromkeys(program.languages.values()):
        if language.minor is not None:
            engine.minor |= language.minor(program)
    run = Interpreter(engine, operations)
    roots = Roots(run, engine, _reporter(program, progress))
    if entries:
        for entry in entries:
            _start(roots, program, entry)
    else:
        roots.everything(reaching(program))
    run.finish()
    calls, unresolved = engine.findings()
    return CodeFindings(
        calls=calls, unresolved=unresolved, files_analysed=len(program.files),
        skipped=(*found.skipped, *program.problems),
    )  # fmt: skip


def reaching(program: Program) -> tuple[str, ...]:
    """Modules connected with AWS: they show it, import one that does, or are imported by one of those.

    No client can get into the others.
    """
    imports: dict[str, set[str]] = {}
    for name in program.files:
        found = imports.setdefault(name, set())
        for module, level in program.lowered(name).imports:
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
    importers: dict[str, list[str]] = {}
    for name, targets in imports.items():
        for target in targets:
            importers.setdefault(target, []).append(name)
    reached = {name for name in program.files if program.mentions_sdk(name)}
    _close(reached, importers)
    own = {name: [target for target in targets if target in program.files or target in program.groups]
           for name, targets in imports.items()}  # fmt: skip
    _close(reached, own)
    if any(_IMPORTS_BY_NAME.search(program.files[name].data) for name in reached if name in program.files):
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


def _start(roots: Roots, program: Program, entry: str) -> None:
    file, _, function = entry.partition(":")
    wanted = file.replace("\\", "/").removeprefix("./")
    modules = [name for name, source in program.files.items() if source.name == wanted]
    if not modules:
        modules = [name for name, source in program.files.items() if source.name.endswith("/" + wanted)]
    if not modules:
        raise InputError(f"--entry {entry}: no such file among those analysed")
    if not roots.entry(modules[0], function or None):
        raise InputError(f"--entry {entry}: {file} has no function {function}")


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


def _deepen_stack() -> None:
    """Raises the recursion limit, for good.

    It belongs to the whole process: whoever lowered it again would do so under another analysis (the MCP
    server runs several at once).
    """
    if sys.getrecursionlimit() < _STACK:
        sys.setrecursionlimit(_STACK)
