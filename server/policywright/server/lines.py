"""The lines of a project's files, for answers that show or read them again."""

from __future__ import annotations

import os


class Lines:
    """Files by their names below a directory, each read once.

    Nothing of a file that is a link, or longer than ``most`` bytes, or can't be read.
    """

    def __init__(self, start: str, most: int) -> None:
        self._start = start
        self._most = most
        self._known: dict[str, list[str]] = {}

    def of(self, name: str) -> list[str]:
        """The lines of a file; none of one that is left out."""
        if name not in self._known:
            self._known[name] = self._read(os.path.join(self._start, name))
        return self._known[name]

    def _read(self, path: str) -> list[str]:
        try:
            if os.path.islink(path) or os.path.getsize(path) > self._most:
                return []
            with open(path, encoding="utf-8", errors="replace") as file:
                return file.read().splitlines()
        except OSError:
            return []
