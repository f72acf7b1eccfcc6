"""What a live server has found out about projects that nobody has touched since.

An analysis holds as long as every file and directory that it may have looked at is as it was. That is told
from what the file system says of each (as git and make do), and nothing is taken for unchanged that was
written so shortly before it was looked at that a second write could leave no trace.
"""

from __future__ import annotations

import os
import time

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.infrastructure.project import NEVER_SOURCE
from policywright.analyzers.surroundings import REPOSITORY, project_root, upward
from policywright.knowledge.records import dataclass, field
from policywright.server.recent import Recent
from policywright.server.request import Request

MAX_REMEMBERED = 8
"""Analyses; the one that nobody has asked about for longest goes first."""
MAX_ENTRIES = 100_000
"""Files and directories of a project that are looked at; a larger one is analysed each time."""
SETTLED_SECONDS = 0.1
"""How long ago a file must have been written for its times to tell one write from the next: clocks of file
systems tick every few milliseconds."""

Stamp = frozenset[tuple[str, int, int, int, int]]


@dataclass(slots=True, eq=False)
class Known:
    """An analysis, and what there was when it began."""

    stamp: Stamp
    analysis: Analysis
    named: Analysis | None = None
    """The same with files named as the client names them."""
    roles: dict[str, Analysis] = field(default_factory=dict)
    """The parts about single roles that somebody has asked for: to make one, its template is edited anew."""


class Remembered:
    """Analyses by what was asked."""

    def __init__(self) -> None:
        self._known: Recent[Request, Known] = Recent(MAX_REMEMBERED)
        self.used = 0
        """Answers that were still known: the counter by which tests tell."""

    def get(self, request: Request, stamp: Stamp | None) -> Known | None:
        """What is known of a request, if all is as it was then."""
        found = self._known.get(request)
        if found is None or stamp is None or found.stamp != stamp:
            return None
        self.used += 1
        return found

    def put(self, request: Request, stamp: Stamp | None, analysis: Analysis) -> Known | None:
        """Keeps an analysis with what there was before it began."""
        if stamp is None:
            return None
        known = Known(stamp, analysis)
        self._known.put(request, known)
        return known


def stamp_of(request: Request) -> Stamp | None:
    """What the file system says of everything that the analysis of a request may look at.

    None where that can't be told, or where something was written a moment ago.
    """
    paths = [os.path.realpath(path) for path in (*request.paths, *request.infra)]
    below = [path if os.path.isdir(path) else os.path.dirname(path) for path in paths]
    limit = os.path.realpath(request.root) if request.root is not None else None
    starts = {project_root(directory, limit) for directory in below} | set(below)
    newest = time.time_ns() - int(SETTLED_SECONDS * 1e9)
    found: set[tuple[str, int, int, int, int]] = set()
    try:
        for start in starts:
            for directory in upward(start, limit):
                found.add(_entry(directory, os.stat(directory)))
            if not _walk(start, found):
                return None
    except OSError:
        return None
    # What was changed (ctime) this shortly ago may change once more without a trace.
    return None if any(changed > newest for *_, changed in found) else frozenset(found)


def _walk(start: str, found: set[tuple[str, int, int, int, int]]) -> bool:
    pending = [start]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.name == REPOSITORY and entry.is_dir(follow_symlinks=False):
                    found.add(_of_repository(entry.path))
                    continue
                found.add(_entry(entry.path, entry.stat(follow_symlinks=False)))
                if entry.is_symlink() and os.path.exists(entry.path):
                    found.add(_entry(f"{entry.path}@", entry.stat()))
                if entry.name not in NEVER_SOURCE and entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
        if len(found) > MAX_ENTRIES:
            return False
    return True


def _of_repository(path: str) -> tuple[str, int, int, int, int]:
    """What is read of git's own: which files it tracks. Whoever asks it for anything touches the rest."""
    index = os.path.join(path, "index")
    return _entry(index, os.stat(index)) if os.path.exists(index) else (path, 0, 0, 0, 0)


def _entry(path: str, status: os.stat_result) -> tuple[str, int, int, int, int]:
    return path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
