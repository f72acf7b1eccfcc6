"""``make bench``: time and memory of whole processes, beside ``iam-policy-autopilot`` on the same files.

Measured is the program as it is installed where this runs (``make bench``: a wheel compiled to C), and with
``--plain`` another one, the same in plain Python. Nothing is asserted: machines differ. The table gives ratios,
which differ less; the least of several runs counts, since whatever else a machine does only ever adds. The other tool gets its service reference from loopback
(``reference.py``), every file by name, and no cache, as after an edit in a fresh container.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("policywright")
UNUSUAL = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "POLICYWRIGHT_ONE_PROCESS")
"""What a user's shell doesn't have, and would be measured."""
ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from bench import synthetic  # noqa: E402

from policywright.analyzers import languages  # noqa: E402
from policywright.analyzers.discovery import discover  # noqa: E402

PEER = "iam-policy-autopilot"
SAMPLES = {"python": "python", "typescript": "javascriptv3", "go": "gov2", "java": "javav2"}
"""The folders of awsdocs/aws-doc-sdk-examples, by front end."""
FILE_BYTES = 10_000
TREE_LINES = 55_000
SIZES = (6_250, 25_000, 100_000)
LIMIT_SECONDS = 480
"""Whoever needs that long is stopped (``--limit``), and the ratio is what it has reached by then."""
SPAWN = """
import os, signal, sys, time
quiet = os.open(os.devnull, os.O_RDWR)
start = time.perf_counter()
files = [(os.POSIX_SPAWN_DUP2, quiet, number) for number in (0, 1, 2)]
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=files)
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
signal.alarm(int(sys.argv[1]))
_, status, usage = os.wait4(child, 0)
print(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""In a process of its own: the kernel counts what the parent holds at the start as the child's peak."""
DIALECTS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "typescript": {
        "TypeScript": frozenset({".ts"}),
        "JavaScript": frozenset({".js"}),
    }
}
"""Front ends that read more than one language: a single file of each is measured (of an ending that both read)."""
PEER_SUFFIXES = (".py", ".ts", ".js", ".go", ".java")
"""What the other tool reads."""


@dataclass(frozen=True)
class Cost:
    """The least that one command took."""

    seconds: float
    cpu: float
    """Of all threads: what others do on the machine changes it less."""
    mebibytes: float
    status: int

    @property
    def stopped(self) -> bool:
        """It was still running at the limit."""
        return self.status == -signal.SIGKILL


@dataclass(frozen=True)
class Case:
    """The same files, as each tool wants them named."""

    name: str
    target: Path
    files: tuple[Path, ...]

    @property
    def peer_files(self) -> tuple[Path, ...]:
        """What the other tool takes: endings that it knows, and one language at a time (the main one)."""
        counts = {suffix: sum(path.suffix == suffix for path in self.files) for suffix in PEER_SUFFIXES}
        main = max(PEER_SUFFIXES, key=lambda suffix: counts[suffix])
        return tuple(path for path in self.files if path.suffix == main)


