"""A progress bar on stderr: only on a terminal, and only for work that lasts.

Two dozen lines instead of a dependency, because start-up time is what a user of a short command feels.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from policywright.server.text import clip, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

QUIET_SECONDS = 1.0
"""Work shorter than this shows nothing."""
REDRAW_SECONDS = 0.1
_BAR_WIDTH = 24


class ProgressBar:
    """Called as ``bar(done, total, label)``; the line is wiped by ``close``.

    ``waiting`` is for work that is asked again and again whether it is still wanted.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._began = clock()
        self._next = self._began + QUIET_SECONDS
        self._process = os.getpid()
        self._last = 0, 0
        self._shown = False
        self._enabled = stream.isatty()

    def __call__(self, done: int, total: int, label: str) -> None:
        self._last = done, total
        if self._enabled and self._clock() >= self._next:
            self._draw(done, total, label)

    def waiting(self) -> bool:
        """Shows that it goes on, where no file is begun for long; False: it is still wanted."""
        # A second process has the same terminal.
        if self._enabled and self._clock() >= self._next and os.getpid() == self._process:
            seconds = int(self._clock() - self._began)
            self._draw(*self._last, f"following values through the program, {seconds} s")
        return False

    def _draw(self, done: int, total: int, label: str) -> None:
        self._next = self._clock() + REDRAW_SECONDS
        self._shown = True
        filled = _BAR_WIDTH * min(done, total) // total if total else 0
        line = f"[{'#' * filled:<{_BAR_WIDTH}}] {done}/{total} {one_line(label)}"
        width = _width()
        self._stream.write(f"\r{clip(line, width):<{width}}")
        self._stream.flush()

    def close(self) -> None:
        if self._shown:
            self._stream.write(f"\r{' ' * _width()}\r")
            self._stream.flush()
            self._shown = False


def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns - 1
