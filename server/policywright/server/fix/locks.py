"""Locks between the runs of this machine: one per principal while it is changed, one for the journal.

A lock is a file that is held open; the system lets go of it when the process ends, however it ends. The files
are never removed, since whoever waits for one would then hold a lock on nothing.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policywright.server.errors import Exit, UserError

_POLL = 0.02
"""Seconds between two tries."""


class Busy(UserError):
    """Somebody else has held the lock for as long as we wait."""

    status = Exit.FINDINGS


@contextmanager
def held(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock of a file, waiting at most so long; raises ``Busy`` or ``OSError``."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        end = time.monotonic() + seconds
        while not _taken(handle):
            if time.monotonic() > end:
                raise Busy(f"{path}: another run has held this lock for {seconds:.0f} seconds; run again")
            time.sleep(_POLL)
        yield
    finally:
        # Closing it is letting go.
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
