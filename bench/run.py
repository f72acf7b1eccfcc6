"""``make bench``: time and memory of whole processes, beside ``iam-policy-autopilot`` on the same files.

Nothing is asserted: machines differ. The table gives ratios, which differ less; the least of several runs counts,
since whatever else a machine does only ever adds. The other tool gets its service reference from loopback
(``reference.py``), every file by name, and no cache, as after an edit in a fresh container.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench import synthetic  # noqa: E402

from policywright.analyzers import languages  # noqa: E402
from policywright.analyzers.discovery import discover  # noqa: E402

PEER = "iam-policy-autopilot"
FILE_BYTES = 10_000
TREE_LINES = 55_000
SIZES = (6_250, 25_000, 100_000)
LIMIT_SECONDS = 3_600
"""Whoever needs that long is not measured again."""
SPAWN = """
import os, sys, time
quiet = os.open(os.devnull, os.O_RDWR)
start = time.perf_counter()
files = [(os.POSIX_SPAWN_DUP2, quiet, number) for number in (0, 1, 2)]
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=files), 0)
print(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""In a process of its own: the kernel counts what the parent holds at the start as the child's peak."""


@dataclass(frozen=True)
class Cost:
    """The least that one command took."""

    seconds: float
    cpu: float
    """Of all threads: what others do on the machine changes it less."""
    mebibytes: float
    status: int


@dataclass(frozen=True)
class Case:
    """The same files, as each tool wants them named."""

    name: str
    target: Path
    files: tuple[Path, ...]


def measure(command: Sequence[str | Path], repeat: int, environment: Mapping[str, str] | None = None) -> Cost:
    """Runs a command to its end several times."""
    found: list[Cost] = []
    while len(found) < repeat and not (found and found[-1].seconds > LIMIT_SECONDS):
        result = subprocess.run(
            [sys.executable, "-I", "-S", "-c", SPAWN, *map(str, command)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, **(environment or {})},
        )
        seconds, cpu, peak, status = result.stdout.split()
        unit = 2**20 if sys.platform == "darwin" else 2**10
        found.append(Cost(float(seconds), float(cpu), float(peak) / unit, int(status)))
    return Cost(
        min(cost.seconds for cost in found),
        min(cost.cpu for cost in found),
        min(cost.mebibytes for cost in found),
        found[-1].status,
    )


def ours(target: Path, repeat: int) -> Cost:
    return measure(
        [sys.executable, "-m", "policywright.server.cli", "generate", target, "--format", "json"], repeat
    )


@contextmanager
def peer(directory: Path) -> Iterator[Mapping[str, str] | None]:
    """The environment that the other tool runs in; None where it is not installed."""
    if _peer_program() is None:
        yield None
        return
    from bench.reference import served

    with served(directory) as url:
        yield {
            "IAM_POLICY_AUTOPILOT_SERVICE_REFERENCE_URL": url,
            "DISABLE_IAM_POLICY_AUTOPILOT_TELEMETRY": "true",
        }


def _peer_program() -> str | None:
    beside = Path(sys.executable).with_name(PEER)
    return str(beside) if beside.exists() else shutil.which(PEER)


def cases(arguments: argparse.Namespace, scratch: Path) -> Iterator[Case]:
    """One file and one tree for every language asked for."""
    for language in arguments.languages:
        if language not in languages.folders():
            print(f"{language}: no front end", file=sys.stderr)
            continue
        tree: Path | None = arguments.tree
        if tree is None and language == "python":
            tree = scratch / "tree"
            synthetic.write_program(tree, TREE_LINES)
        elif tree is None:
            tree = ROOT / "tests" / "golden" / language
        files = _files(tree, language)
        if not files:
            print(f"{language}: no files under {tree}", file=sys.stderr)
            continue
        if arguments.tree is None and language == "python":
            single = scratch / "one" / "script.py"
            synthetic.write_script(single, FILE_BYTES)
        else:
            single = min(files, key=lambda path: (abs(path.stat().st_size - FILE_BYTES), path))
        size = f"{single.stat().st_size / 1000:.0f} kB"
        yield Case(f"{language}, one file of {size}", single, (single,))
        copied = _copy(files, tree, scratch / f"{language}-tree")
        size = f"{sum(path.stat().st_size for path in files) / 1e6:.1f} MB"
        yield Case(f"{language}, {len(files)} files of {size}", scratch / f"{language}-tree", copied)


def _files(tree: Path, language: str) -> tuple[Path, ...]:
    """The sources that our walk takes, so that both tools read the same ones."""
    found = discover([tree])
    return tuple(source.path for source, record in found.files if record.name == language)


def _copy(files: Sequence[Path], tree: Path, target: Path) -> tuple[Path, ...]:
    """The files alone: no other language, and nothing that our walk would leave out."""
    copied = []
    for path in files:
        place = target / path.relative_to(tree.resolve())
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        copied.append(place)
    return tuple(copied)


def compare(arguments: argparse.Namespace, scratch: Path) -> None:
    print(f"{'wall, CPU, peak memory':36} {'policywright':>28} {PEER:>28} {'wall':>7} {'CPU':>7}")
    reference = scratch / "reference"
    reference.mkdir()
    with peer(reference) as environment:
        if environment is None:
            print(f"({PEER} is not installed: pip install '.[bench]')", file=sys.stderr)
        for case in cases(arguments, scratch):
            quick = len(case.files) == 1
            mine = ours(case.target, arguments.repeat)
            theirs = None
            repeat = arguments.repeat if quick else arguments.peer_repeat
            if environment is not None and repeat:
                command: list[str | Path] = [
                    _peer_program() or PEER,
                    "generate-policies",
                    "--disable-cache",
                    *case.files,
                ]
                theirs = measure(command, repeat, environment)
            print(_row(case.name, mine, theirs), flush=True)


def _row(name: str, mine: Cost, theirs: Cost | None) -> str:
    text = f"{name:36} {_cost(mine):>28}"
    if theirs is not None:
        text += f" {_cost(theirs):>28} {theirs.seconds / mine.seconds:>6.1f}x {theirs.cpu / mine.cpu:>6.1f}x"
    return text


def _cost(cost: Cost) -> str:
    failed = f", exit {cost.status}" if cost.status else ""
    return f"{cost.seconds:.2f} s, {cost.cpu:.2f} s, {cost.mebibytes:.0f} MiB{failed}"


def growth(repeat: int, scratch: Path) -> None:
    """The cost of one program at 1, 4 and 16 times the size."""
    print(f"\n{'synthetic Python program':36} {'policywright':>28} {'CPU per 1,000 lines':>28} {'growth':>7}")
    first = 0.0
    for size in SIZES:
        directory = scratch / f"lines{size}"
        lines, files, _ = synthetic.write_program(directory, size)
        cost = ours(directory, repeat)
        each = cost.cpu / lines * 1000
        first = first or each
        label = f"{lines:,} lines in {files} files"
        print(f"{label:36} {_cost(cost):>28} {each * 1000:>25.0f} ms {each / first:>6.2f}x", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--tree", type=Path, metavar="DIR", help="sources to read (default: a synthetic program)"
    )
    parser.add_argument(
        "--languages",
        type=lambda text: text.split(","),
        default=["python"],
        metavar="L,...",
        help="python, typescript, go, java (default: python)",
    )
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="runs of each (default: 5)")
    parser.add_argument(
        "--peer-repeat",
        type=int,
        default=1,
        metavar="N",
        help="runs of the other tool on a tree, which takes it minutes (default: 1; 0: none)",
    )
    parser.add_argument("--no-growth", action="store_true", help="leave the 1x, 4x, 16x series out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="policywright-bench-") as name:
        scratch = Path(name).resolve()
        compare(arguments, scratch)
        if not arguments.no_growth:
            growth(min(arguments.repeat, 3), scratch)


if __name__ == "__main__":
    main()
