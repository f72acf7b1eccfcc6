"""What is left out of a walk by name: patterns of ``.gitignore`` files, and those that a user gives.

A file that a repository tracks is in it, whatever its ``.gitignore`` names.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from policywright.analyzers.surroundings import place_below, within
from policywright.analyzers.tracked import is_tracked
from policywright.knowledge.store import StrPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from pathspec import GitIgnoreSpec

Ignores: TypeAlias = "tuple[tuple[str, GitIgnoreSpec, str], ...]"
"""Patterns, the directories that they are relative to, and the repository whose files they leave out unless
it has them (none for what a user leaves out); the last one that says something counts."""


class Above:
    """What the ``.gitignore`` files of a project say of a path in it."""

    def __init__(self, project: str) -> None:
        self.project = project
        self._read: dict[str, GitIgnoreSpec | None] = {}

    def of(self, path: str) -> Ignores:
        """Those of the directories that it is in, the nearest last."""
        found: list[tuple[str, GitIgnoreSpec, str]] = []
        current = os.path.dirname(path)
        while within(current, self.project):
            if current not in self._read:
                own = os.path.join(current, ".gitignore")
                regular = os.path.isfile(own) and not os.path.islink(own)
                self._read[current] = spec_of(own) if regular else None
            spec = self._read[current]
            found.extend([(current, spec, self.project)] if spec is not None else [])
            current = os.path.dirname(current)
        return tuple(reversed(found))


def ignored_below(names: Sequence[str], root: StrPath, project: StrPath) -> list[str]:
    """Which files below a directory ``.gitignore`` files of their project leave out."""
    above = Above(os.path.realpath(project))
    paths = {name: os.path.join(os.path.realpath(root), name) for name in names}
    return [name for name, path in paths.items() if ignored(path, above.of(path))]


def ignored(path: str, ignores: Ignores) -> bool:
    """Whether a file is left out, by itself or with a directory that it is in."""
    parts = path.split(os.sep)
    above = (os.sep.join(parts[:end]) for end in range(2, len(parts)))
    return names_it(path, ignores, directory=False) or any(
        names_it(directory, ignores, directory=True) for directory in above
    )


def names_it(path: str, ignores: Ignores, *, directory: bool) -> bool:
    """Whether the patterns leave out a path by itself."""
    for base, spec, repository in reversed(ignores):
        if not within(path, base) or path == base:
            continue
        relative = place_below(path, base) + ("/" if directory else "")
        outcome = spec.check_file(relative).include
        if outcome and repository and is_tracked(repository, place_below(path, repository), directory):
            continue
        if outcome is not None:
            return outcome
    return False


def spec_of(path: str) -> GitIgnoreSpec | None:
    """The patterns of a file; None where there are none that can be read."""
    from pathspec import GitIgnoreSpec

    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return GitIgnoreSpec.from_lines(file.read().splitlines())
    except (OSError, ValueError):
        return None
