"""Where Python finds modules in the rest of a project (``surroundings``).

The directories above the importing file are tried as import roots, nearest first, as ``imports.resolve`` does
it for files that are there; in each also ``src``, where a project's packages are by convention
(https://packaging.python.org/en/latest/discussions/src-layout-vs-flat-layout/).
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.languages.python import search_path
from policywright.analyzers.languages.python.imports import LIBRARIES
from policywright.analyzers.program import Around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program
    from policywright.analyzers.surroundings import Surroundings

_SOURCES = ("", "src")
_ENDINGS = (".py", ".pyw")


def needed(around: Surroundings, program: Program, module: str) -> Iterator[str]:
    """The files of the modules that a module imports, with those of the packages that they are in."""
    source = program.files[module]
    directory = (source.place or source.name).split("/")[:-1]
    known: dict[tuple[str, str], list[str]] = program.notes.setdefault("python around", {})
    for name, level in program.outline(module).imports:
        parts = name.split(".") if name else []
        if level:
            above = len(directory) - level + 1
            yield from (_inside(around, directory[:above], parts) or ()) if above >= 0 else ()
        elif parts and parts[0] not in LIBRARIES:
            # Files of one directory import much the same.
            key = ("/".join(directory), name)
            if key not in known:
                known[key] = _anywhere(around, directory, parts)
            found = known[key] or _on_path(around, program, module, parts)
            for place in found:
                around.tell_untracked(place)
            if not found:
                _tell_untracked(around, directory, parts)
            yield from found


def _tell_untracked(around: Surroundings, directory: list[str], parts: list[str]) -> None:
    """Says that a module is not read which is there, and which git leaves out."""
    for end in range(len(directory), -1, -1):
        for sources in _SOURCES:
            stem = "/".join([*directory[:end], *sources.split(), *parts])
            if any([around.tell_untracked(f"{stem}{ending}") for ending in (*_ENDINGS, "/__init__.py")]):
                return


def _on_path(around: Surroundings, program: Program, module: str, parts: list[str]) -> list[str]:
    """The files of a module from the directories that the file adds to those that Python looks into."""
    for place, _ in search_path.roots(program, module):
        found = _inside(around, place.split("/") if place else [], parts)
        if found is not None:
            return found
    return []


def _anywhere(around: Surroundings, directory: list[str], parts: list[str]) -> list[str]:
    """The files of a module from the nearest of the directories above that has it."""
    for end in range(len(directory), -1, -1):
        for sources in _SOURCES:
            found = _inside(around, [*directory[:end], *sources.split()], parts)
            if found is not None:
                return found
    return []


def _inside(around: Surroundings, directory: list[str], parts: list[str]) -> list[str] | None:
    """The files that importing a module from a directory runs; None where there is no such module."""
    place = "/".join(directory)
    found = _file(around, f"{place}/__init__" if place else "__init__") if not parts else []
    for index, part in enumerate(parts):
        place = f"{place}/{part}" if place else part
        package = _file(around, f"{place}/__init__") if around.is_directory(place) else []
        last = index == len(parts) - 1
        if last and not package:
            found += _file(around, place)
            return found if _file(around, place) else None
        if not package and not around.is_directory(place):
            return None
        found += package
    return found


def _file(around: Surroundings, stem: str) -> list[str]:
    return [f"{stem}{ending}" for ending in _ENDINGS if around.has(f"{stem}{ending}")][:1]


AROUND = Around(needed=needed)
