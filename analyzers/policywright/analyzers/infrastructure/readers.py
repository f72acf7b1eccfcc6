"""All readers of infrastructure and the stacks that they find; a reader is imported when it may be needed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader's package, and how file names end that are worth importing it for."""

    package: str
    suffixes: tuple[str, ...]
    with_modules: str = "read"
    """The function that also reads the parts that several stacks share, by themselves."""


READERS = (
    Reader(package="cloudformation", suffixes=(".yaml", ".yml", ".json", ".template")),
    Reader(package="terraform", suffixes=(".tf", ".tf.json", ".tfstate"), with_modules="read_all"),
    Reader(
        package="serverless",
        suffixes=("serverless.yml", "serverless.yaml", "serverless.json", "serverless.ts"),
    ),
    Reader(package="chalice", suffixes=(".chalice/config.json",)),
    Reader(package="containers", suffixes=(".json", ".yml", ".yaml")),
    Reader(package="states", suffixes=(".asl.json", ".asl.yaml", ".asl.yml")),
)

_INCLUDED = ("states", "cloudformation")
"""Dialects whose files other templates include."""


def may_have_stacks(files: ProjectFiles) -> bool:
    """Whether any file is named like one that a reader takes."""
    return any(name.endswith(reader.suffixes) for reader in READERS for name in files.names)


def read_stacks(files: ProjectFiles, *, modules: bool = False) -> tuple[Stack, ...]:
    """The stacks of a project, in the order of their names; with ``modules`` also those of called ones."""
    found: list[Stack] = []
    for reader in READERS:
        if not any(name.endswith(reader.suffixes) for name in files.names):
            continue
        module = import_module(f"policywright.analyzers.infrastructure.{reader.package}")
        name = reader.with_modules if modules else "read"
        read: Callable[[ProjectFiles], tuple[Stack, ...]] = getattr(module, name)
        found.extend(read(files))
    # What another stack is made of (a definition, a service's included resources) is no stack of its own.
    parts = {file for stack in found for file in stack.files if file != stack.name}
    whole = [stack for stack in found if stack.name not in parts or stack.dialect not in _INCLUDED]
    return tuple(sorted(whole, key=lambda stack: (stack.name, stack.dialect)))
