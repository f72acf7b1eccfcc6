"""``policywright`` with an analysis that the test controls: ``python -m tests.server.fake_analysis ARGS...``.

It puts a stand-in for ``policywright.analyzers.api`` in place and then runs the real command line. What the
analysis does depends on the name of the first path: ``slow`` reports progress until it is cancelled, ``quiet``
says nothing, ``stuck`` asks nobody for four seconds, ``meet`` waits for a second one to be under way, ``crash``
raises, ``full`` gives one of everything.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tests.server import samples

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.discovery import InputError
from policywright.analyzers.model import Cancelled, OutOfTime
from policywright.knowledge.store import StrPath

SLOW_SECONDS = 30.0
_meeting = threading.Barrier(2)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True)
class Options:
    """The real one's twin."""

    entries: tuple[str, ...] = ()
    region: str | None = None
    account: str | None = None
    partition: str | None = None
    include_optional: bool = False
    root: StrPath | None = None
    infrastructure: bool = True
    borrowed: tuple[StrPath, ...] = ()
    infra: tuple[StrPath, ...] = ()
    parallel: bool = False
    exclude: tuple[str, ...] = ()
    base: StrPath = ""
    keep_templates: bool | None = None
    kept: object = None


def analyse(
    paths: Sequence[StrPath],
    options: Options,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Analysis:
    print("a stray print must not reach the client")
    path = Path(paths[0])
    match path.name:
        case "slow":
            return _slow(path, progress, cancelled or (lambda: False))
        case "quiet":
            return _slow(path, None, cancelled or (lambda: False))
        case "stuck":
            time.sleep(4)
        case "meet":
            _meeting.wait(timeout=SLOW_SECONDS)
            return samples.one_policy()
        case "crash":
            raise ZeroDivisionError("secret detail")
        case "refused":
            raise InputError("refused: the analysis says no")
        case "empty":
            return Analysis()
        case "skipped":
            return Analysis(skipped=samples.full_analysis().skipped)
        case "interrupt":
            raise KeyboardInterrupt
    return samples.full_analysis()


def _slow(path: Path, progress: Progress | None, cancelled: Callable[[], bool]) -> Analysis:
    steps = int(SLOW_SECONDS / 0.05)
    for step in range(steps):
        if cancelled():
            (path / "cancelled").touch()
            raise Cancelled
        if progress:
            progress(step, steps, f"file{step}.py")
        time.sleep(0.05)
    return Analysis()


def main() -> int:
    api = ModuleType("policywright.analyzers.api")
    vars(api).update(analyse=analyse, Options=Options, InputError=InputError, OutOfTime=OutOfTime)
    sys.modules[api.__name__] = api
    from policywright.server.cli import main as real_main

    return real_main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
