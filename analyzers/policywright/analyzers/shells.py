"""The shell scripts of a project, for whoever starts one by its path.

Walks find them (``discovery``); those around the paths that were asked about are found where they are asked
for. Places are paths from the project's root.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Set

from policywright.analyzers.source import SourceError, SourceFile, read_source
from policywright.analyzers.surroundings import Surroundings
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

ENDINGS = (".sh", ".bash", ".zsh", ".ksh")
_SHEBANG = regex(rb"#!\s*\S*(?:/|env\s+(?:-\S+\s+)*)(?:ba|z|da|a|k)?sh\b")


def _naming(names: Set[str]) -> Pattern[bytes] | None:
    """What finds the names of scripts in a text."""
    ways = [(r"(?<![\w.-])" if one.endswith(ENDINGS) else "/") + re.escape(one) for one in sorted(names)]
    return re.compile(rf"(?:{'|'.join(ways)})(?![\w.-])".encode()) if ways else None


def is_shell(name: str, data: bytes) -> bool:
    """Whether a file is a shell script, by its name or its first line."""
    return name.endswith(ENDINGS) or _SHEBANG.match(data) is not None


class Shells:
    """Scripts by their places, read when they are asked for."""

    def __init__(self, found: Mapping[str, tuple[str, str]], around: Surroundings | None) -> None:
        """``found`` has the name and path of each place that walks have been at."""
        self._found = found
        self._around = around
        self._read: dict[str, SourceFile | None] = {}
        self._named = _naming(frozenset(posixpath.basename(place) for place in found))

    def at(self, place: str) -> SourceFile | None:
        """The script at a place."""
        if place not in self._read:
            self._read[place] = self._open(place)
        return self._read[place]

    def ending(self, path: str) -> tuple[SourceFile, ...]:
        """The scripts whose places end in a path, of those that walks have found."""
        places = (one for one in self._found if one == path or one.endswith(f"/{path}"))
        return tuple(one for place in sorted(places) if (one := self.at(place)) is not None)

    def named_in(self, data: bytes) -> bool:
        """Whether a text names one that walks have found; one called like a word (``run``) by a path."""
        return self._named is not None and self._named.search(data) is not None

    def digest(self) -> bytes:
        """All that those are that walks have found."""
        from hashlib import blake2b

        digest = blake2b(digest_size=16)
        for place in self._found:
            source = self.at(place)
            data = source.data if source is not None else b""
            digest.update(f"{place}\0{len(data)}\n".encode() + data)
        return digest.digest()

    def _open(self, place: str) -> SourceFile | None:
        around = self._around
        name, path = self._found.get(place, ("", ""))
        if not path and around is not None and not around.is_asked(place) and around.has(place):
            name, path = around.name(place), around.path(place)
        try:
            read = read_source(path, name) if path else None
        except SourceError:
            return None
        if read is None or not is_shell(name, read.data):
            return None
        read.place = place
        return read