def measure(
    command: Sequence[str | Path],
    repeat: int,
    environment: Mapping[str, str] | None = None,
    limit: int = LIMIT_SECONDS,
) -> Cost:
    """Runs a command several times, to its end or the limit."""
    usual = {name: value for name, value in os.environ.items() if name not in UNUSUAL}
    found: list[Cost] = []
    while len(found) < repeat and not (found and found[-1].stopped):
        result = subprocess.run(
            [sys.executable, "-I", "-S", "-c", SPAWN, str(limit), *map(str, command)],
            capture_output=True,
            text=True,
            check=True,
            env={**usual, **(environment or {})},
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


def ours(target: Path, repeat: int, program: Path = PROGRAM) -> Cost:
    return measure([program, "generate", target, "--format", "json"], repeat)


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
    """One file (of each dialect) and one tree for every language asked for."""
    trees = dict(arguments.tree)
    for language in arguments.languages or trees or ["python"]:
        if language not in languages.folders():
            print(f"{language}: no front end", file=sys.stderr)
            continue
        tree, singles = _inputs(language, trees.get(language), scratch)
        files = _files(tree, language)
        if not files:
            print(f"{language}: no files under {tree}", file=sys.stderr)
            continue
        for name, single in singles or _singles(language, files):
            size = f"{single.stat().st_size / 1000:.0f} kB"
            yield Case(f"{name}, one file of {size}", single, (single,))
        if arguments.no_trees:
            continue
        copied = _copy(files, tree, scratch / f"{language}-tree")
        size = f"{sum(path.stat().st_size for path in files) / 1e6:.1f} MB"
        yield Case(f"{language}, {len(files)} files of {size}", scratch / f"{language}-tree", copied)


def _inputs(language: str, tree: Path | None, scratch: Path) -> tuple[Path, list[tuple[str, Path]]]:
    """The tree to read, and the single files where those are not chosen from it."""
    if tree is not None:
        return tree, []
    if language != "python":
        return ROOT / "tests" / "golden" / language, []
    synthetic.write_program(scratch / "tree", TREE_LINES)
    synthetic.write_script(scratch / "one" / "script.py", FILE_BYTES)
    return scratch / "tree", [(language, scratch / "one" / "script.py")]


def _files(tree: Path, language: str) -> tuple[Path, ...]:
    """The sources that our walk takes, so that both tools read the same ones."""
    found = discover([tree])
    return tuple(Path(source.path) for source, record in found.files if record.name == language)


def _singles(language: str, files: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Of every dialect the file that is nearest to the size wanted, and deals with AWS."""
    record = languages.load(language)
    for name, suffixes in DIALECTS.get(language, {language: record.extensions}).items():
        fitting = [path for path in files if path.suffix in suffixes]
        for path in sorted(fitting, key=lambda path: (abs(path.stat().st_size - FILE_BYTES), path)):
            text = path.read_bytes()
            if any(name in text for name in languages.load(language).gate.sdk):
                yield name, path
                break


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
    also = f"{'in plain Python':>28} " if arguments.plain else ""
    print(f"{'wall, CPU, peak memory':36} {'policywright':>28} {also}{PEER:>28} {'wall':>7} {'CPU':>7}")
    reference = scratch / "reference"
    reference.mkdir()
    with peer(reference) as environment:
        if environment is None:
            print(f"({PEER} is not installed: pip install '.[bench]')", file=sys.stderr)
        for case in cases(arguments, scratch):
            quick = len(case.files) == 1
            mine = ours(case.target, arguments.repeat)
            plain = ours(case.target, arguments.repeat, arguments.plain) if arguments.plain else None
            theirs = None
            repeat = arguments.repeat if quick else arguments.peer_repeat
            if environment is not None and repeat:
                command: list[str | Path] = [_peer_program() or PEER, "generate-policies", "--disable-cache"]
                command += case.peer_files
                theirs = measure(command, repeat, environment, arguments.limit)
            print(_row(case.name, mine, plain, theirs), flush=True)


def _row(name: str, mine: Cost, plain: Cost | None, theirs: Cost | None) -> str:
    text = f"{name:36} {_cost(mine):>28}"
    if plain is not None:
        text += f" {_cost(plain):>28}"
    if theirs is not None:
        more = ">" if theirs.stopped else " "
        text += f" {_cost(theirs):>28} {more}{theirs.seconds / mine.seconds:>5.1f}x {more}{theirs.cpu / mine.cpu:>5.1f}x"
    return text


def _cost(cost: Cost) -> str:
    if cost.stopped:
        return f"> {cost.seconds / 60:.0f} min"
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
        "--tree",
        type=_tree,
        action="append",
        default=[],
        metavar="[LANGUAGE=]DIR",
        help="sources to read, once for each language (default: a synthetic program in Python)",
    )
    parser.add_argument(
        "--samples",
        type=Path,
        metavar="DIR",
        help="a checkout of awsdocs/aws-doc-sdk-examples: its folder of each language as --tree",
    )
    parser.add_argument(
        "--languages",
        type=lambda text: text.split(","),
        default=[],
        metavar="L,...",
        help="python, typescript, go, java (default: those of --tree, or python)",
    )
    parser.add_argument(
        "--plain", type=Path, metavar="PROGRAM", help="another installation to measure on the same files"
    )
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="runs of each (default: 5)")
    parser.add_argument(
        "--peer-repeat",
        type=int,
        default=1,
        metavar="N",
        help="runs of the other tool on a tree, which takes it minutes (default: 1; 0: none)",
    )
    parser.add_argument(
        "--limit",
        type=int,
        default=LIMIT_SECONDS,
        metavar="SECONDS",
        help=f"stop the other tool after so long (default: {LIMIT_SECONDS})",
    )
    parser.add_argument("--no-trees", action="store_true", help="measure single files alone")
    parser.add_argument("--no-growth", action="store_true", help="leave the 1x, 4x, 16x series out")
    arguments = parser.parse_args()
    if arguments.samples:
        arguments.tree += [
            (language, arguments.samples / folder)
            for language, folder in SAMPLES.items()
            if language in (arguments.languages or SAMPLES)
        ]
    for package in ("server", "analyzers", "knowledge"):
        # As pip leaves an installed package, whatever PYTHONDONTWRITEBYTECODE says here.
        compileall.compile_dir(ROOT / package, quiet=1)
    with tempfile.TemporaryDirectory(prefix="policywright-bench-") as name:
        scratch = Path(name).resolve()
        compare(arguments, scratch)
        if not arguments.no_growth:
            growth(min(arguments.repeat, 3), scratch)


def _tree(text: str) -> tuple[str, Path]:
    language, found, directory = text.partition("=")
    return (language, Path(directory)) if found else ("python", Path(text))


if __name__ == "__main__":
    main()
