"""``--synth``: CDK applications below the given paths are synthesised by the user's own ``cdk``.

That runs the application: it happens when it is asked for on the command line, and never otherwise.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from policywright.knowledge.store import StrPath
from policywright.server.errors import UserError

LONGEST = 900
"""Seconds that one application may take: assets may be built in containers."""
_NEVER = frozenset(("node_modules", "cdk.out", ".git", ".venv", "venv", "site-packages"))


def synthesise(paths: Iterable[StrPath]) -> list[Path]:
    """Runs ``cdk synth`` in each application's directory; the directories.

    Raises ``UserError``, with what ``cdk`` said last, where that fails.
    """
    found = list(dict.fromkeys(one for path in paths for one in applications(Path(path))))
    if not found:
        raise UserError("--synth: no cdk.json that names an app is below the given paths")
    for directory in found:
        _run(directory)
    return found


def applications(path: Path) -> Iterator[Path]:
    """The directories of CDK applications: with a ``cdk.json`` that says how the app is run."""
    if not path.is_dir():
        return
    for directory, names, files in os.walk(path):
        names[:] = sorted(name for name in names if name not in _NEVER)
        if "cdk.json" in files and _has_app(Path(directory) / "cdk.json"):
            yield Path(directory)


def _has_app(file: Path) -> bool:
    try:
        data = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(data, dict) and isinstance(data.get("app"), str)


def _run(directory: Path) -> None:
    command = _command(directory)
    if command is None:
        raise UserError(f"--synth: {directory}: cdk is not installed (npm install aws-cdk)")
    try:
        done = subprocess.run(
            (command, "synth", "--quiet"), cwd=directory, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UserError(f"--synth: {directory}: cdk synth took longer than {LONGEST} s") from error
    except OSError as error:
        raise UserError(f"--synth: {directory}: {command}: {error.strerror or error}") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UserError(f"--synth: {directory}: cdk synth failed: {said[-1] if said else done.returncode}")


def _command(directory: Path) -> str | None:
    """The application's own ``cdk``, of its directory or of one above, or the one on ``PATH``."""
    resolved = directory.resolve()
    for above in (resolved, *resolved.parents):
        own = shutil.which("cdk", path=str(above / "node_modules" / ".bin"))
        if own is not None:
            return own
    return shutil.which("cdk")
