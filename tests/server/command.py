"""The command line in the process of the tests, for what it says and does; ``test_cli`` is about its process."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

from policywright.server import console
from policywright.server.cli import main


def _without_terminal(name: str, *arguments: Any, **more: Any) -> Any:
    """Whoever runs the tests is not asked."""
    if name == "/dev/tty":
        raise OSError("no terminal")
    return open(name, *arguments, **more)


def run(
    *arguments: str, cwd: Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """One command: standard output and error are pipes, as far as it can tell."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    thresholds = gc.get_threshold()
    try:
        with (
            chdir(cwd),
            patch.dict(os.environ, environment),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8")),
            patch.object(console, "open", _without_terminal, create=True),
            redirect_stdout(streams[0]),
            redirect_stderr(streams[1]),
        ):
            try:
                status = main(arguments)
            except SystemExit as end:
                status = int(end.code or 0)
    finally:
        gc.set_threshold(*thresholds)
    output, errors = (stream.buffer.getvalue().decode() for stream in streams)  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(arguments, status, output, errors)
