"""What lies around the paths that were asked about: the rest of the project, as far as imports lead there.

A path says what is asked about, not where imports start. The project's root is found by its manifests;
files below it that were not asked about are *context*: they are read when a file that is looked at
imports them, and say what the imported names are, but nothing of theirs is started by itself.
``discovery`` makes the one ``Surroundings`` of an analysis, ``loading`` asks it for files,
and each language says which files an import means (``FrontEnd.around``).

A *place* is a path from the project's root, with forward slashes; names that users see stay relative to
the paths that they gave. What a walk leaves out (links, ignored files, installed packages, build output,
tests) is not there for imports either, and nothing outside of the limit is looked at. Only where there is no
repository, which would tell whether it has what a ``.gitignore`` names, imports lead there all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from policywright.analyzers.model import SkipCode, Skipped
from policywright.analyzers.source import MAX_DATA_BYTES, SourceError, SourceFile, read_source

REPOSITORY = ".git"
MANIFESTS = (
    "pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "package.json", "pnpm-workspace.yaml",
    "go.mod", "go.work", "pom.xml", "build.gradle", "build.gradle.kts", "settings.gradle",
    "settings.gradle.kts", "Pipfile", "tsconfig.json", "jsconfig.json", "lerna.json", "deno.json", "cdk.json",
    "serverless.yml", "serverless.yaml", "template.yaml", "template.yml",
)  # fmt: skip
"""What stands in the directory of a project, or of a part of one."""
SOURCES = "src"
"""What projects of all languages call the directory of their sources."""
PACKAGE = "__init__.py"
"""What makes a directory a part of the one above."""
MAX_CLIMB = 40
"""Directories above a path that are looked at for manifests."""
MAX_CONTEXT = 10_000
"""Files outside of the paths that imports may lead to."""
MAX_CONFIGURATION = 1_000_000
"""Bytes of a configuration file."""


def upward(directory: str, limit: str | None = None) -> Iterator[str]:
    """A directory and those above it, as far as anybody looks; none above ``limit``."""
    for _ in range(MAX_CLIMB):
        yield directory
        above = os.path.dirname(directory)
        if directory in (above, limit):
            return
        directory = above


def project_root(directory: str, limit: str | None, stands: str | None = None) -> str:
    """The root of the project that a directory belongs to; the directory itself where nothing says so.

    A repository is a project; without one it is the topmost directory with a manifest, as parts of a project
    have manifests of their own, and above packages. Where there is none, the directory above the sources is
    one by convention, or the one where whoever asks ``stands``. A home directory is none. Never above
    ``limit``.
    """
    found, told, likely = directory, False, directory
    home = os.path.expanduser("~")
    for current in upward(directory, limit):
        above = os.path.dirname(current)
        if current != home:
            if os.path.exists(os.path.join(current, REPOSITORY)):
                return current
            if any(os.path.isfile(os.path.join(current, name)) for name in MANIFESTS):
                found, told = current, True
            if current in (limit, stands) and current != above:
                likely = current
        if current in (limit, above):
            break
        if current == found and os.path.isfile(os.path.join(current, PACKAGE)):
            found = above
        if os.path.basename(current) == SOURCES and above != home and os.path.dirname(above) != above:
            likely = above
    return found if told or len(likely) > len(found) else likely


class Surroundings:
    """The project around the paths that were asked about."""

    def __init__(
        self, root: str, shown: str, asked: Sequence[str], excluded: Callable[[str, bool], bool],
        skipped: list[Skipped], *, configures: Callable[[str], bool],
    ) -> None:  # fmt: skip
        """``shown`` is what names are relative to; ``excluded`` says of a path (and if it is a directory)
        that walks leave it out; ``skipped`` gets what can't be read. ``configures`` knows by its name
        whether a file says how imports resolve."""
        self.root = root
        self.prefix = place_below(shown, root) if shown.startswith(os.path.join(root, "")) else ""
        """The place of what names are relative to, when that is in the project."""
        self._above = place_below(root, shown) if root.startswith(os.path.join(shown, "")) else ""
        """The name of the project, when names are relative to something above it."""
        self._asked = tuple(place_below(path, root) for path in asked)
        self._left: tuple[str, ...] = ()
        self._untracked: tuple[str, ...] = ()
        self._excluded = excluded
        self._skipped = skipped
        self.configures = configures
        self.unused: set[str] = set()
        """What is here and imports name, but call nothing of, by whole names; it is not read."""
        self._listed: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._open: dict[str, bool] = {"": True}
        self._read: set[str] = set()
        self._full = False

    # --- names ---

    def name(self, place: str) -> str:
        """What users see of a place: its path from where names start."""
        if not self.prefix:
            return f"{self._above}/{place}".rstrip("/") if self._above else place
        own, start = place.split("/"), self.prefix.split("/")
        common = 0
        while common < len(start) and common < len(own) - 1 and own[common] == start[common]:
            common += 1
        return "/".join([*([".."] * (len(start) - common)), *own[common:]])

    def place(self, name: str) -> str:
        """The place of what has a name below what names are relative to."""
        if self._above:
            return name[len(self._above) + 1 :]
        return f"{self.prefix}/{name}".rstrip("/") if self.prefix else name

    def path(self, place: str) -> str:
        """Where a place is in the file system."""
        return os.path.join(self.root, *place.split("/")) if place else self.root

    def leave(self, places: Sequence[str]) -> None:
        """Places that no walk of the paths has been at, though they are in them."""
        self._left = tuple(places)

    def leave_alone(self, places: Sequence[str]) -> None:
        """Places that ``.gitignore`` names and git does not track: who imports what is there is told so."""
        self._untracked = tuple(places)

    def tell_untracked(self, place: str) -> bool:
        """Whether a file is among those; it is said, once, that it is not read though it is imported."""
        if not self._untracked or not _is_in(place, self._untracked) or not os.path.isfile(self.path(place)):
            return False
        detail = ".gitignore names it and git doesn't track it, though it is imported; name it to analyse it"
        told = Skipped(file=self.name(place), code=SkipCode.GENERATED, detail=detail)
        if told not in self._skipped:
            self._skipped.append(told)
        return True

    def is_asked(self, place: str) -> bool:
        """Whether a walk of the paths has been there, whatever it took."""
        return _is_in(place, self._asked) and not _is_in(place, self._left)

    # --- what there is ---

    def has(self, place: str) -> bool:
        """Whether there is a file."""
        directory, _, name = place.rpartition("/")
        return name in self.files(directory)

    def is_directory(self, place: str) -> bool:
        """Whether there is a directory that a walk would enter."""
        known = self._open.get(place)
        if known is None:
            above, _, name = place.rpartition("/")
            known = self._open[place] = name in self._list(above)[1] and not self._left_out(place)
        return known

    def files(self, directory: str) -> frozenset[str]:
        """The names of the files in a directory."""
        return self._list(directory)[0]

    def directories(self, directory: str) -> list[str]:
        """The places of the directories in a directory that a walk would enter, in order."""
        places = (f"{directory}/{name}" if directory else name for name in sorted(self._list(directory)[1]))
        return [place for place in places if self.is_directory(place)]

    def _left_out(self, place: str) -> bool:
        # The way to what was asked about is open, whatever it is called.
        on_the_way = any(f"{one}/".startswith(f"{place}/") for one in self._asked)
        return not on_the_way and self._excluded(self.path(place), True)

    def _list(self, directory: str) -> tuple[frozenset[str], frozenset[str]]:
        found = self._listed.get(directory)
        if found is None:
            found = self._listed[directory] = self._scanned(directory)
        return found

    def _scanned(self, directory: str) -> tuple[frozenset[str], frozenset[str]]:
        nothing: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        if not self.is_directory(directory):
            return nothing
        try:
            with os.scandir(self.path(directory)) as entries:
                files, below = set(), set()
                for entry in entries:
                    # Links are not followed: what they lead to is found where it is, or is not the project's.
                    if entry.is_file(follow_symlinks=False):
                        files.add(entry.name)
                    elif entry.is_dir(follow_symlinks=False):
                        below.add(entry.name)
        except OSError:
            return nothing
        return frozenset(files), frozenset(below)

    # --- reading ---

    def data(self, place: str) -> SourceFile | None:
        """A file of data that code imports, once."""
        try:
            fits = os.path.getsize(self.path(place)) <= MAX_DATA_BYTES
        except OSError:
            return None
        return self.source(place) if fits else None

    def source(self, place: str) -> SourceFile | None:
        """A file that was not asked about, once; None for what walks leave out by its path."""
        if place in self._read or self.is_asked(place) or not self.has(place) or self._full:
            return None
        self._read.add(place)
        if len(self._read) > MAX_CONTEXT:
            self._full = True
            detail = f"imports lead to more than {MAX_CONTEXT:,} files outside of the paths"
            self._skipped.append(Skipped(file=self.name(place), code=SkipCode.BUDGET, detail=detail))
            return None
        if self._excluded(self.path(place), False):
            return None
        try:
            read = read_source(self.path(place), self.name(place))
        except SourceError as error:
            self._skipped.append(error.skipped)
            return None
        if read.note is not None:
            self._skipped.append(read.note)
        read.place = place
        return read

    def configuration(self, place: str) -> bytes | None:
        """The bytes of a configuration file."""
        if not self.has(place):
            return None
        try:
            with open(self.path(place), "rb") as file:
                return file.read(MAX_CONFIGURATION)
        except OSError:
            return None


def _is_in(place: str, several: Sequence[str]) -> bool:
    return any(not one or place == one or place.startswith(f"{one}/") for one in several)


def place_below(path: str, root: str) -> str:
    """The place of a path below a root; both absolute, without links."""
    return path[len(os.path.join(root, "")) :].replace(os.sep, "/")


def within(path: str, directory: str) -> bool:
    """Whether a path is a directory or below it, both without links."""
    outer = os.path.join(os.path.normcase(directory), "")
    return os.path.join(os.path.normcase(path), "").startswith(outer)
