"""Where Java finds types in the rest of a project (``surroundings``): in the source roots of its modules."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.languages.java.imports import imported, package_of
from policywright.analyzers.program import Around

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program
    from policywright.analyzers.surroundings import Surroundings

_MANIFESTS = ("pom.xml", "build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")
_SOURCES = ("src/main/java", "src", "")
"""Where a module has its sources, by convention of Maven and Gradle, and without."""
MAX_DEPTH = 4
"""Directories below one with a manifest in which further modules are looked for."""


def needed(around: Surroundings, program: Program, module: str) -> Iterator[str]:
    """The files of the types that a file names, each in the nearest source root that has it."""
    source = program.files[module]
    directory = (source.place or source.name).rpartition("/")[0]
    own = package_of(source.data).replace(".", "/")
    nearest = directory.removesuffix(own).rstrip("/") if directory.endswith(own) else directory
    roots = list(dict.fromkeys((nearest, *_roots(around, program))))
    for name, level in program.outline(module).imports:
        packages, _, declared = name.rpartition("#")
        if program.resolve(module, name, level) is None and not packages.startswith("java."):
            yield from _declared(around, roots, packages.split("|"), declared)
            beside = f"{directory}/{declared}.java".lstrip("/")
            if own.replace("/", ".") in packages.split("|") and around.has(beside):
                yield beside
    _note_unused(around, program, module, roots)


def _note_unused(around: Surroundings, program: Program, module: str, roots: list[str]) -> None:
    """Types that a file imports and calls nothing of (``instanceof``) are not read; the project has them."""
    used = {name for name, _ in program.outline(module).imports}
    for package, declared in imported(program.files[module].data):
        if f"{package}#{declared}" not in used and _declared(around, roots, [package], declared):
            around.unused.add(f"{package}.{declared}")


def _declared(around: Surroundings, roots: list[str], packages: list[str], declared: str) -> list[str]:
    for package in packages:
        for root in roots:
            parts = (root, package.replace(".", "/"), f"{declared}.java")
            place = "/".join(part for part in parts if part)
            if around.has(place):
                return [place]
    return []


def _roots(around: Surroundings, program: Program) -> tuple[str, ...]:
    """The source roots of the project's modules, those nearest to what was asked about first."""
    known: tuple[str, ...] | None = program.notes.get("java roots")
    if known is None:
        found = [
            root
            for module in _modules(around)
            for sources in _SOURCES
            if around.is_directory(root := "/".join(part for part in (module, sources) if part))
        ]
        known = program.notes["java roots"] = tuple(found)
    return known


def _modules(around: Surroundings) -> list[str]:
    """The directories with a manifest below those above the paths that have one."""
    found: dict[str, None] = {}
    directory = around.prefix
    while True:
        level = [directory] if _is_module(around, directory) else []
        for _ in range(MAX_DEPTH + 1):
            found.update((one, None) for one in level if _is_module(around, one))
            level = [below for one in level for below in around.directories(one)]
        if not directory:
            return list(found)
        directory = directory.rpartition("/")[0]


def _is_module(around: Surroundings, directory: str) -> bool:
    return any(name in around.files(directory) for name in _MANIFESTS)


AROUND = Around(needed=needed)
