"""All readers of infrastructure and the stacks that they find; a reader is imported when it may be needed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

from policywright.analyzers.infrastructure.exports import with_exports
from policywright.analyzers.infrastructure.model import Code, Dialect, Problem, ProblemCode, Stack
from policywright.analyzers.infrastructure.others import SUFFIXES as OTHERS
from policywright.analyzers.infrastructure.project import (
    HCL,
    TERRAFORM,
    ProjectFiles,
    failed_stack,
    whole_file,
)
from policywright.knowledge.isolation import attempt
from policywright.knowledge.records import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader's package, and how file names end that are worth importing it for."""

    package: str
    suffixes: tuple[str, ...]
    with_modules: str = "read"
    """The function that also reads the parts that several stacks share, by themselves."""


READERS = (
    Reader(package="cloudformation", suffixes=(".yaml", ".yml", ".json", ".template")),
    Reader(package="cdk", suffixes=("cdk.json",)),
    Reader(package="terraform", suffixes=(*TERRAFORM, ".tfstate"), with_modules="read_all"),
    Reader(
        package="serverless",
        suffixes=(".yml", ".yaml", "serverless.json", "serverless.ts", "serverless.js"),
    ),
    Reader(package="chalice", suffixes=(".chalice/config.json",)),
    Reader(package="containers", suffixes=(".json", ".yml", ".yaml")),
    Reader(package="states", suffixes=(".asl.json", ".asl.yaml", ".asl.yml")),
    Reader(package="others", suffixes=OTHERS),
)

_INCLUDED = ("states", "cloudformation")
"""Dialects whose files other templates include."""


def may_have_stacks(files: ProjectFiles) -> bool:
    """Whether any file is named like one that a reader takes."""
    return bool(files.linked) or any(
        name.endswith(reader.suffixes) for reader in READERS for name in files.names
    )


def _lost(files: ProjectFiles, reader: Reader, why: str) -> tuple[Stack, ...]:
    """The boundary of last resort: readers stop at a template where they can."""
    name = next(name for name in files.names if name.endswith(reader.suffixes))
    return (failed_stack(name, "cloudformation", f"nothing of {reader.package} is known: {why}"),)


def _linked(name: str) -> Stack:
    detail = "a symbolic link, which is not followed; name the file that it leads to with --infra"
    problem = Problem(code=ProblemCode.UNREADABLE, span=whole_file(name), detail=detail)
    dialect: Dialect = "terraform" if any(ending in name for ending in HCL) else "cloudformation"
    return Stack(name=name, dialect=dialect, files=(name,), problems=(problem,))


def _defining(stack: Stack) -> Iterator[str]:
    """Files that the state machines of a stack are written in."""
    for workload in stack.workloads:
        if workload.definition is not None:
            yield from {span.file for _, span in workload.definition.spans}


def read_stacks(files: ProjectFiles, *, modules: bool = False) -> tuple[Stack, ...]:
    """The stacks of a project, in the order of their names; with ``modules`` also those of called ones."""
    found: list[Stack] = []
    for reader in READERS:
        if not any(name.endswith(reader.suffixes) for name in files.names):
            continue
        module = import_module(f"policywright.analyzers.infrastructure.{reader.package}")
        name = reader.with_modules if modules else "read"
        read: Callable[[ProjectFiles], tuple[Stack, ...]] = getattr(module, name)
        found.extend(attempt(partial(read, files), partial(_lost, files, reader)))
    found.extend(map(_linked, files.linked))
    # What another stack is made of (a definition, a service's included resources) is no stack of its own.
    parts = {file for stack in found for file in (*stack.files, *_defining(stack)) if file != stack.name}
    whole = [stack for stack in found if stack.name not in parts or stack.dialect not in _INCLUDED]
    placed = with_exports(_with_partition(_with_files(stack, files), files) for stack in whole)
    return tuple(sorted(placed, key=lambda stack: (stack.name, stack.dialect)))


def _with_files(stack: Stack, files: ProjectFiles) -> Stack:
    """What a template names as a package and is a source itself is packaged alone, below nothing.

    Source: ``aws cloudformation package``, which zips a file that is no archive (``FORCE_ZIP`` in awscli).
    """
    workloads = tuple(
        replace(one, code=replace(one.code, directory=posixpath.dirname(place), entries=(entry,)))
        if (place := one.code.directory) and (entry := _of_file(one.code, place, files)) else one
        for one in stack.workloads
    )  # fmt: skip
    return replace(stack, workloads=workloads) if workloads != stack.workloads else stack


def _of_file(code: Code, place: str, files: ProjectFiles) -> str:
    """The entry of a package that is one file; none where the handler is of another."""
    module, _, function = (code.handler or "").rpartition(".")
    stem, suffix = posixpath.splitext(posixpath.basename(place))
    is_it = suffix in _SOURCES and module == stem and not code.entries and files.has(place)
    return f"{place}:{function}" if is_it else ""


_SOURCES = (".py", ".js", ".mjs", ".cjs")
"""What Lambda runs as it stands."""
_TEMPLATED = ("cloudformation", "serverless")
_ASKED = re.compile("(?i)aws::?partition")
_PARTITION = re.compile(r"\barn:(aws[a-z-]*):")


def _with_partition(stack: Stack, files: ProjectFiles) -> Stack:
    """A template that writes its partition out, wherever it says one, is not taught to ask for it."""
    if stack.dialect not in _TEMPLATED or stack.synthesised:
        return stack
    texts = [files.text(name) or "" for name in stack.files if files.has(name)]
    written = {found for text in texts for found in _PARTITION.findall(text)}
    if len(written) != 1 or any(_ASKED.search(text) for text in texts):
        return stack
    return replace(stack, place=(*stack.place, ("partition", *written)))
