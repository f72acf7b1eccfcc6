"""The sources in a package that the project has built already: a zip file beside the template that names it.

It is read in memory, as far as it says less than the limits; nothing of it is written anywhere, and a name in
it that leads out of it is nobody's. What installers have put beside the code (``node_modules``, what a
``RECORD`` lists) is left out, as it is in a directory.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from policywright.analyzers.infrastructure.project import NEVER_SOURCE, ProjectFiles
from policywright.analyzers.source import MAX_DATA_BYTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zipfile import ZipFile, ZipInfo

MAX_ARCHIVE = 50_000_000
"""Bytes of an archive: what Lambda takes directly."""
MAX_MEMBERS = 20_000
MAX_UNPACKED = 50_000_000
"""Bytes of all sources of an archive."""
_CONFIGURATION = ("package.json", "tsconfig.json", "go.mod")
_STANDS_IN = re.compile(r"dummy|placeholder|empty|stub|initial|sample|hello|fake", re.IGNORECASE)
"""How packages are called that are there until code is deployed beside the template."""
_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|\\|\0|(?:^|/)\.{1,2}(?:/|$)|//")
_ENCRYPTED = 0x1


def unpacked(files: ProjectFiles, name: str, is_source: Callable[[str], bool]) -> tuple[str, ...]:
    """The sources in an archive of the project, files below its name from now on; none of what is no
    archive, is too large, or stands in for the code."""
    if not files.inside(name) and not stands_in(name):
        found = _sources(files.root / name, is_source)
        files.add({f"{name}/{member}": text for member, text in found.items()})
    return files.inside(name)


def stands_in(name: str) -> bool:
    """Whether a package is called like those that stand in until code is deployed."""
    return _STANDS_IN.search(posixpath.basename(name)) is not None


def _sources(path: Path, is_source: Callable[[str], bool]) -> dict[str, str]:
    from zipfile import BadZipFile, ZipFile

    found: dict[str, str] = {}
    left = MAX_UNPACKED
    try:
        if path.stat().st_size > MAX_ARCHIVE:
            return {}
        with ZipFile(path) as archive:
            members = archive.infolist()
            installed = set(_installed(archive, members)) if len(members) <= MAX_MEMBERS else None
            for member in members if installed is not None else ():
                if member.filename in (installed or ()) or not _is_taken(member, is_source):
                    continue
                data = _content(archive, member)
                left -= len(data) if data is not None else 0
                if data is None or left < 0:
                    # A part of the code says nothing of what the whole needs.
                    return {}
                found.setdefault(member.filename, data.decode("utf-8", "replace"))
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return {}
    return found


def _is_taken(member: ZipInfo, is_source: Callable[[str], bool]) -> bool:
    name = member.filename
    if member.is_dir() or _OUT.search(name) or not NEVER_SOURCE.isdisjoint(name.split("/")):
        return False
    return is_source(name) or posixpath.basename(name) in _CONFIGURATION


def _content(archive: ZipFile, member: ZipInfo) -> bytes | None:
    """What is in a member; None of what can't be had, whatever it says of its own size."""
    if member.file_size > MAX_DATA_BYTES or member.flag_bits & _ENCRYPTED:
        return None
    with archive.open(member) as file:
        data = file.read(MAX_DATA_BYTES + 1)
    return data if len(data) <= MAX_DATA_BYTES else None


def _installed(archive: ZipFile, members: list[ZipInfo]) -> Iterator[str]:
    """The members that Python's installers have listed as theirs (``requests-2.32.dist-info/RECORD``)."""
    for member in members:
        directory, file = posixpath.split(member.filename)
        if file != "RECORD" or not directory.endswith(".dist-info"):
            continue
        base = posixpath.dirname(directory)
        for line in (_content(archive, member) or b"").decode("utf-8", "replace").splitlines():
            yield posixpath.join(base, line.partition(",")[0].strip('"'))
