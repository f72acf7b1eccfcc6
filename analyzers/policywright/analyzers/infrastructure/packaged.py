"""A package that stands in the project, built already, and what it says of the source that was found for it.

What is deployed is the package. Where all its sources are those of the project, the link is certain; where
they are others, both count; where they can't be read (class files, programs, bundles, more than the limits),
the source is a guess. One that Git ignores, or that a build of the project makes, is made anew before it is
deployed: of such nothing is read that has a source.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from policywright.analyzers.ignoring import ignored_below
from policywright.analyzers.infrastructure import archives
from policywright.analyzers.infrastructure.go_builds import says_builds
from policywright.analyzers.infrastructure.handlers import entry_points
from policywright.analyzers.infrastructure.model import Problem, ProblemCode, Workload, taken_for
from policywright.analyzers.infrastructure.project import HCL, ProjectFiles
from policywright.analyzers.source import SourceFile
from policywright.knowledge.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from policywright.analyzers.engine.language import Language

_SUFFIXES = (".zip", ".jar", ".war")
_BUILD_FILES = ("pom.xml", "build.gradle", "build.gradle.kts")
_BUILD_OUTPUTS = ("target", "build")
"""Where they write (Maven: "Standard Directory Layout", Gradle: "Organizing Gradle Projects")."""
_MADE = (
    r"(?:\b(?:zip|7z|tar|jar|cp|mv|bestzip|make_archive)\b|(?:--out\S*|\s-o|>)[ =])"
    r"[^\n&|;]*(?<![\w.-]){0}(?![\w-])"
)
"""Commands that make a file of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a package has: where a function starts in it, and its sources."""

    entries: tuple[str, ...]
    sources: tuple[tuple[SourceFile, Language], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What a package says of a source: none is ``opened`` where it is not read, or has the very same."""

    opened: Opened | None = None
    problem: Problem | None = None

    @property
    def agrees(self) -> bool:
        return self.problem is None


def opened(workload: Workload, files: ProjectFiles) -> Opened | None:
    """The code of a function in its package, if that is an archive of the project with sources."""
    from policywright.analyzers import languages

    code, name = workload.code, _name(workload)
    if not name.endswith(_SUFFIXES) or not files.has(name):
        return None
    here = files.once(("unpacked", name), lambda: _with_sources(files, name, languages.supported))
    inside = here.inside(name)
    said = replace(code, directory=name, entries=(), opaque=None, archive=None)
    found = entry_points(replace(workload, code=said), here)[0] if inside else ()
    entries = tuple(one for one in found if one.startswith(f"{name}/"))
    sources = tuple(
        (SourceFile(one, Path(one), text.encode()), language)
        for one in inside
        if (language := languages.for_path(one)) is not None and (text := here.text(one)) is not None
    )
    if not entries or any(language.is_generated(source.name, source.data) for source, language in sources):
        # A bundle says little of what its libraries are asked for.
        return None
    return Opened(entries=entries, sources=sources)


def _with_sources(files: ProjectFiles, name: str, is_source: Callable[[str], bool]) -> ProjectFiles:
    """The files of a project with the sources in one of its archives."""
    here = files.overlaid()
    archives.unpacked(here, name, is_source)
    return here


def package_of(workload: Workload, entries: tuple[str, ...], files: ProjectFiles) -> Package | None:
    """What a function's package says of the source that was found for it; None where it says nothing."""
    name = _name(workload)
    if (
        not entries
        or workload.code.replaced
        or not name.endswith(_SUFFIXES)
        or not files.has(name)
        or archives.stands_in(name)
        or ignored_below([name], files.root, files.root)
    ):
        return None
    inside, source = opened(workload, files), entries[0].partition(":")[0]
    if inside is None:
        if _is_made_here(name, files):
            return None
        how = "though nothing here builds it"
        return Package(problem=taken_for(workload.id, name, "read", source, how, workload.span, guessed=True))
    difference = _difference(name, inside, source, files)
    if difference is None:
        return Package()
    detail = f"{workload.id}: {difference}; what either of them needs is needed"
    problem = Problem(code=ProblemCode.UNKNOWN_VALUE, span=workload.span, detail=detail)
    return Package(opened=inside, problem=problem)


def _name(workload: Workload) -> str:
    return workload.code.archive or workload.code.directory or ""


def _difference(name: str, inside: Opened, source: str, files: ProjectFiles) -> str | None:
    """What of a package's sources is not as in the project; None if all are the same."""
    first = inside.entries[0].partition(":")[0].removeprefix(f"{name}/")
    if not f"/{source}".endswith(f"/{first}"):
        return f"{name} has its handler in {first}, the project in {source}"
    around = source[: len(source) - len(first)]
    for one, _ in inside.sources:
        member = one.name.removeprefix(f"{name}/")
        text = files.text(around + member)
        if text is None:
            return f"{name} has {member}, which the project has not"
        if _lines(text) != _lines(one.data.decode("utf-8", "replace")):
            return f"{member} in {name} is not the same as in the project"
    return None


def _lines(text: str) -> list[str]:
    """What is in a text, however its lines end."""
    return text.replace("\r\n", "\n").removeprefix("\ufeff").rstrip().split("\n")


def _is_made_here(name: str, files: ProjectFiles) -> bool:
    """Whether a build of the project makes an archive."""
    parts = name.split("/")
    for at, part in enumerate(parts[:-1]):
        if part in _BUILD_OUTPUTS and any(
            files.has(posixpath.join(*parts[:at], build)) for build in _BUILD_FILES
        ):
            return True
    made = re.compile(_MADE.format(re.escape(parts[-1])))
    scripts = (one for one in files.names if says_builds(one) or one.endswith(HCL))
    return any(made.search(files.text(one) or "") for one in scripts)
