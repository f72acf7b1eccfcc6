"""Terraform modules that a configuration calls from outside of what was asked for.

``environments/dev`` alone calls ``../../modules/vpc``: what that makes is deployed with it. So is what
``terraform init`` has fetched, which is below ``.terraform``. Nothing above the repository, or above the root
that the caller allows, is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from policywright.analyzers.infrastructure.project import FETCHED, MAX_TEMPLATE_BYTES, NEVER_SOURCE

_CALLED = re.compile(r'^\s*source\s*=\s*"(\.\.?(?:/[^"$]*)?)"', re.MULTILINE)
_HCL = (".tf", ".tofu")
_MOST = 2_000
"""Files of such modules: a registry of modules is not a project."""


def modules_outside(paths: Iterable[Path], root: Path | None) -> list[Path]:
    """The files of the modules that are called and are not below the paths (which are real)."""
    asked = list(paths)
    found: dict[Path, None] = {}
    for folder, top in _starts(asked, root):
        found.update(dict.fromkeys(_fetched(folder, top)))
    for called in _outside(asked, root):
        found.update(dict.fromkeys(_files(called)))
        if len(found) >= _MOST:
            break
    return list(found)


def places_outside(paths: Iterable[Path], root: Path) -> list[Path]:
    """The directories of those modules, but for such that the paths are in themselves."""
    asked = list(paths)
    found = [
        called for called in _outside(asked, root) if not any(path.is_relative_to(called) for path in asked)
    ]
    return [one for one in found if not any(one != other and one.is_relative_to(other) for other in found)]


def _outside(asked: list[Path], root: Path | None) -> Iterator[Path]:
    """The modules that are called, and those that they call, which are not below the paths."""
    left, seen = _starts(asked, root), set[Path]()
    while left:
        folder, top = left.pop()
        if folder in seen:
            continue
        seen.add(folder)
        for called in _called(folder):
            if called in seen or not called.is_relative_to(top) or not called.is_dir():
                continue
            left.append((called, top))
            if not any(called.is_relative_to(path) for path in asked):
                yield called


def _starts(asked: list[Path], root: Path | None) -> list[tuple[Path, Path]]:
    """The configurations below the paths, each with the directory above which nothing is read."""
    return [
        (folder, top) for path in asked for top in _tops(path, root) or (path,) for folder in _folders(path)
    ]


def _tops(path: Path, root: Path | None) -> list[Path]:
    """The directory above which nothing is read; none where there is no repository."""
    if root is not None:
        return [Path(os.path.realpath(root))]
    return [one for one in (path, *path.parents) if (one / ".git").exists()][:1]


def _fetched(folder: Path, top: Path) -> Iterator[Path]:
    """The modules that ``terraform init`` has fetched for a configuration, and their list."""
    import json

    listed = folder / FETCHED
    said = _text(listed) if os.path.realpath(listed) == os.fspath(listed) else ""
    try:
        modules = json.loads(said).get("Modules", ()) if said else ()
    except (ValueError, RecursionError, AttributeError):
        return
    if said:
        yield listed
    for one in modules if isinstance(modules, list) else ():
        place = folder / str(one.get("Dir", "")) if isinstance(one, dict) else folder
        real = Path(os.path.realpath(place))
        if ".terraform" in real.relative_to(top).parts if real.is_relative_to(top) else False:
            yield from _files(real)


def _folders(path: Path) -> Iterator[Path]:
    """The directories of a path that have configurations."""
    if not path.is_dir():
        yield path.parent
        return
    for name, folders, files in os.walk(path):
        folders[:] = [one for one in folders if one not in NEVER_SOURCE]
        if any(one.endswith(_HCL) for one in files):
            yield Path(name)


def _called(folder: Path) -> Iterator[Path]:
    for file in sorted(one for one in folder.glob("*.t*") if one.name.endswith(_HCL)):
        for source in _CALLED.findall(_text(file)):
            yield Path(os.path.realpath(folder / source))


def _files(folder: Path) -> Iterator[Path]:
    """A module's own files: what is beside its configuration, and folders without one (policies, texts)."""
    for name, folders, files in os.walk(folder):
        if Path(name) != folder and any(one.endswith(_HCL) for one in files):
            folders[:] = []
            continue
        folders[:] = sorted(one for one in folders if one not in NEVER_SOURCE)
        paths = (Path(name) / one for one in sorted(files))
        yield from (path for path in paths if not path.is_symlink())


def _text(file: Path) -> str:
    """A file's text; nothing for what is no plain file of the project, or too large."""
    try:
        if os.path.realpath(file) != os.path.join(os.path.realpath(file.parent), file.name):
            return ""
        return (
            file.read_text(encoding="utf-8", errors="replace")
            if file.stat().st_size < MAX_TEMPLATE_BYTES
            else ""
        )
    except OSError:
        return ""
