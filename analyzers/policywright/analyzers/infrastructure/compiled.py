"""Programs of the project that a build compiles: Go's, and what shows those of other languages."""

from __future__ import annotations

import posixpath
import re

from policywright.analyzers.infrastructure.project import ProjectFiles

MARKS = {"Cargo.toml": "Rust", "Gemfile": "Ruby", "Package.swift": "Swift", "CMakeLists.txt": "C++"}
"""Files that tell the language of a custom runtime."""
_MAIN = re.compile(r"^package main\b", re.MULTILINE)


def go_mains(files: ProjectFiles, directory: str) -> list[str]:
    """The files below a directory that have the ``main`` of a Go program."""
    found: list[str] = []
    for name in files.inside(directory):
        if name.endswith(".go") and not name.endswith("_test.go") and "/vendor/" not in f"/{name}":
            text = files.text(name) or ""
            if _MAIN.search(text) and re.search(r"^func main\(\)", text, re.MULTILINE):
                found.append(name)
    return found


def go_programs(files: ProjectFiles, directory: str) -> list[str]:
    """The directories with a Go program below one."""
    return list(dict.fromkeys(posixpath.dirname(name) for name in go_mains(files, directory)))
