"""Where Go finds packages in the rest of a project (``surroundings``): in the directories of its modules."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.languages.go.imports import USE, directories_of, joined
from policywright.analyzers.program import Around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program
    from policywright.analyzers.surroundings import Surroundings


def needed(around: Surroundings, program: Program, module: str) -> Iterator[str]:
    """The files of the packages that a file imports, and of its own."""
    source = program.files[module]
    yield from _files(around, (source.place or source.name).rpartition("/")[0])
    for path, _ in program.outline(module).imports:
        for directory in directories_of(program, path, module):
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
        if text is not None:
            yield place
        for target in USE.findall(text.decode("utf-8", "replace")) if text is not None else ():
            used = joined(directory, target)
            if used is not None:
                yield f"{used}/go.mod" if used else "go.mod"
        if not directory:
            return
        directory = directory.rpartition("/")[0]


AROUND = Around(needed=needed, configuration=configuration)
