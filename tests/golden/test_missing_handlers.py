"""A handler whose file is not there has no code: no other function's, and none that looks like it.

Of each golden template the file of each function's handler is taken away, one at a time. Nothing that is left may be
taken for the function's code, unless as a guess, which edits nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden.test_infrastructure import CASES, project_of
from tests.shares import projects

from policywright.analyzers.discovery import Discovered, discover
from policywright.analyzers.infrastructure.application import located_of
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.readers import read_stacks

LOOKED_FOR = {
    # Frameworks find the application's beans by themselves, wherever they are.
    "quarkus_inherited_handlers",
    # Reported as a guess by the reader itself: the only source of a package that is not here.
    "terraform_guessed_twice",
    # The package's own directory, where something else exports the handler; no other function has it.
    "bundled_by_scripts", "cdk_synthesised_for_an_account",
    # A command of an image that names no file: the directory that the image has is taken.
    "terraform_images",
    # Two applications have one class by its whole name.
    "names_given_to_libraries",
}  # fmt: skip


@pytest.mark.parametrize("case", projects("handlers", CASES, 6))
def test_missing_handlers(case: Path) -> None:
    project = project_of(case)
    files = ProjectFiles.below(project)
    before: dict[tuple[int, str], str] = {}
    for number, stack in enumerate(read_stacks(files)):
        for id, entries in sure(stack, discover([project]), files).items():
            if len(entries) == 1 and file_of(entries, files):
                before[number, id] = file_of(entries, files)
    wrong = []
    for file in sorted(set(before.values())):
        found = discover([project])
        found.files = [(source, language) for source, language in found.files if source.name != file]
        left = files.without(lambda name, file=file: name == file)
        for number, stack in enumerate(read_stacks(left)):
            for id, entries in sure(stack, found, left).items():
                # What is deployed may have it itself.
                packed = any(".zip/" in one for one in entries)
                if before.get((number, id)) == file and entries and not packed:
                    wrong.append(f"{id}: {file} -> {', '.join(entries)}")
    assert not wrong or case.name in LOOKED_FOR


def file_of(entries: tuple[str, ...], files: ProjectFiles) -> str:
    """The one file that a function starts in, if it is one that can be taken away."""
    file = entries[0].partition(":")[0]
    return file if files.has(file) and ".zip/" not in file else ""


def sure(stack: Stack, found: Discovered, files: ProjectFiles) -> dict[str, tuple[str, ...]]:
    """Where functions start, as far as that is not guessed."""
    located = located_of(stack, found, files)
    return {one.workload.id: one.entries for one in located if one.guessed is None and one.inline is None}
