"""Containers: ECS task definitions in JSON (``containerDefinitions``) and AWS Copilot
(``copilot/*/manifest.yml``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.model import Stack
    from policywright.analyzers.infrastructure.project import ProjectFiles

_DEFINITION = '"containerDefinitions"'
_MANIFESTS = ("/manifest.yml", "/manifest.yaml")
_NEVER = ("package.json", "package-lock.json", "tsconfig.json", ".tfstate", ".asl.json")


def read(files: ProjectFiles) -> tuple[Stack, ...]:
    """A stack for each task definition and for each Copilot application."""
    manifests = [name for name in files.names if name.endswith(_MANIFESTS) and "copilot" in name.split("/")]
    tasks = [
        name
        for name in files.names
        if name.endswith(".json") and not name.endswith(_NEVER) and _DEFINITION in (files.text(name) or "")
    ]
    found: list[Stack] = []
    if tasks:
        from policywright.analyzers.infrastructure.containers.tasks import read_tasks

        found.extend(read_tasks(files, tasks))
    if manifests:
        from policywright.analyzers.infrastructure.containers.copilot import read_applications

        found.extend(read_applications(files, manifests))
    return tuple(found)
