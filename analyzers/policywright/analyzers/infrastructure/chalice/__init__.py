"""AWS Chalice: ``.chalice/config.json`` and the handlers that decorators register.

Every stage of the configuration deploys all handlers, so there is one workload for each handler and stage.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from policywright.knowledge.isolation import attempt

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.model import Stack
    from policywright.analyzers.infrastructure.project import ProjectFiles

CONFIG = ".chalice/config.json"


def read(files: ProjectFiles) -> tuple[Stack, ...]:
    """A stack for each configuration of the project."""
    names = [name for name in files.names if name == CONFIG or name.endswith("/" + CONFIG)]
    if not names:
        return ()
    from policywright.analyzers.infrastructure.chalice.reader import stack
    from policywright.analyzers.infrastructure.project import failed_stack

    return tuple(
        attempt(partial(stack, files, name), partial(failed_stack, name, "chalice")) for name in names
    )
