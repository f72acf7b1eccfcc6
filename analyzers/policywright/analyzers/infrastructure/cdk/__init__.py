"""CDK applications by their source, in Python and TypeScript.

``read(files)`` yields a ``Stack`` for each application that is not synthesised (what is synthesised is read
as the templates that it is: ``cloudformation``). The pipeline: ``source`` (syntax tree to constructs, calls
and imports, ``records``) -> ``application`` (the sources of one) -> ``frames`` (what runs, how often and with
what; ``names``) -> ``constructs`` and ``values`` (what expressions are) -> ``grants`` (what roles have) ->
``stack``. ``editing.cdk`` writes patches at the places that these say.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from policywright.analyzers.infrastructure.model import Problem, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles, failed_stack
from policywright.knowledge.isolation import attempt
from policywright.knowledge.records import replace


def read(files: ProjectFiles) -> tuple[Stack, ...]:
    """The applications that are not synthesised: a problem each, and what their source says."""
    return tuple(_stacks(files))


def _stacks(files: ProjectFiles) -> Iterator[Stack]:
    from policywright.analyzers.infrastructure.cdk.stack import stack_from_source
    from policywright.analyzers.infrastructure.cloudformation.cdk import assemblies, without_templates

    for name, problem in without_templates(files, assemblies(files)):
        yield attempt(partial(stack_from_source, files, name, problem), partial(_lost, name, problem))


def _lost(name: str, problem: Problem, why: str) -> Stack:
    failed = failed_stack(name, "cloudformation", why)
    return replace(failed, problems=(problem, *failed.problems))
