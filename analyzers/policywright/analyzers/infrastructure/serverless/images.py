"""Functions deployed as container images that the service builds itself (``provider.ecr.images``)."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from policywright.analyzers.infrastructure.model import Code
from policywright.analyzers.infrastructure.serverless.service import Service
from policywright.analyzers.infrastructure.yaml_nodes import Node

_BASE = re.compile(
    r"^\s*FROM\s+(?:--\S+\s+)?public\.ecr\.aws/lambda/(python|nodejs|java|provided):(\S+)",
    re.IGNORECASE | re.MULTILINE,
)
_COMMAND = re.compile(r"""^\s*CMD\s+\[\s*["']([^"']+)["']\s*\]""", re.IGNORECASE | re.MULTILINE)
_RUNTIMES = {"python": "python{}", "nodejs": "nodejs{}.x", "java": "java{}", "provided": "provided.{}"}


def image_code(service: Service, node: Node, image: Node) -> Code:
    """The code of an image: the handler that its command names, below the directory that is its context."""
    name = service.text(image) or service.text(image.get("name"))
    built = service.provider.get("ecr", "images", name) if name else None
    path = service.text(built) or service.text(built.get("path")) if built is not None else None
    if path is None:
        shown = name or service.text(image.get("uri")) or "whose name is not known"
        return Code(opaque=f"container image {shown} is not built here")
    directory = _below(service.directory, path)
    file = service.text(built.get("file")) if built is not None and built.mapping else None
    text = service.files.text(_below(directory, file or "Dockerfile")) or ""
    command = image.get("command")
    listed = [one.text for one in command.items if one.text] if command is not None else []
    found = _COMMAND.search(text)
    handler = listed[0] if listed else found[1] if found is not None else None
    base = _BASE.search(text)
    if handler is None or base is None:
        return Code(directory=directory, opaque=f"container image {name}: its handler is not known")
    version = base[2].partition("-")[0]
    return Code(directory=directory, handler=handler, runtime=_RUNTIMES[base[1].lower()].format(version))


def _below(base: str, path: str) -> str:
    return PurePosixPath(base, path).as_posix().removeprefix("./").removesuffix("/.").removeprefix(".")
