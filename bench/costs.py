"""What the engine's time and memory go to in a large program: which statements, which places.

``python -m bench.costs DIRECTORY [--work N] [--shown N]``

Where ``bench.looking`` asks why something is there, this asks what it costs: CPU time by function and by statement
(without what is evaluated inside of it), with evaluations and contexts; what places hold, by kind, by number of
alternatives, and by what those are; which objects most fields are of. ``--work`` stops the evaluation earlier
than ``MAX_WORK`` does.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.looking import line_of, part_of

from policywright.analyzers.engine import solver
from policywright.analyzers.engine.solver import Engine, Site
from policywright.analyzers.engine.values import BOTTOM, options
from policywright.analyzers.parts import Evaluation
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

Place = tuple[str, str, int]
"""A module, a function's label, a line."""


class Clock:
    """The time that sites take by themselves."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.seconds: Counter[Place] = Counter()
        self.work: Counter[Place] = Counter()
        self.runs: Counter[Place] = Counter()
        self._inside = [0.0]
        self._spent = [0]
        self._evaluate = engine.evaluate
        engine.evaluate = self._timed

    def _timed(self, site: Site) -> None:
        start, before = time.process_time(), self.engine.work
        self._inside.append(0.0)
        self._spent.append(0)
        try:
            self._evaluate(site)
        finally:
            whole, spent = time.process_time() - start, self.engine.work - before
            place = site.instance.module, site.instance.label, line_of(self.engine, site)
            self.seconds[place] += whole - self._inside.pop()
            self.work[place] += spent - self._spent.pop()
            self._inside[-1] += whole
            self._spent[-1] += spent
            self.runs[place] += 1


def times(clock: Clock, shown: int) -> Iterator[str]:
    """Where the time goes."""
    engine = clock.engine
    contexts = Counter((one.module, one.label) for one in engine.instances.by_id)
    by_function: Counter[tuple[str, str]] = Counter()
    for (module, label, _), seconds in clock.seconds.items():
        by_function[module, label] += seconds
    yield f"{sum(clock.seconds.values()):.1f} s in sites; functions:"
    for (module, label), seconds in by_function.most_common(shown):
        yield f"  {seconds:7.2f}  {contexts[module, label]:5} contexts  {module}: {label}"
    yield "statements (seconds, work, evaluations):"
    for place, seconds in clock.seconds.most_common(shown):
        module, label, line = place
        yield f"  {seconds:7.2f} {clock.work[place]:8} {clock.runs[place]:7}  {module}:{line} {label}"


def places(evaluation: Evaluation, shown: int) -> Iterator[str]:
    """What shared places hold."""
    engine, heap = evaluation.engine, evaluation.run.heap
    number: Counter[str] = Counter()
    held: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    readers: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    sizes: Counter[tuple[str, int]] = Counter()
    kinds: Counter[str] = Counter()
    of_site: Counter[str] = Counter()
    for key, cell in engine.cells.items():
        kind = str(key[0])
        number[kind] += 1
        empty[kind] += cell.value is BOTTOM
        alternatives = options(cell.value)
        held[kind] += len(alternatives)
        taken[kind] += len(cell.taken or ())
        readers[kind] += len(cell.readers)
        sizes[kind, len(alternatives).bit_length()] += len(alternatives)
        kinds.update(type(one).__name__ for one in alternatives)
        if kind in ("field", "held") and isinstance(key[1], int):
            shape = heap.shapes[key[1]]
            made = f"{shape.cls.cls.name if shape.cls else shape.kind} {str(shape.site)[:90]}"
            of_site[made] += len(alternatives)
    yield f"{len(engine.cells)} shared places, {len(heap.shapes)} objects, {len(engine.sites)} sites, {engine.updates} evaluations"
    yield "kinds of places (number, empty, alternatives, ever taken, readers):"
    for kind, count in held.most_common(shown):
        yield f"  {kind:20} {number[kind]:8} {empty[kind]:8} {count:9} {taken[kind]:9} {readers[kind]:9}"
    yield "alternatives by size of place:"
    for (kind, bits), count in sizes.most_common(shown):
        yield f"  {count:9}  {kind}, up to {2**bits}"
    yield "alternatives by kind: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(shown))
    yield "fields' alternatives by object:"
    yield from (f"  {count:9}  {name}" for name, count in of_site.most_common(shown))
    defs: Counter[Place] = Counter()
    for site in engine.sites:
        size = sum(len(options(cell.value)) for cell in site.defs.values())
        if size > 1:
            defs[site.instance.module, site.instance.label, line_of(engine, site)] += size
    yield "variables' alternatives by statement:"
    yield from (
        f"  {count:9}  {module}:{line} {label}" for (module, label, line), count in defs.most_common(shown)
    )
    parameters: Counter[tuple[str, str]] = Counter()
    for one in engine.instances.by_id:
        parameters[one.module, one.label] += sum(len(options(cell.value)) for cell in one.parameters.values())
    yield "parameters' alternatives by function:"
    yield from (f"  {count:9}  {module}: {label}" for (module, label), count in parameters.most_common(shown))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("--work", type=int, default=solver.MAX_WORK, help="the work after which it stops")
    parser.add_argument("--shown", type=int, default=20, help="lines of each list")
    chosen = parser.parse_args(arguments)
    solver.MAX_WORK = chosen.work
    started = time.process_time()
    basis = part_of(chosen.directory, Operations(shared_store()))
    if basis is None:
        parser.error(f"nothing to look at: {chosen.directory}")
    print(f"{len(basis.part)} files with {basis.part[0]}, read in {time.process_time() - started:.1f} s")
    evaluation = basis.evaluation(lambda _module: None, apart=basis.loading.apart)
    clock = Clock(evaluation.engine)
    started = time.process_time()
    evaluation.begin([basis.whole])
    engine = evaluation.engine
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{time.process_time() - started:.1f} s, work {engine.work}, cut: {engine.cut}, {peak} MB")
    for lines in (times(clock, chosen.shown), places(evaluation, chosen.shown)):
        print("\n".join(lines))


if __name__ == "__main__":
    main()
