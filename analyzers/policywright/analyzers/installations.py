"""Directories that hold no code of the project's own: installed packages, copies of an SDK, build output."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence

from policywright.analyzers.surroundings import within
from policywright.knowledge.regex import regex

MAX_RECORD_BYTES = 1_000_000
"""How much is read of a list of installed files."""
_RECORDS = (".dist-info", ".egg-info", ".egg-link", ".pth", ".egg")
"""What installers leave beside what they install.
https://packaging.python.org/en/latest/specifications/recording-installed-packages/"""
_REQUIREMENTS = regex(r"requirements[\w.-]*\.txt")
_REQUIREMENT = regex(r"(?m)^[ \t]*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)[ \t]*(?:$|[\[=<>~!;#])")
"""A distribution that a file of requirements asks for by name, and by no path or address.
https://packaging.python.org/en/latest/specifications/name-normalization/"""
_DASHES = regex(r"[-_.]+")
SKIPPED_DIRECTORIES = frozenset((
    "node_modules", "bower_components", "__pycache__", "venv", "env", "virtualenv", "dist", "build", "target",
    "site-packages", "cdk.out", "coverage", "htmlcov", "egg-info", "__pypackages__",
))  # fmt: skip
COPIES = frozenset(("vendor", "_vendor", "vendored", "_vendored"))
"""Directories of copies of others' packages: Go's, Composer's, Bundler's, and those of Python's packages that
depend on nothing (https://pip.pypa.io/en/stable/development/vendoring-policy/). Python in one that asks AWS
for something is read as the project's own, which it may be (an application of a shop has its vendors)."""
_ASKS = regex(rb"\b(?:aio)?boto")
_SOURCE = ".py"
_OF_GO = "modules.txt"
"""What Go's tool writes into its directory of copies. https://go.dev/ref/mod#vendoring"""
TOLD_DIRECTORIES = {
    "node_modules": "installed packages",
    "bower_components": "installed packages",
    "dist": "build output",
    "build": "build output",
}
"""Directories that are left out and that somebody may miss: they may hold the application's own code."""
SDK_COPIES = {
    "aioboto3": "session.py",
    "aiobotocore": "session.py",
    "aws-sdk": "clients",
    "awscli": "clidriver.py",
    "boto3": "session.py",
    "botocore": "session.py",
    "s3transfer": "manager.py",
}
"""Packages that people copy beside their code, and what each has in it: who imports one means the SDK."""
_PACKAGES = frozenset(("build", "coverage", "dist", "env", "target"))
"""Of these, what packages of Go and Java are called as well."""
_GO = ".go"
"""No tool puts sources of Go into its output."""
_JAVA = regex(r"[/\\]src[/\\](?:\w+[/\\])?java[/\\]")
"""Where packages of Java are."""


def skips(name: str, path: str) -> bool:
    """Whether a directory holds no code of the project's own, by its name and what is in it."""
    if (name in _PACKAGES or name in COPIES) and _JAVA.search(path) is not None:
        return False
    if name in COPIES:
        return not _asks(path)
    if name == "site-packages":
        return _is_installation(path)
    if name.startswith(".") or name in SKIPPED_DIRECTORIES or name.endswith(".egg-info"):
        return True
    inside = SDK_COPIES.get(name, "pyvenv.cfg")
    return os.path.exists(os.path.join(path, inside))


def _asks(path: str) -> bool:
    """Whether Python of a directory that nobody has installed there may ask AWS for something."""
    if os.path.exists(os.path.join(path, _OF_GO)):
        return False
    for directory, names, files in os.walk(path):
        try:
            here = installed(list(os.scandir(directory)))
        except OSError:
            continue
        names[:] = [one for one in names if one not in here and not skips(one, os.path.join(directory, one))]
        for name in files:
            if name.endswith(_SOURCE) and _has(os.path.join(directory, name), _ASKS):
                return True
    return False


def _has(path: str, pattern: re.Pattern[bytes]) -> bool:
    try:
        with open(path, "rb") as file:
            return pattern.search(file.read(MAX_RECORD_BYTES)) is not None
    except OSError:
        return False


def original(path: str) -> str:
    """The package that an import of a copy means, by its own name; empty for what is none.

    ``pip._vendor.requests.adapters`` is ``requests.adapters``.
    """
    parts = path.split(".")
    at = max((at for at, part in enumerate(parts) if part in COPIES), default=len(parts))
    return ".".join(parts[at + 1 :])


def _is_installation(path: str) -> bool:
    """Whether anything was installed into a directory of packages: some call that of their own code so."""
    try:
        names = [one.name for one in os.scandir(path)]
    except OSError:
        return True
    return any(name.endswith(_RECORDS) for name in names)


def installed(entries: Sequence[os.DirEntry[str]]) -> set[str]:
    """Directories of packages that pip has put here, as their ``RECORD`` lists them, and the records.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    found: set[str] = set()
    for entry in entries:
        if entry.name.endswith(".dist-info") and entry.is_dir(follow_symlinks=False):
            found.add(entry.name)
            try:
                with open(os.path.join(entry.path, "RECORD"), "rb") as record:
                    text = record.read(MAX_RECORD_BYTES).decode("utf-8", "replace")
            except OSError:
                continue
            found.update(line.partition("/")[0] for line in text.splitlines() if "/" in line)
    return found


def required(
    directory: str, entries: Sequence[os.DirEntry[str]], root: str, is_public: Callable[[str], bool]
) -> set[str]:
    """Public packages in a directory of packages without records that the project asks an installer for.

    Layers are made so: ``pip install -r requirements.txt -t python/lib/python3.12/site-packages``, with the
    records left out to save room. What nobody asks for by name is the project's own, and so is what only its
    people know by that name: a package of their own may be asked for from an index of theirs.
    """
    if os.path.basename(directory) != "site-packages":
        return set()
    names: set[str] = set()
    above = directory
    while above != os.path.dirname(above) and within(above, root):
        above = os.path.dirname(above)
        try:
            files = [one for one in os.scandir(above) if _REQUIREMENTS.fullmatch(one.name)]
            for one in files if within(above, root) else ():
                with open(one.path, encoding="utf-8", errors="replace") as file:
                    names.update(_REQUIREMENT.findall(file.read(MAX_RECORD_BYTES)))
        except OSError:
            continue
    asked = {_DASHES.sub("_", name).lower() for name in names}
    return {
        entry.name
        for entry in entries
        if _DASHES.sub("_", entry.name).lower() in asked and is_public(entry.name)
    }


def package_in(entry: os.DirEntry[str]) -> list[os.DirEntry[str]]:
    """The files of Go in a directory that is called like the output of a tool."""
    if entry.name not in _PACKAGES:
        return []
    try:
        found = [one for one in os.scandir(entry.path) if one.name.endswith(_GO)]
    except OSError:
        return []
    return sorted(found, key=lambda one: one.name)
