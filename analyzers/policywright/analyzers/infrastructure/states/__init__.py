"""Step Functions: what the states of a state machine need, as the calls of any language.

``calls(workload, operations)`` walks a ``Workload`` of kind ``state-machine`` (``findings.MachineFindings``
is what comes back). ``read(files, used)`` yields a stack for each file of Amazon States Language that no
template uses. Integrations are data (``integrations.toml``).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.model import Stack, Workload
    from policywright.analyzers.infrastructure.project import ProjectFiles
    from policywright.analyzers.infrastructure.states.findings import MachineFindings
    from policywright.knowledge.operations import Operations

SUFFIXES = (".asl.json", ".asl.yaml", ".asl.yml")


def calls(workload: Workload, operations: Operations) -> MachineFindings:
    """What the role of a state machine needs for its states; never raises for a bad definition."""
    from policywright.analyzers.infrastructure.states.machine import calls as found

    return found(workload, operations)


def read(files: ProjectFiles, used: Collection[str] = ()) -> tuple[Stack, ...]:
    """A stack for each definition file but those in ``used`` (the files of the other readers' stacks)."""
    taken = frozenset(used)
    names = [name for name in files.names if name.endswith(SUFFIXES) and name not in taken]
    if not names:
        return ()
    from policywright.analyzers.infrastructure.states.reader import read_files

    return read_files(files, names)
