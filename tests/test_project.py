"""What holds for the project as a whole: layout, packaging, no traces of the machine it was made on."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policywright.server import __version__

PROJECT = Path(__file__).parent.parent
PACKAGES = ("server", "analyzers", "knowledge")
PYPROJECT: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def _modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((PROJECT / package).rglob("*.py"))


def test_one_namespace_package() -> None:
    for package in PACKAGES:
        assert not (PROJECT / package / "policywright" / "__init__.py").exists()
        assert (PROJECT / package / "policywright" / package / "__init__.py").exists()
        assert (PROJECT / package / "policywright" / package / "py.typed").exists()


def test_every_module_says_what_it_is_for() -> None:
    for path in _modules():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_only_the_server_prints() -> None:
    for path in _modules():
        if "generator" in path.parts or path.is_relative_to(PROJECT / "server"):
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "print" in text else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", f"{path}:{node.lineno}"


def test_changelog_has_the_version() -> None:
    assert f"## {__version__}" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_runtime_dependencies_have_upper_bounds() -> None:
    for requirement in PYPROJECT["project"]["dependencies"]:
        assert re.search(r">=[\d.]+,<[\d.]+", requirement) or requirement.startswith("mcp>=2,<3"), requirement


def test_build_and_development_build_the_same_knowledge() -> None:
    pinned = {line for line in PYPROJECT["build-system"]["requires"] if "==" in line}
    assert pinned
    assert pinned <= set(PYPROJECT["project"]["optional-dependencies"]["dev"])


def test_the_source_distribution_has_all_that_is_committed() -> None:
    """Whoever packages it runs the tests, which read the workflows and manifests."""
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("no checkout")
    committed = {f"/{line.partition('/')[0].strip(chr(34))}" for line in listed.stdout.splitlines()}
    included = PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    # What hatchling always has.
    assert committed - {"/.gitignore", "/pyproject.toml"} == set(included)


def test_licence_is_the_standard_text() -> None:
    text = (PROJECT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "APPENDIX: How to apply the Apache License to your work." in text


def test_lock_file_names_only_the_public_index() -> None:
    lock = tomllib.loads((PROJECT / "uv.lock").read_text(encoding="utf-8"))
    sources = {package["source"].get("registry") for package in lock["package"]}
    assert sources <= {None, "https://pypi.org/simple"}


def test_make_help_lists_every_target_that_people_call() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    described = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert set(phony[1].split()) == described


@pytest.mark.parametrize("path", [".ci/run"])
def test_scripts_are_executable_and_valid(path: str) -> None:
    assert (PROJECT / path).stat().st_mode & 0o111
    subprocess.run(["bash", "-n", path], cwd=PROJECT, check=True, timeout=10)


def test_compiling_and_checking_use_the_same_packages() -> None:
    found = re.search(
        r"^COMPILERS = (\[.*?\])$", (PROJECT / "hatch_build.py").read_text("utf-8"), re.MULTILINE
    )
    assert found
    compilers = set(ast.literal_eval(found[1]))
    project = PYPROJECT["project"]
    assert {one for one in compilers if one.startswith("mypy==")} <= set(
        project["optional-dependencies"]["dev"]
    )
    assert {one for one in compilers if one.startswith("tree-sitter")} <= set(project["dependencies"])
    assert len(compilers) == 3
