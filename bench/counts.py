"""What the engine counts on programs of all languages, beside the record of it: a regression shows without a clock.

``python -m bench.counts`` says what has changed since ``counts.json`` was written, ``--write`` writes it anew (and
belongs into the commit that changed it, with the reason). Counted are the golden cases and examples as they are, and
synthetic programs (``entered/`` from their entry point, ``deployed/`` once for each function of their templates): nodes (places that hold something, and what is evaluated for them), updates (evaluations), instances
(functions in contexts) and edges (who reads what, what flows where). They are the same on every machine.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import partial
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench import deployed, entries, handed, synthetic  # noqa: E402
from tests.invariants.programs import LANGUAGES, make  # noqa: E402

from policywright.analyzers.discovery import discover  # noqa: E402
from policywright.analyzers.engine.roots import Start  # noqa: E402
from policywright.analyzers.engine.solver import Cell, Engine  # noqa: E402
from policywright.analyzers.findings import Run  # noqa: E402
from policywright.knowledge.operations import Operations  # noqa: E402
from policywright.knowledge.store import shared_store  # noqa: E402

RECORD = Path(__file__).with_name("counts.json")
ENTERED = "entered"
DEPLOYED = "deployed"
LINES = (6_250, 25_000)
AREAS = 40
"""Of the programs whose objects go through libraries."""
PARTS = 60
"""Of the programs that the invariants are tested with."""
MORE = 1.02
"""Growth that is shown, and that fails in ``make test``: what a change of the rules moves by the way is less."""


@dataclass(frozen=True)
class Counts:
    """The size of an analysis and the work that it was, over all parts of a program."""

    nodes: int = 0
    updates: int = 0
    instances: int = 0
    edges: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, one.name):,} {one.name}" for one in fields(self))

    def grown(self, before: Counts) -> list[str]:
        """What has become more than that, and by how much."""
        pairs = [(one.name, getattr(before, one.name), getattr(self, one.name)) for one in fields(self)]
        return [f"{new:,} {name} after {old:,}" for name, old, new in pairs if new > old * MORE]


def count(path: Path) -> Counts:
    """What the evaluation of all of a program counts, or of what each of its entry points reaches."""
    found = discover([path])
    run = Run(found, Operations(shared_store()), {}, None, None)
    if path.parent.name == DEPLOYED:
        groups = entries.groups_of(path, found)
        starts = (_started(run, entry) for group in groups for entry in group)
        return sum((_evaluated(run, *one) for one in starts), Counts())
    parts = range(len(run.parts))
    return sum((_evaluated(run, number, _starts(run, number, path)) for number in parts), Counts())


def _evaluated(run: Run, number: int, starts: Sequence[Start]) -> Counts:
    basis = run.basis(number)
    evaluation = basis.evaluation(lambda _module: None)
    evaluation.begin(starts or [basis.whole])
    instances, edges = len(evaluation.engine.instances.by_id), _edges(evaluation.engine)
    outcome = evaluation.outcome()
    return Counts(outcome.nodes, outcome.steps, instances, edges)


def _started(run: Run, entry: str) -> tuple[int, list[Start]]:
    """The part that a function's entry point is in, and what it starts."""
    place = run.place(entry)
    assert place is not None, entry
    number = next(number for number, part in enumerate(run.parts) if place[0] in part)
    return number, [Start(modules=(place[0],), name=place[1])]


def _starts(run: Run, number: int, path: Path) -> list[Start]:
    """The entry point that a program has, if it is in a part of it."""
    entry = handed.ENTRY.get(path.name) if path.parent.name == ENTERED else None
    place = run.place(entry) if entry is not None else None
    if place is None or place[0] not in run.parts[number]:
        return []
    return [Start(modules=(place[0],), name=place[1])]


def _edges(engine: Engine) -> int:
    cells: dict[int, Cell] = {id(cell): cell for cell in engine.cells.values()}
    for site in engine.sites:
        cells.update((id(cell), cell) for cell in chain(site.defs.values(), site.env.values()))
    return sum(len(cell.readers) + len(cell.followers or ()) for cell in cells.values())


# --- programs ---


def programs(scratch: Path) -> Iterator[tuple[str, Callable[[], Path]]]:
    """Names of programs, and where they are; synthetic ones are written when somebody asks."""
    for lines in LINES:
        yield f"synthetic/python/{lines}", lambda lines=lines: _lines(scratch / f"lines{lines}", lines)
    for language in LANGUAGES:
        yield f"synthetic/{language}", lambda language=language: _application(scratch / language, language)
        place = scratch / ENTERED / language
        yield f"{ENTERED}/{language}", partial(handed.write, place, language, AREAS)
    for project in deployed.PROJECTS:
        place = scratch / DEPLOYED / project
        yield f"{DEPLOYED}/{project}", partial(deployed.write, place, project)
    for case in sorted(ROOT.glob("tests/golden/*/*/expect.json")):
        yield f"golden/{case.parent.parent.name}/{case.parent.name}", lambda path=case.parent: path
    for example in sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir()):
        yield f"examples/{example.name}", lambda path=example: path


def _lines(directory: Path, lines: int) -> Path:
    synthetic.write_program(directory, lines)
    return directory


def _application(directory: Path, language: str) -> Path:
    for name, text in make(language, "application", PARTS, 1).link().files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return directory


# --- the record ---


def recorded() -> dict[str, Counts]:
    """The counts on record, by program."""
    record: dict[str, list[int]] = json.loads(RECORD.read_text("utf-8"))["programs"]
    return {name: Counts(*counts) for name, counts in record.items()}


def write(found: Mapping[str, Counts]) -> None:
    """Puts counts on record: a line for each program, so that a diff shows which have changed."""
    columns = json.dumps([one.name for one in fields(Counts)])
    lines = (f"{json.dumps(name)}: {json.dumps([*asdict(one).values()])}" for name, one in found.items())
    programs = ",\n    ".join(lines)
    RECORD.write_text(f'{{\n  "columns": {columns},\n  "programs": {{\n    {programs}\n  }}\n}}\n', "utf-8")


def drift(found: Mapping[str, Counts], before: Mapping[str, Counts]) -> Iterator[str]:
    """What has changed since the record, for people; the sums first."""
    both = [name for name in found if name in before]
    old, new = (sum((each[name] for name in both), Counts()) for each in (before, found))
    for one in fields(Counts):
        first, now = getattr(old, one.name), getattr(new, one.name)
        yield f"{one.name:10} {first:>12,} -> {now:>12,}  {now / first - 1:+.1%}"
    for name in both:
        if found[name].grown(before[name]) or before[name].grown(found[name]):
            yield f"{name}: {before[name]} -> {found[name]}"
    for name in sorted({*found} ^ {*before}):
        yield f"{name}: {'new' if name in found else 'gone'}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the record anew")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="policywright-counts-") as name:
        found = {program: count(place()) for program, place in programs(Path(name).resolve())}
    if RECORD.exists():
        print("\n".join(drift(found, recorded())))
    if arguments.write:
        write(found)


if __name__ == "__main__":
    main()
