"""Where imports of JavaScript and TypeScript lead in the rest of a project (``surroundings``).

They resolve as they do inside of what was asked about: relative paths, ``paths`` of the nearest tsconfig, and
packages of the workspaces that a directory above belongs to (npm and Yarn: ``workspaces`` of package.json;
https://pnpm.io/pnpm-workspace_yaml; Lerna's ``packages``).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.languages.typescript.projects import Projects, parse
from policywright.analyzers.languages.typescript.specifiers import beside, find
from policywright.analyzers.program import Around
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers.program import Program
    from policywright.analyzers.surroundings import Surroundings

MAX_MEMBERS = 2_000
"""Directories of a workspace whose manifests are read."""
MAX_DEPTH = 4
"""Directories that ``**`` stands for."""
_LISTED = regex(r"""^\s*-\s*['"]?([^'"#\n]+?)['"]?\s*(?:#.*)?$""", re.MULTILINE)


def needed(around: Surroundings, program: Program, module: str) -> Iterator[str]:
    """The files that a module imports."""
    for name, level in program.outline(module).imports:
        found = (
            find(around.has, beside(module, name))
            if level
            else _projects(around, program).resolve(module, name)
        )
        if found is not None:
            yield found


def _projects(around: Surroundings, program: Program) -> Projects:
    known: Projects | None = program.notes.get("projects around")
    if known is None:
        known = program.notes["projects around"] = Projects(program.auxiliary, around.has)
    return known


def configuration(around: Surroundings, program: Program) -> Iterator[str]:
    """The manifests and configurations of the workspaces' members, as the directories above list them."""
    directory = around.prefix
    while True:
        for member in _members(around, directory):
            for name in sorted(around.files(member)):
                if name == "package.json" or (name.startswith("tsconfig") and name.endswith(".json")):
                    yield f"{member}/{name}"
        if not directory:
            return
        directory = posixpath.dirname(directory)


def _members(around: Surroundings, directory: str) -> list[str]:
    found: dict[str, None] = {}
    for pattern in _patterns(around, directory):
        for member in _matching(around, directory, pattern.strip("./").split("/"), 0):
            if len(found) < MAX_MEMBERS:
                found[member] = None
    return list(found)


def _patterns(around: Surroundings, directory: str) -> Iterator[str]:
    for name, key in (("package.json", "workspaces"), ("lerna.json", "packages")):
        content = parse(_text(around, directory, name)) or {}
        listed: Any = content.get(key)
        if isinstance(listed, dict):
            listed = listed.get("packages")
        yield from (one for one in listed if isinstance(one, str)) if isinstance(listed, list) else ()
    yield from _LISTED.findall(_text(around, directory, "pnpm-workspace.yaml").decode("utf-8", "replace"))


def _text(around: Surroundings, directory: str, name: str) -> bytes:
    return around.configuration(f"{directory}/{name}" if directory else name) or b""


def _matching(around: Surroundings, directory: str, steps: list[str], depth: int) -> Iterator[str]:
    if not steps:
        yield directory
        return
    step, rest = steps[0], steps[1:]
    if step == "**":
        yield from _matching(around, directory, rest, depth)
        for below in around.directories(directory) if depth < MAX_DEPTH else ():
            yield from _matching(around, below, steps, depth + 1)
    elif "*" in step:
        wanted = re.compile(".*".join(map(re.escape, step.split("*"))))
        for below in around.directories(directory):
            if wanted.fullmatch(posixpath.basename(below)):
                yield from _matching(around, below, rest, depth)
    else:
        below = f"{directory}/{step}" if directory else step
        if around.is_directory(below):
            yield from _matching(around, below, rest, depth)


AROUND = Around(needed=needed, configuration=configuration)
