"""The one place where these tests touch the engine: run it in any order, see what it counted.

What the engine offers:

- ``policywright.analyzers.engine.shuffle(seed)``: from now on every solver takes its work (worklist, roots,
  modules, whatever has no order of its own) in an order that the seed decides; ``None`` restores the usual one.
- ``CodeFindings.counters``: ``nodes`` (places of values and what is evaluated for them) and ``updates``
  (evaluations), summed over all parts of the program.
- ``cancelled`` is asked often enough for a deadline.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import assemble
from policywright.analyzers.discovery import discover
from policywright.analyzers.engine import shuffle
from policywright.analyzers.findings import analyse_code
from policywright.analyzers.grants import grants_for
from policywright.analyzers.model import Cancelled, CodeFindings, Counters
from policywright.analyzers.unresolved import by_cause
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.store import shared_store

SECONDS = 20.0
"""Of a processor: after that an analysis of a program of these tests counts as one that does not end, however
busy the machine is."""


class Unfinished(AssertionError):
    """An analysis that was stopped."""


@dataclass(frozen=True)
class Run:
    """What one analysis said."""

    code: CodeFindings
    analysis: Analysis
    counters: Counters


def analyse_shuffled(
    files: Path | Mapping[str, str], seed: int | None = None, *, entries: Sequence[str] = (),
    seconds: float = SECONDS,
) -> Run:  # fmt: skip
    """Analyses a directory, or files by name, in an order that the seed decides; None is the usual order."""
    if isinstance(files, Mapping):
        with tempfile.TemporaryDirectory() as made:
            write(files, Path(made))
            return analyse_shuffled(Path(made), seed, entries=entries, seconds=seconds)
    found = discover([files])
    if seed is not None:
        for order in (found.files, found.auxiliary, found.data):
            random.Random(f"files/{seed}").shuffle(order)
    deadline = time.process_time() + seconds
    authorizer = Authorizer(shared_store())
    try:
        with _shuffled(seed):
            code = analyse_code(
                found, authorizer, entries=entries, cancelled=lambda: time.process_time() > deadline
            )
    except Cancelled:
        raise Unfinished(f"not finished after {seconds} seconds of processor") from None
    grants = grants_for(code.calls, authorizer)
    policies, notes = assemble(grants.needed)
    analysis = Analysis(
        policies=policies,
        may_need=tuple(grants.optional),
        not_granted=tuple(dict.fromkeys(grants.not_granted)),
        unresolved=by_cause((*code.unresolved, *grants.unresolved)),
        files_analysed=code.files_analysed,
        skipped=tuple(sorted(code.skipped, key=lambda item: (item.file, item.code.value, item.detail))),
        notes=notes,
    )
    return Run(code, analysis, code.counters)


@contextmanager
def _shuffled(seed: int | None) -> Iterator[None]:
    shuffle(seed)
    try:
        yield
    finally:
        shuffle(None)


def write(files: Mapping[str, str], directory: Path) -> None:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
