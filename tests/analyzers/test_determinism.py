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
from tests.shares import drawn

ROOT = Path(__file__).parent.parent.parent
SOURCES = ("tests/golden", "examples")


@pytest.fixture(
    scope="module",
    params=[pytest.param(36, id="quick"), pytest.param(1, id="long", marks=pytest.mark.long)],
)
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One golden case in so many, and the examples, as one program, laid down twice in different orders."""
    projects = sorted((ROOT / "tests/golden").glob("*/*"))
    others = {project for project in projects if not drawn("same bytes", project, request.param)}
    files = sorted(
        path
        for source in SOURCES
        for path in (ROOT / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and others.isdisjoint(path.parents)
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


def output(paths: Sequence[str | Path], seed: str, cwd: Path, *forms: str) -> bytes:
    """What the paths come to, in several forms; each is made from one analysis."""
    result = subprocess.run(
        [sys.executable, "-c", MAKE, " ".join(forms), *map(str, paths)],
        cwd=cwd,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        timeout=600,
        check=True,
    )
    return result.stdout


MAKE = """if True:
    import sys
    from pathlib import Path
    from policywright.server.generation import generate, render_settings
    from policywright.server.rendering import renderer
    from policywright.server.request import Request
    _, forms, *paths = sys.argv
    request = Request(paths=tuple(map(Path, paths)), base=Path.cwd(), parallel=True)
    analysis = generate(request)
    for form in forms.split():
        print(renderer(form)(analysis, render_settings(request, explain=False)))
"""


def test_same_bytes(places: tuple[Path, Path]) -> None:
    first, second = places
    one = output(["."], "1", first, "json", "markdown", "terraform")
    assert one == output([second], "987654321", second, "json", "markdown", "terraform")
    assert len(one) > 30_000


def test_the_order_of_the_paths_does_not_matter(places: tuple[Path, Path]) -> None:
    first, _ = places
    parts = sorted(path for path in (first / "golden" / "python").iterdir())[:12]
    assert output(parts, "1", first, "json") == output([*reversed(parts), parts[3]], "2", first, "json")
