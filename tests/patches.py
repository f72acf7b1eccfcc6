"""Patches put to the proof: ``git apply`` and ``patch -p1`` make of the files what the patch was made from."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

TOOLS = (("git", "apply", "--whitespace=nowarn"), ("patch", "-p1", "--silent", "--no-backup-if-mismatch"))


def assert_applies(diff: str, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Both tools turn the files into what they should be, and touch no others."""
    data = diff.encode("utf-8", "surrogateescape")
    for tool in TOOLS:
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory)
            for name, text in before.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_bytes(_bytes(text))
            # Nothing above is a repository to git, and no configuration of anybody's counts.
            environment = {
                **os.environ,
                "GIT_CEILING_DIRECTORIES": directory,
                "GIT_CONFIG_GLOBAL": os.devnull,
            }
            done = subprocess.run(
                tool, input=data, cwd=root, env=environment, capture_output=True, check=False, timeout=60
            )
            assert done.returncode == 0, (tool[0], done.stderr, done.stdout, diff)
            found = {
                str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
            }
            assert found == {name: _bytes(text) for name, text in after.items()}, tool[0]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
