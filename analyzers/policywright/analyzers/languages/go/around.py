"""Where Go finds packages in the rest of a project (``surroundings``): in the directories of its modules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.languages.go.imports import directory_of, joined
from policywright.analyzers.program import Around
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program
    from policywright.analyzers.surroundings import Surroundings

_USE = regex(r"^\s*(?:use\s+)?\"?(\.{1,2}(?:/[^\s\"]*)?)\"?\s*$", re.MULTILINE)
"""A directory of a workspace (https://go.dev/ref/mod#go-work-file-use), in a block or by itself."""


def needed(around: Surroundings, program: Program, module: str) -> Iterator[str]:
    """The files of the packages that a file imports, and of its own."""
    source = program.files[module]
    yield from _files(around, (source.place or source.name).rpartition("/")[0])
    for path, _ in program.outline(module).imports:
        directory = directory_of(program, path, module)
        if directory is not None:
            yield from _files(around, directory)


def _files(around: Surroundings, directory: str) -> Iterator[str]:
    for name in sorted(around.files(directory)):
        if name.endswith(".go"):
            yield f"{directory}/{name}" if directory else name


def configuration(around: Surroundings, program: Program) -> Iterator[str]:
    """The modules of the workspaces that the paths are in."""
    directory = around.prefix
    while True:
        place = f"{directory}/go.work" if directory else "go.work"
        text = around.configuration(place) if around.has(place) else None
        for target in _USE.findall(text.decode("utf-8", "replace")) if text is not None else ():
            used = joined(directory, target)
            if used is not None:
                yield f"{used}/go.mod" if used else "go.mod"
        if not directory:
            return
        directory = directory.rpartition("/")[0]


AROUND = Around(needed=needed, configuration=configuration)
