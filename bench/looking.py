"""What the engine spends its work on in a large program: where to look when one takes long or has no end.

``python -m bench.looking DIRECTORY [--entry MODULE:FUNCTION] [--seconds 60] [--holding NAME]``

Three questions, each of which has found a mechanism that no profile shows:

- Which functions may lead to a request, and which one draws in most others? Where it is most of the program, a
  name (``get``, ``resolve``) connects what has nothing to do with each other.
- Which functions are evaluated in most contexts, and which variables hold most alternatives? A text that may be
  sixty objects is no large program but a leak.
- ``--holding NAME``: in which order did a function of that name get into variables? The first one where it has no
  business is where it leaks.

Of the parts of a program that no import connects it is the one with the entry, or the largest.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from policywright.analyzers import ir
from policywright.analyzers.discovery import discover
from policywright.analyzers.engine.contexts import Requests
from policywright.analyzers.engine.roots import Start
from policywright.analyzers.engine.solver import Engine, Site
from policywright.analyzers.engine.values import Bound, FuncV, Value, options
from policywright.analyzers.findings import Run
from policywright.analyzers.model import Cancelled
from policywright.analyzers.parts import Basis
from policywright.analyzers.program import Program
from policywright.analyzers.sdk.relevance import Caller, Relevance
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

SHOWN = 15


class Explained(Relevance):
    """The functions that may lead to a request, each with the one that it was found by."""

    def __init__(self, program: Program, requests: Requests) -> None:
        self.causes: dict[ir.Function, ir.Function] = {}
        super().__init__(program, requests)

    def leading_to(self, function: ir.Function, module: str) -> Iterator[Caller]:
        for caller in super().leading_to(function, module):
            if caller.function not in self.major:
                self.causes.setdefault(caller.function, function)
            yield caller

    def drawn_in(self) -> Counter[ir.Function]:
        """How many others each function draws in, by whatever way."""
        led: dict[ir.Function, list[ir.Function]] = defaultdict(list)
        for function, cause in self.causes.items():
            led[cause].append(function)
        order = [one for one in self.major if one not in self.causes]
        for one in order:
            order.extend(led[one])
        found: Counter[ir.Function] = Counter()
        for one in reversed(order):
            found[one] = sum(found[other] + 1 for other in led[one])
        return found


def relevance(basis: Basis, requests: Requests) -> Iterator[str]:
    """Which functions may lead to requests."""
    found = Explained(basis.program, requests)
    modules = dict(found.functions)
    yield f"{len(found.major)} of {len(modules)} functions may lead to a request; most others are drawn in by"
    for function, count in found.drawn_in().most_common(SHOWN):
        chain = [function]
        while chain[-1] in found.causes and len(chain) < 6:
            chain.append(found.causes[chain[-1]])
        way = " <- ".join(one.qualname for one in chain)
        yield f"  {count:6}  {modules[function]}: {way}"


def work(engine: Engine) -> Iterator[str]:
    """Which functions have most contexts, and which variables most alternatives."""
    yield f"{engine.updates} evaluations of {len(engine.sites)} sites in {len(engine.instances.by_id)} instances"
    yield "functions in most contexts"
    contexts = Counter((one.module, one.label) for one in engine.instances.by_id if one.function is not None)
    yield from (f"  {count:6}  {module}: {label}" for (module, label), count in contexts.most_common(SHOWN))
    yield "variables with most alternatives"
    widest: dict[tuple[str, int, str], tuple[int, Value]] = {}
    for site, name, value in _held(engine):
        place = (site.instance.module, line_of(engine, site), name)
        if len(options(value)) > widest.get(place, (1, value))[0]:
            widest[place] = (len(options(value)), value)
    for (module, line, name), (count, value) in sorted(widest.items(), key=lambda one: -one[1][0])[:SHOWN]:
        kinds = Counter(type(one).__name__ for one in options(value))
        yield f"  {count:6}  {module}:{line} {name}: {dict(kinds.most_common(6))}"


def holding(engine: Engine, name: str) -> Iterator[str]:
    """The variables that hold functions of a name, in the order in which their places were first met."""
    yield f"variables that hold {name}"
    found = [(site, variable) for site, variable, value in _held(engine) if _has(value, name)]
    for site, variable in sorted(found, key=lambda one: one[0].order)[: 2 * SHOWN]:
        yield f"  {site.instance.module}:{line_of(engine, site)} {variable} in {site.instance.label}"


def _held(engine: Engine) -> Iterator[tuple[Site, str, Value]]:
    for site in engine.sites:
        for name, cell in site.defs.items():
            yield site, name, cell.value


def _has(value: Value, name: str) -> bool:
    for option in options(value):
        inner = option.function if isinstance(option, Bound) else option
        if isinstance(inner, FuncV) and inner.function.name == name:
            return True
    return False


def line_of(engine: Engine, site: Site) -> int:
    """The line that a site stands in; 0 for what nobody wrote."""
    pos = getattr(site.node, "pos", None)
    return engine.program.span(site.instance.module, pos).line if pos is not None else 0


def part_of(directory: Path, operations: Operations, module: str = "") -> Basis | None:
    """The largest of a program's parts, or of those with a module; None where there is none."""
    run = Run(discover([directory]), operations, {}, None, None)
    numbers = [number for number, part in enumerate(run.parts) if not module or module in part]
    return run.basis(max(numbers, key=lambda one: len(run.parts[one]))) if numbers else None


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("--entry", help="a module, as the report of --entry names it, and a function")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="CPU time after which what there is is shown"
    )
    parser.add_argument("--holding", help="a function that shows up where it has no business")
    chosen = parser.parse_args(arguments)
    operations = Operations(shared_store())
    requests = Requests(operations)
    module, _, name = (chosen.entry or "").rpartition(":")
    basis = part_of(chosen.directory, operations, module)
    if basis is None:
        parser.error(f"nothing to look at: {module or chosen.directory}")
    print(f"{len(basis.part)} files with {basis.part[0]}")
    print("\n".join(relevance(basis, requests)))
    end = time.process_time() + chosen.seconds
    evaluation = basis.evaluation(lambda _module: None, lambda: time.process_time() > end)
    try:
        evaluation.begin([Start(modules=(module,), name=name) if module else basis.whole])
    except Cancelled:
        print(f"not at its end after {chosen.seconds:g} s")
    print("\n".join(work(evaluation.engine)))
    if chosen.holding:
        print("\n".join(holding(evaluation.engine, chosen.holding)))


if __name__ == "__main__":
    main()
