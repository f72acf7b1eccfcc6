"""The code that a container task most likely runs, where its image is said by who deploys it.

``likely_image(workload, files)`` is what the only Dockerfile of a project makes, for a task whose image
nothing here names. It is a guess: what it needs is told, and nothing is certain for it.
"""

from __future__ import annotations

import posixpath
import re

from policywright.analyzers.infrastructure.images.dockerfile import Image, image
from policywright.analyzers.infrastructure.model import Workload
from policywright.analyzers.infrastructure.project import ProjectFiles

_DOCKERFILE = re.compile(r"(?:^|/)(?:Dockerfile(?:\.prod(?:uction)?)?|Containerfile)\Z")
_APART = re.compile(r"(?:^|/)(?:\.devcontainer|tests?|e2e|docs?|examples?)/")
"""Directories whose images are not deployed."""
_NAMED = re.compile(r"^(?:its code is in the )?container image ([^\s:]+)")
_OWN = ("${", ".dkr.ecr.", "(not")


def likely_image(workload: Workload, files: ProjectFiles) -> tuple[str, Image] | None:
    """The Dockerfile and its image."""
    why = workload.code.opaque or ""
    if workload.kind != "task" or "container image" not in why:
        return None
    named = _NAMED.match(why)
    if named is not None and not any(mark in named[1] for mark in _OWN):
        # Somebody else's image.
        return None
    every = [name for name in files.names if _DOCKERFILE.search(name) and not _APART.search(name)]
    if len(every) != 1:
        return None
    found = image(files, every[0], posixpath.dirname(every[0]))
    return (every[0], found) if found is not None else None
