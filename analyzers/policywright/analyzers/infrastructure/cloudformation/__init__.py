"""CloudFormation and SAM templates, and what CDK synthesises.

``read(files)`` yields a ``Stack`` per template, found by content: a mapping ``Resources`` with a type of AWS.
The pipeline: ``yaml_nodes`` (text to nodes) -> ``template`` (what is declared) -> ``intrinsics`` (values) ->
``roles`` with ``policies`` and ``sam``, ``functions`` with ``code``, ``tasks`` with ``machines`` ->
``reader``. ``cdk`` finds the sources of what CDK synthesised; ``nesting`` passes constants between stacks.
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import replace

SUFFIXES = (".yaml", ".yml", ".json", ".template")
_NEVER = frozenset((
    "package.json", "package-lock.json", "tsconfig.json", "composer.json", "pnpm-lock.yaml", "angular.json",
    "docker-compose.yml", "docker-compose.yaml",
))  # fmt: skip
_TYPED = re.compile(r"""["']?Type["']?\s*:\s*["']?(?:AWS|Alexa|Custom)::""")


def candidates(files: ProjectFiles) -> list[str]:
    """The files that may be templates, told by name and by what their text contains."""
    found: list[str] = []
    for name in files.names:
        if not name.endswith(SUFFIXES) or name.rpartition("/")[2] in _NEVER:
            continue
        text = files.text(name)
        seen = files.glimpse(name) if text is None else text
        if "Resources" in seen and _TYPED.search(seen):
            found.append(name)
    return found


def _uses_cdk(files: ProjectFiles) -> bool:
    return any(name.endswith(("cdk.json", "manifest.json")) for name in files.names)


def template_names(files: ProjectFiles, *, unmarked: bool = False) -> tuple[list[str], list[str]]:
    """The files that may be templates and count, and the directories that CDK wrote to (``assemblies``)."""
    names = candidates(files)
    if not _uses_cdk(files):
        return names, []
    from policywright.analyzers.infrastructure.cloudformation import cdk

    outputs = cdk.assemblies(files, unmarked=unmarked)
    current = {name for output in outputs for name in cdk.templates_of(files, output)}
    # What is below such a directory and not in its manifest was left there by earlier runs.
    names = [
        name for name in names
        if name in current or not any(cdk.is_inside(name, output) for output in outputs)
    ]  # fmt: skip
    return names, outputs


def read(files: ProjectFiles) -> tuple[Stack, ...]:
    """The stacks of a project's templates, in the order of their names."""
    names, outputs = template_names(files)
    uses_cdk = _uses_cdk(files)
    if not names:
        return ()
    from policywright.analyzers.infrastructure.cloudformation.reader import read_templates

    found = read_templates(files, names)
    if not uses_cdk:
        return found
    from policywright.analyzers.infrastructure.cloudformation import cdk

    return tuple(
        replace(stack, synthesised=any(cdk.is_inside(stack.name, output) for output in outputs))
        for stack in found
    )
