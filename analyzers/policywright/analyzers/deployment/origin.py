"""Whose repository the files are a checkout of: its pipelines call it by that name, and are trusted by it.

``.git/config`` is Git's own file and none of the project's, so it is read here and not with the others.
Nothing but the owner and the name is kept of it: addresses of remotes may hold credentials.
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.project import ProjectFiles

_MAX_BYTES = 100_000
_SECTION = re.compile(r'^\s*\[remote\s+"origin"\]([^\[]*)', re.MULTILINE)
_LOCATION = re.compile(
    r"^\s*url\s*=\s*(?:[a-z+]+://[^/\s]+/|[^/\s:]+:)([^\s]+?)(?:\.git)?/?\s*$", re.MULTILINE
)
"""The path within a host: ``https://HOST/PATH``, ``ssh://HOST/PATH`` or ``HOST:PATH``.

https://git-scm.com/docs/git-clone#_git_urls"""
_SAFE = re.compile(r"[\w.-]+(?:/[\w.-]+)+\Z")


def origin(files: ProjectFiles, base: str) -> str:
    """``OWNER/NAME`` of the checkout in a directory, by its remote ``origin``; or nothing."""
    return files.once(("origin", base), lambda: _read(files, base))


def _read(files: ProjectFiles, base: str) -> str:
    folder = files.root / base / ".git"
    path = folder / "config"
    try:
        if folder.is_symlink() or path.is_symlink() or path.stat().st_size > _MAX_BYTES:
            return ""
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    section = _SECTION.search(text)
    found = _LOCATION.search(section[1]) if section is not None else None
    return found[1] if found is not None and _SAFE.match(found[1]) else ""
