"""What a program does from its entry points against what all of it does: where one of the two loses a request.

``python -m bench.entries DIRECTORY [--entry FILE:FUNCTION]... [--apart]``

A program is evaluated in two ways. Of all of it, every function is called that nothing else calls, with arguments
that nobody knows. From an entry point only what that leads to is looked at, with what it passes. Both are of the same
text, so whatever one of them finds and the other doesn't has a reason, and that reason is either said below or a
defect. The entry points are those of the templates (one run for each function's), or those that are named (one run
for each; with ``--apart`` left out, one for all).

- *Only from an entry point*: all of the program includes this. Mostly an object whose class only the entry point
  makes, or a budget.
- *Only of the whole, though the function is reached*: what the entry point passes does not get to the request. A
  request that is ``inferred`` there is a guess about a receiver that is known (to be none) from the entry point;
  one that is ``resolved`` should be found from both, unless a test decides it by what is passed.
- *In functions that no entry point reaches*: only counted. Either they are started by something else, or what calls
  them was lost; the functions with most of them are named.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from policywright.analyzers import ir
from policywright.analyzers.discovery import Discovered, discover
from policywright.analyzers.findings import Run
from policywright.analyzers.infrastructure.application import locate, stacks_of
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.model import SdkCall
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

SHOWN = 60

Place: TypeAlias = tuple[str, int, str]
"""File, line and request."""


def place(call: SdkCall) -> Place:
    request = f"{call.service}:{call.operation}" if not call.actions else ", ".join(call.actions)
    return call.span.file, call.span.line, request


class Functions:
    """The functions of a program by the lines that they have."""

    def __init__(self, run: Run) -> None:
        program = run.program
        self._found: dict[str, list[tuple[int, int, ir.Function]]] = {}
        for module, source in program.files.items():
            rows = self._found.setdefault(source.name, [])
            for function in program.lowered(module).functions:
                start, end = function.pos
                first = program.span(module, (start, start)).line
                rows.append((first, program.span(module, (end, end)).line, function))

    def at(self, file: str, line: int) -> ir.Function | None:
        """The innermost one that has a line; None for what a module does itself."""
        around = [(last - first, function) for first, last, function in self._found.get(file, ())
                  if first <= line <= last]  # fmt: skip
        return min(around, key=lambda one: one[0])[1] if around else None


def groups_of(root: Path, found: Discovered) -> list[tuple[str, ...]]:
    """The entry points of each function that templates name."""
    files = ProjectFiles.below(Path(found.root), [root.resolve()])
    located = [locate(one, found, files) for stack in stacks_of(files) for one in stack.workloads]
    return list(dict.fromkeys(one.entries for one in located if one.entries))


def compare(root: Path, entries: Sequence[str], *, apart: bool) -> None:
    found = discover([root])
    operations = Operations(shared_store())
    run = Run(found, operations, {}, None, None)
    named = [(entry,) for entry in entries] if apart else [tuple(entries)]
    groups = named if entries else groups_of(root, found)
    every = Run(found, operations, {}, None, None).beside([])
    whole = {place(call): call for call in every.calls}
    reached: set[ir.Function] = set()
    modules: set[str] = set()
    seen: dict[Place, SdkCall] = {}
    for group in groups:
        each = run.group(group)
        print(f"{', '.join(group)}: {len(each.findings.calls)} requests, {len(each.findings.unresolved)} not told"
              + (f", missing {each.missing}" if each.missing else ""))  # fmt: skip
        seen.update((place(call), call) for call in each.findings.calls)
        reached.update(function for one in each.reached for function in one.functions)
        modules.update(name for one in each.reached for name in one.modules)
    _tell(run, whole, seen, reached, modules)


def _tell(
    run: Run, whole: dict[Place, SdkCall], seen: dict[Place, SdkCall], reached: set[ir.Function],
    modules: set[str],
) -> None:  # fmt: skip
    functions = Functions(run)
    files = {run.program.files[name].name for name in modules}
    lost: list[Place] = []
    beyond: Counter[str] = Counter()
    for one in sorted(whole.keys() - seen.keys()):
        function = functions.at(*one[:2])
        if function in reached if function is not None else one[0] in files:
            lost.append(one)
        else:
            beyond[f"{one[0]}: {function.qualname if function is not None else 'module'}"] += 1
    both = len(whole.keys() & seen.keys())
    print(f"{len(whole)} requests of the whole, {len(seen)} from entry points, {both} of both")
    _rows("only from an entry point", sorted(seen.keys() - whole.keys()), seen)
    _rows("only of the whole, though the function is reached", lost, whole)
    print(f"in functions that no entry point reaches: {sum(beyond.values())}")
    for name, count in beyond.most_common(15):
        print(f"  {count:4} {name}")


def _rows(title: str, places: Iterable[Place], calls: dict[Place, SdkCall]) -> None:
    found = list(places)
    print(f"{title}: {len(found)}")
    for one in found[:SHOWN]:
        call = calls[one]
        print(f"  {one[0]}:{one[1]} {one[2]} ({call.certainty}) {' > '.join(call.chain[-3:])}")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.entries", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--entry", action="append", default=[], dest="entries")
    parser.add_argument("--apart", action="store_true", help="one run for each --entry")
    asked = parser.parse_args(argv)
    compare(asked.directory, asked.entries, apart=asked.apart)


if __name__ == "__main__":
    main()
