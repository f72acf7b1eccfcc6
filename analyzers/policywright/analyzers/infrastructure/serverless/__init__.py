"""Serverless Framework: ``serverless.yml`` with its variables, functions, roles, resources and state
machines, or the program that says the same (``code``).

``variables`` resolves ``${...}``; ``service`` puts the sections together as one CloudFormation template
whose resources the framework adds to; ``functions``, ``roles`` and ``machines`` turn them into records.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from policywright.knowledge.isolation import attempt

if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.model import Stack
    from policywright.analyzers.infrastructure.project import ProjectFiles

CONFIGURATIONS = ("serverless.yml", "serverless.yaml", "serverless.json")
SCRIPTS = (".ts", ".js", ".mts", ".cts", ".mjs", ".cjs")
CODE = ("serverless.ts", "serverless.js")
_OTHER_NAME = re.compile(r"(?:^|/)serverless[._-][\w.-]+\.ya?ml\Z")
"""What ``--config`` is told: ``serverless.prod.yml``, ``serverless.template.yml``, ``serverless-api.yml``.

https://www.serverless.com/framework/docs/providers/aws/cli-reference/deploy
"""
_SECTIONS = (re.compile(r"(?m)^service:"), re.compile(r"(?m)^provider:"))
"""What a service has, and a part of one that another file includes has not."""


def read(files: ProjectFiles) -> tuple[Stack, ...]:
    """A stack for each service of the project that is deployed to AWS."""
    known = (*CONFIGURATIONS, *CODE)
    names = [
        name for name in files.names
        if name.rsplit("/", 1)[-1] in known or (_OTHER_NAME.search(name) and _is_service(files, name))
    ]  # fmt: skip
    if not names:
        return ()
    from policywright.analyzers.infrastructure.project import failed_stack
    from policywright.analyzers.infrastructure.serverless.reader import stack, stack_of_code

    tried = [
        attempt(
            partial(stack_of_code if name.endswith(CODE) else stack, files, name),
            partial(failed_stack, name, "serverless"),
        )
        for name in names
    ]
    found = [one for one in tried if one is not None]
    return tuple(one for one in found if not _is_part(one, found))


def _is_part(stack: Stack, found: list[Stack]) -> bool:
    """What another file takes in by ``${file(serverless.functions.yml)}``, whatever sections it has."""
    return stack.name.rsplit("/", 1)[-1] not in (*CONFIGURATIONS, *CODE) and any(
        [stack.name in other.files and other.name not in stack.files for other in found]
    )


def _is_service(files: ProjectFiles, name: str) -> bool:
    text = files.text(name) or ""
    return all(section.search(text) for section in _SECTIONS)
