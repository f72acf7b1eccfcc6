"""Where a function's code may be that nothing names: what a module is given, and which guesses stand.

In: the functions of a root module and their arguments. Out: directories to look into, and the functions whose
code stays unknown because one place would be that of several packages. ``search.py`` looks for handlers.
"""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.model import Code, Problem, Workload
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.file_functions import local_name
from policywright.analyzers.infrastructure.terraform.modules import parent_of
from policywright.analyzers.infrastructure.terraform.traced import (
    Env,
    Instance,
    Mapping,
    Traced,
    options,
    plain,
)
from policywright.knowledge.records import replace
from policywright.knowledge.values import Hole, Text

_PATH_INPUT = re.compile(r"source|src|path|code|dir", re.IGNORECASE)
"""Inputs of a module that may say where a function's code is."""


def settled(
    workloads: list[Workload], unsure: dict[str, tuple[str, Problem]], problems: list[Problem]
) -> list[Workload]:
    """The functions of a root module: a guess alone makes no place the source of several packages."""

    def settle(one: Workload) -> Workload:
        package, problem = unsure.get(one.id, ("", None))
        others = [
            other for other in workloads
            if problem is not None and other is not one and _is_same(other.code, one.code)
            and unsure.get(other.id, (None, None))[0] != package
        ]  # fmt: skip
        if not others or problem is None:
            return one
        problems[:] = [said for said in problems if said != problem]
        place = one.code.directory or "."
        why = f"its package is not here, and {others[0].id} may be what is in {place}, too"
        return replace(one, code=replace(opaque(one.code, why), layers=one.code.layers))

    return list(map(settle, workloads))


def is_given(evaluator: Evaluator, value: Traced, instance: Instance) -> bool:
    """A path that a variable tells, in a module that is read by itself and that others call."""
    if instance.parent is not None or instance.module.directory not in evaluator.modules.callers():
        return False
    found = [plain(one) for one in options(value)]
    holes = [part for one in found if isinstance(one, Text) for part in one.parts if isinstance(part, Hole)]
    return any(one.kind == "parameter" for one in holes)


def input_paths(evaluator: Evaluator, env: Env) -> list[str]:
    """Directories of the project among the inputs of the module that a function is in."""
    parent, found = env.instance.parent, list[str]()
    if parent is None:
        return []
    files = evaluator.modules.files
    for name, expr in env.instance.inputs.items():
        if not _PATH_INPUT.search(name):
            continue
        for one in options(evaluator.evaluate(expr, parent.with_defaults())):
            items, _ = evaluator.elements(one)
            for item in items if items is not None else (one,):
                given = item.fields.get("path", item) if isinstance(item, Mapping) else item
                path = local_name(env, given)
                if path is not None and files.has(path):
                    found.append(parent_of(path))
                elif path and files.inside(path):
                    found.append(path)
    return list(dict.fromkeys(found))


def _is_same(code: Code, other: Code) -> bool:
    same = (code.directory, code.handler, code.entries) == (other.directory, other.handler, other.entries)
    return same and code.directory is not None and not code.opaque


def opaque(code: Code, why: str) -> Code:
    return Code(handler=code.handler, runtime=code.runtime, opaque=why)
