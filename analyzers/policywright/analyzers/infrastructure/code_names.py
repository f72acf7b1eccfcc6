"""Names of files, directories and functions as they are compared to find what code is meant."""

from __future__ import annotations

import posixpath
import re

OUTPUTS = frozenset((
    "dist", "build", "built", "out", "target", "bin", "lib", "output", ".build", ".esbuild", ".dist",
    "publish", "package", "libs", "distributions", "artifacts", "builds",
))  # fmt: skip
"""Directories that builds write to."""
SOURCES = ("src", "lib", "source", "app", "")
"""Directories that sources are in."""

_TOP = frozenset(
    ("com", "org", "net", "io", "dev", "de", "uk", "co", "eu", "fr", "nl", "br", "ca", "au", "jp", "us")
)


def company(name: str) -> str:
    """The first part of a qualified name of Java's that is somebody's: ``com.acme``."""
    parts = name.split(".")
    return ".".join(parts[: 2 if parts[0] in _TOP else 1])


def join(*parts: str) -> str:
    """A path from the project's root."""
    return posixpath.normpath("/".join(part for part in parts if part)).lstrip("/")


def outside(directory: str) -> str:
    """The directory that a build's output directory is in."""
    while directory and directory.rpartition("/")[2] in OUTPUTS:
        directory = posixpath.dirname(directory)
    return directory


def letters(name: str) -> str:
    """A name in lower case, without punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def word(name: str) -> str:
    """A name to compare by: lower case, without punctuation and words that everything has."""
    return re.sub(r"(function|lambda|handler|fn|func)$", "", letters(name))
