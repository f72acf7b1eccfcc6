"""A project of Terraform files written into a directory, and the stacks that are read from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.terraform import read

Project = Callable[[dict[str, str]], tuple[Stack, ...]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Writes files (name to text, indentation taken off) and reads them."""

    def make(files: dict[str, str]) -> tuple[Stack, ...]:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        return read(ProjectFiles.below(tmp_path))

    return make


@pytest.fixture
def stack(project: Project) -> Callable[..., Stack]:
    """The one stack of a project; ``main`` is its ``main.tf``."""

    def make(main: str, files: dict[str, str] | None = None) -> Stack:
        (found,) = project({"main.tf": main, **(files or {})})
        return found

    return make
