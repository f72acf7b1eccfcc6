"""Files that a repository has, whatever its ``.gitignore`` names: git ignores none that it tracks.

In: the directory of a repository. Out: the names in its index (``.git/index``, versions 2 to 4, as git's
documentation "gitformat-index" has it). A repository without one, or with one that can't be read, has none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache

MAX_INDEX = 64_000_000
"""Bytes of an index: some 500,000 files."""
_SIGNATURE = b"DIRC"
_HEADER, _STAT, _HASH = 12, 40, 20
_EXTENDED, _COMPRESSED = 3, 4
"""Versions from which entries may have more flags, and names are what differs from the one before."""
_MORE_FLAGS = 0x4000
_ALIGNED = 8


def is_tracked(repository: str, place: str, directory: bool) -> bool:
    """Whether a repository has a file, or anything in a directory."""
    names = tracked(repository)
    return place in (_directories(names) if directory else names)


@lru_cache(maxsize=4)
def _directories(names: frozenset[str]) -> frozenset[str]:
    """The directories that files are in, and those above them."""
    found: set[str] = set()
    for name in names:
        above = name.rpartition("/")[0]
        while above and above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    return frozenset(found)


def tracked(directory: str) -> frozenset[str]:
    """The files of the repository whose top a directory is, by their names from there."""
    path = os.path.join(directory, ".git", "index")
    try:
        if os.path.islink(os.path.dirname(path)) or os.path.islink(path):
            return frozenset()
        status = os.stat(path)
    except OSError:
        return frozenset()
    return _read(path, status.st_mtime_ns, status.st_size) if status.st_size <= MAX_INDEX else frozenset()


@lru_cache(maxsize=4)
def _read(path: str, _changed: int, _size: int) -> frozenset[str]:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_INDEX)
        return frozenset(_names(data))
    except (OSError, ValueError, IndexError):
        return frozenset()


def _names(data: bytes) -> Iterator[str]:
    version, count = int.from_bytes(data[4:8]), int.from_bytes(data[8:12])
    if data[:4] != _SIGNATURE or version not in (2, _EXTENDED, _COMPRESSED):
        return
    at, name = _HEADER, b""
    for _ in range(count):
        start = at
        at += _STAT + _HASH
        more = version >= _EXTENDED and int.from_bytes(data[at : at + 2]) & _MORE_FLAGS
        at += 4 if more else 2
        kept = b""
        if version == _COMPRESSED:
            removed, at = _number(data, at)
            kept = name[: len(name) - removed]
        end = data.index(b"\0", at)
        name = kept + data[at:end]
        at = end + 1
        if version != _COMPRESSED:
            at += -(at - start) % _ALIGNED
        yield name.decode("utf-8", "surrogateescape")


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of as many bytes as it needs, and where it ends."""
    value = data[at] & 0x7F
    while data[at] & 0x80:
        at += 1
        value = ((value + 1) << 7) | (data[at] & 0x7F)
    return value, at + 1
