"""What an image is built from: the files that ``.dockerignore`` lets through."""

from __future__ import annotations

import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def copy_context(to: Path) -> None:
    """Copies what Docker would get of the files that are in the repository."""
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        if not _is_left_out(name, lines):
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, to / name)


def _is_left_out(name: str, lines: list[str]) -> bool:
    """Docker's rule: the last pattern that matches a path, or a directory that it is in, decides."""
    above = [name, *(str(parent) for parent in Path(name).parents if str(parent) != ".")]
    left_out = False
    for line in lines:
        pattern = line.removeprefix("!").removeprefix("**/")
        if any(fnmatch(Path(path).name if "**/" in line else path, pattern) for path in above):
            left_out = not line.startswith("!")
    return left_out
