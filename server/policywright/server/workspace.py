"""Which files an assistant may have read: everything outside is refused, whatever links lead there.

``--root`` is the operator's word and final. Without it a client on stdio, which runs as the same user on
the same machine, says what its workspace is; a client over HTTP may be anyone and is not asked. What is
left is the working directory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from policywright.knowledge.records import dataclass
from policywright.server.errors import UserError
from policywright.server.text import clip

_SHOWN = 200
"""Characters of a name that are repeated to who gave it."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Directories (resolved, at least one) in which files may be read."""

    roots: tuple[Path, ...]

    def confine(self, names: Sequence[str]) -> tuple[tuple[Path, ...], Path]:
        """The named paths, resolved, and the one root that holds them all."""
        paths = tuple(self._locate(name) for name in names)
        for root in self.roots:
            if all(path.is_relative_to(root) for path in paths):
                return paths, root
        raise UserError("the paths lie in different workspace roots; ask for each root by itself")

    def locate(self, name: str) -> Path:
        """One named path, resolved."""
        return self._locate(name)

    def _locate(self, name: str) -> Path:
        if not name or "\0" in name:
            raise UserError("an empty path, or one with a NUL character, names no file")
        inside = [path for path in self._candidates(_path_of(name) or name) if self._holds(path)]
        if not inside:
            raise UserError(f"{clip(name, _SHOWN)}: outside the workspace ({self._shown()})")
        for path in inside:
            if _exists(path):
                return path
        raise UserError(f"{clip(name, _SHOWN)}: no such file or directory in the workspace ({self._shown()})")

    def _candidates(self, name: str) -> Iterable[Path]:
        # Joining an absolute name to a root gives the name itself, so every root gives the same candidate.
        for root in self.roots:
            try:
                yield Path(os.path.realpath(root / name))
            except (OSError, ValueError):  # half of a surrogate pair, a ring of links
                continue

    def _holds(self, path: Path) -> bool:
        return any(path.is_relative_to(root) for root in self.roots)

    def _shown(self) -> str:
        return ", ".join(str(root) for root in self.roots)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # longer than a name can be, or where nobody may look
        return False


def choose_workspace(fixed: Sequence[Path], offered: Iterable[str]) -> Workspace:
    """The workspace for one request: ``--root``, else the client's root URIs, else the working directory."""
    if fixed:
        return Workspace(tuple(fixed))
    from_client = tuple(dict.fromkeys(path for uri in offered if (path := directory_of(uri)) is not None))
    if from_client:
        return Workspace(from_client)
    here = Path.cwd().resolve()
    if here == Path(here.anchor):
        raise UserError(
            "the client names no workspace roots and the server runs in the file system's root; "
            "start it with --root DIR"
        )
    return Workspace((here,))


def directory_of(uri: str) -> Path | None:
    """The directory that a ``file:`` URI names, resolved; ``None`` for anything else."""
    named = _path_of(uri)
    if named is None:
        return None
    path = Path(os.path.realpath(named))
    return path if path.is_dir() else None


def _path_of(uri: str) -> str | None:
    """The path that a ``file:`` URI names; roots come as such, and so may paths."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    return url2pathname(parts.path) if os.name == "nt" else unquote(parts.path)
