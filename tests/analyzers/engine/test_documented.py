"""The page about the engine says what is in the engine: its modules, and each number that bounds something."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
ANALYZERS = PROJECT / "analyzers" / "policywright" / "analyzers"
PAGE = (PROJECT / "docs" / "engine.md").read_text(encoding="utf-8")


def _numbers(module: Path) -> Iterator[tuple[str, int]]:
    for statement in ast.parse(module.read_text(encoding="utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=int(number))):
                if not isinstance(number, bool):
                    yield f"{module.stem}.{name}", number


def _documented() -> Iterator[tuple[str, int]]:
    """Of ``| `heap.MAX_SOURCES`, `MAX_COMPUTED` | 8, 16 | ...`` each name with its module and value."""
    (table,) = re.findall(r"^\| constant \| value \| reason \|\n\| --- .*\n((?:\|.*\n)+)", PAGE, re.M)
    for row in table.splitlines():
        _, names, values, reason, _ = row.split("|")
        assert reason.strip(), row
        room = ""
        numbers = [int(value.replace(",", "")) for value in values.strip().split(", ")]
        for name, number in zip(re.findall(r"`([^`]+)`", names), numbers, strict=True):
            room, _, last = name.rpartition(".") if "." in name else (room, "", name)
            yield f"{room}.{last}", number


def test_every_number_of_the_engine_is_documented_as_it_is() -> None:
    rows = list(_documented())
    documented = dict(rows)
    assert len(rows) == len(documented), "listed twice"
    rooms = (ANALYZERS / "engine", ANALYZERS / "sdk")
    here = {number for room in rooms for module in room.glob("*.py") for number in _numbers(module)}
    assert here - set(rows) == set(), "not on the page, or with another value"
    # A few are elsewhere.
    elsewhere = {number for module in PROJECT.glob("*/policywright/**/*.py") for number in _numbers(module)}
    assert set(rows) - here - elsewhere == set(), "on the page alone"


def test_every_module_of_the_engine_is_in_its_table() -> None:
    (table,) = re.findall(r"^\| module \| what is in it \|\n\| --- .*\n((?:\|.*\n)+)", PAGE, re.M)
    listed = re.findall(r"`(\w+\.py)`", table)
    assert sorted(listed) == sorted(
        module.name for module in (ANALYZERS / "engine").glob("*.py") if module.name != "__init__.py"
    )


def test_what_the_page_names_is_in_the_code() -> None:
    sources = "\n".join(
        path.read_text(encoding="utf-8") for path in (*ANALYZERS.rglob("*.py"), *PROJECT.glob("bench/*.py"))
    )
    known = "\n".join(
        path.read_text(encoding="utf-8") for path in (PROJECT / "knowledge" / "policywright").rglob("*.py")
    )
    for module, member in set(re.findall(r"`([a-z_]+)\.(\w+)`", PAGE)):
        rooms = [path.read_text(encoding="utf-8") for path in PROJECT.glob(f"*/policywright/**/{module}.py")]
        if rooms and member != "py":
            assert any(re.search(rf"\b{member}\b", text) for text in rooms), f"{module}.{member}"
    for owner, member in set(re.findall(r"`([A-Z]\w+)\.(\w+)`", PAGE)):
        assert re.search(rf"^class {owner}\b", sources + known, re.M), owner
        assert re.search(rf"\b{member}\b", sources + known), f"{owner}.{member}"


@pytest.mark.plain
def test_the_program_that_is_followed_goes_as_the_page_says(tmp_path: Path) -> None:
    program, looking = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    (tmp_path / "app.py").write_text(program, encoding="utf-8")
    seen = subprocess.run(
        [sys.executable, "-c", looking], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    steps = PAGE[PAGE.index("## A program, step by step") : PAGE.index("## Language hooks")]
    for site, line in re.findall(r"Site (\d+) is line (\d+)", steps):
        assert re.search(rf"^site {site}: instance \d+, line {line},", seen.stdout, re.M), (site, line)
    for number, function in re.findall(r"instance (\d+): `(\w+)`", steps):
        assert f"instance {number}: {function}," in seen.stdout
    (evaluations,) = re.findall(r"(\d+) evaluations, one of them a second one", steps)
    assert f"{evaluations} evaluations, 1 of them again" in seen.stdout
