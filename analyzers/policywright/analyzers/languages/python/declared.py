"""What the project's manifests declare: packages, and entry points of its own (groups, and what each means).

``pyproject.toml`` (the standard's tables and Poetry's), ``setup.cfg`` and the literals of a ``setup.py`` are
read; those of installed packages are not here. What code makes of them is in ``loading``.
"""

from __future__ import annotations

import re

from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from policywright.analyzers.program import Program

PROJECT, CONFIGURATION, SCRIPT = "pyproject.toml", "setup.cfg", "setup.py"
_PROGRAMS = {"scripts": "console_scripts", "gui-scripts": "gui_scripts"}
"""Tables of the standard that are groups by another name."""
_TARGET = regex(r"\s*([A-Za-z_]\w*(?:\.\w+)*)\s*(?::\s*([A-Za-z_]\w*(?:\.\w+)*))?\s*(?:\[[^\]]*\]\s*)?")
"""A module, perhaps what of it, perhaps extras."""
_LISTS = regex(rb"""['"]([\w.-]+)['"]\s*:\s*[\[(]((?:'[^'\n]*'|"[^"\n]*"|[^\])'"])*)[\])]""")
_STRINGS = regex(rb"""(['"])((?:(?!\1)[^\n\\])*)\1""")


@dataclass(frozen=True, slots=True)
class EntryPoint:
    group: str
    name: str
    module: str
    attribute: str
    """What of the module it is, with dots; empty for the module itself."""


def entry_points(program: Program) -> tuple[EntryPoint, ...]:
    """What the manifests of the project declare, in one order."""
    found: tuple[EntryPoint, ...] | None = program.notes.get("entry points")
    if found is None:
        rows = {
            row
            for place, data in (*program.auxiliary.items(), *_scripts(program))
            for row in _rows(place, data)
        }
        found = tuple(point for row in sorted(rows) if (point := _point(*row)) is not None)
        program.notes["entry points"] = found
    return found


def modules(program: Program) -> Iterator[str]:
    """The modules that entry points are in."""
    for point in entry_points(program):
        yield point.module


def _scripts(program: Program) -> Iterator[tuple[str, bytes]]:
    for source in program.files.values():
        if source.name.rpartition("/")[2] == SCRIPT:
            yield source.name, source.data


def _point(group: str, name: str, target: str) -> EntryPoint | None:
    found = _TARGET.fullmatch(target)
    return EntryPoint(group, name, found[1], found[2] or "") if found is not None else None


def _rows(place: str, data: bytes) -> Iterator[tuple[str, str, str]]:
    """Group, name and target of each."""
    match place.rpartition("/")[2]:
        case "pyproject.toml":
            yield from _of_project(data)
        case "setup.cfg":
            yield from _of_configuration(data)
        case "setup.py":
            yield from _of_script(data)


def _of_project(data: bytes) -> Iterator[tuple[str, str, str]]:
    import tomllib

    try:
        content = tomllib.loads(data.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    project, poetry = _table(content, "project"), _table(content, "tool", "poetry")
    for table, group in _PROGRAMS.items():
        yield from _of_group(group, project.get(table))
    yield from _of_group(_PROGRAMS["scripts"], poetry.get("scripts"))
    for groups in (project.get("entry-points"), poetry.get("plugins")):
        for group, points in groups.items() if isinstance(groups, dict) else ():
            yield from _of_group(str(group), points)


def _table(content: Any, *names: str) -> dict[str, Any]:
    for name in names:
        content = content.get(name) if isinstance(content, dict) else None
    return content if isinstance(content, dict) else {}


def _of_group(group: str, points: Any) -> Iterator[tuple[str, str, str]]:
    for name, target in points.items() if isinstance(points, dict) else ():
        # Poetry's may be a table with the target in it.
        told = target.get("reference", target.get("callable")) if isinstance(target, dict) else target
        if isinstance(told, str):
            yield group, str(name), told


def _of_configuration(data: bytes) -> Iterator[tuple[str, str, str]]:
    from configparser import Error, RawConfigParser

    parser = RawConfigParser(strict=False)
    try:
        parser.read_string(data.decode("utf-8", "replace"))
    except Error:
        return
    section = "options.entry_points"
    for group, lines in parser.items(section) if parser.has_section(section) else ():
        yield from _of_lines(group, lines.splitlines())


def _of_script(data: bytes) -> Iterator[tuple[str, str, str]]:
    """``setup(entry_points={"shop.stores": ["s3 = shop.s3:Store"]})``, as far as it is written out."""
    start = data.find(b"entry_points")
    for match in _LISTS.finditer(data, start) if start >= 0 else ():
        lines = [text.decode("utf-8", "replace") for _, text in _STRINGS.findall(match[2])]
        yield from _of_lines(match[1].decode("utf-8", "replace"), lines)


def _of_lines(group: str, lines: list[str]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        name, equals, target = line.partition("=")
        if equals and re.search(r"\S", name):
            yield group, name.strip(), target


def may_be_declared(program: Program, declared: tuple[str, ...], needs: tuple[str, ...]) -> bool:
    """Whether a project may have installed one of the packages that are called by these words.

    Only of one that says in its manifests that it needs one of ``declared`` is it known what else it needs.
    """
    question = f"declared {declared} {needs}"
    known: bool | None = program.notes.get(question)
    if known is None:
        texts = [
            data.lower() for data in (*program.auxiliary.values(), *(one for _, one in _scripts(program)))
        ]
        told = any(word.encode() in text for text in texts for word in declared)
        known = not told or any(word.encode() in text for text in texts for word in needs)
        program.notes[question] = known
    return known
