"""The same files give the same bytes.

Whatever the hash seed, the order in which the files came to the disk, the place they lie in and the way they
are named.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCES = ("tests/golden", "examples")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """All golden cases and examples as one program, laid down twice in different orders."""
    files = sorted(
        path
        for source in SOURCES
        for path in (ROOT / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )
    made = []
    for seed in (1, 2):
        order = list(files)
        random.Random(seed).shuffle(order)
        place = tmp_path_factory.mktemp(f"place{seed}") / "program"
        for path in order:
            # Not under ``tests``: that would make test code of it.
            target = place / path.relative_to(ROOT).as_posix().removeprefix("tests/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        made.append(place)
    return made[0], made[1]


def output(paths: Sequence[str | Path], form: str, seed: str, cwd: Path) -> bytes:
    result = subprocess.run(
        [sys.executable, "-m", "policywright.server.cli", "generate", *map(str, paths), "--format", form],
        cwd=cwd,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        timeout=120,
        check=True,
    )
    return result.stdout


@pytest.mark.parametrize("form", ["json", "markdown", "terraform"])
def test_same_bytes(places: tuple[Path, Path], form: str) -> None:
    first, second = places
    one = output([first], form, "1", first)
    other = output(["."] if form == "json" else [second], form, "987654321", second)
    assert one == other
    assert len(one) > 10_000


def test_the_order_of_the_paths_does_not_matter(places: tuple[Path, Path]) -> None:
    first, _ = places
    parts = sorted(path for path in (first / "golden" / "python").iterdir())[:12]
    assert output(parts, "json", "1", first) == output([*reversed(parts), parts[3]], "json", "2", first)
