"""Which modules of a repository are part of one Java application: those that its build file depends on.

Maven and Gradle. A container finds beans and hooks in all modules on the class path, so what it calls is in
any of them. ``modules_of`` gives their directories; None where there is other code, and no build file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.project import ProjectFiles

_BUILDS = ("pom.xml", "build.gradle", "build.gradle.kts")
_SOURCES = (".java", ".kt", ".scala", ".groovy")
_TEST = re.compile(
    r"(?:^|/)(?:src/(?:i?tests?|it|integration-?[tT]ests?)|tests?)/(?:java|kotlin|groovy|scala)/"
)
"""Source sets of tests; a package may be called like one (``it.acme``)."""
_APART = re.compile(
    r"<!--.*?-->|<(parent|dependencies|dependencyManagement|build|profiles|modules|reporting)>.*?</\1>",
    re.DOTALL,
)
"""Parts of a POM that name other artifacts than its own."""
_ARTIFACT = re.compile(r"<artifactId>\s*([^<\s]+)\s*</artifactId>")
_NO_CODE = re.compile(
    r"<!--.*?-->|<plugin>.*?</plugin>"
    r"|<dependency>(?:(?!</dependency>).)*<scope>\s*import\s*</scope>.*?</dependency>",
    re.DOTALL,
)
"""Parts of a POM whose artifacts are in no class path: plugins of the build, lists of versions."""
_PROPERTIES = re.compile(r"<properties>(.*?)</properties>", re.DOTALL)
_PROPERTY = re.compile(r"<([\w.-]+)>\s*([^<]*?)\s*</\1>")
_REFERENCE = re.compile(r"\$\{([\w.-]+)\}")
_PROJECT = re.compile(r"\bproject\s*\(\s*(?:path\s*[:=]\s*)?[\"']([^\"']+)[\"']")
_ACCESSOR = re.compile(
    r"\bprojects\.[a-z]|\bincludeBuild\b|\bproject\s*\(\s*(?![\"'\s]|path)"
    r"|\b(?:subprojects|allprojects)\b(?!\s*\{(?!\s*\w+\s*->))|\brootProject\.dependencies\b"
)
"""Gradle's ways to name other projects that are not a path. A block for each (``subprojects { ... }``) names
those that it says."""


def modules_of(files: ProjectFiles, place: str) -> tuple[str, ...] | None:
    """The directories of an application's modules, its own first: all there are, where that can't be told."""
    if not any(_is_outside(name, place) for name in files.names):
        return (place,)
    builds = _builds(files)
    while place and place not in builds:
        place = posixpath.dirname(place)
    if place not in builds:
        return None
    others = {
        directory: _names(directory, files.text(name) or "")
        for directory, name in builds.items()
        if directory != place and not _holds(directory, place)
    }
    found, pending = [place], [place]
    while pending:
        needed = _needed(files, builds, pending.pop())
        if needed is None:
            return place, *others
        new = [one for one, own in others.items() if own & needed and one not in found]
        found += new
        pending += new
    return tuple(found)


def module_directories(files: ProjectFiles) -> tuple[str, ...]:
    """The directories that have a build file."""
    return tuple(_builds(files))


def _builds(files: ProjectFiles) -> dict[str, str]:
    return {posixpath.dirname(name): name for name in files.names if posixpath.basename(name) in _BUILDS}


def _is_outside(name: str, place: str) -> bool:
    inside = not place or name.startswith(f"{place}/")
    return not inside and name.endswith(_SOURCES) and not _TEST.search(name)


def _holds(directory: str, place: str) -> bool:
    return not directory or place.startswith(f"{directory}/")


def _names(directory: str, text: str) -> set[str]:
    """What a module is called: its artifact, and its path as Gradle has it."""
    own = _ARTIFACT.search(_APART.sub("", text))
    last = directory.rpartition("/")[2]
    return {last, own.group(1)} if own is not None else {last}


def _needed(files: ProjectFiles, builds: dict[str, str], module: str) -> set[str] | None:
    """The names that a module's build file has in it, and those of the directories above; None where one of
    them is not told."""
    found: set[str] = set()
    properties: dict[str, str] = {}
    for directory in _upwards(module):
        text = (files.text(builds[directory]) or "") if directory in builds else ""
        if not text or not builds[directory].endswith("pom.xml"):
            if _ACCESSOR.search(text):
                return None
            found |= {one.rpartition(":")[2] for one in _PROJECT.findall(text)}
            continue
        found |= set(_ARTIFACT.findall(_NO_CODE.sub("", text)))
        for block in _PROPERTIES.findall(text):
            # What is nearer says it for what is above as well.
            properties = {**dict(_PROPERTY.findall(block)), **properties}
    told = {_REFERENCE.sub(lambda name: properties.get(name[1], name[0]), one) for one in found}
    return told if not any("$" in one for one in told) else None


def _upwards(directory: str) -> Iterator[str]:
    """A directory and those that it is in."""
    while directory:
        yield directory
        directory = posixpath.dirname(directory)
    yield ""
