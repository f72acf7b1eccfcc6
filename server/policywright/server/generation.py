"""Running the analysis for a user: the one place where the command line and the MCP server meet it."""

from __future__ import annotations

import os
from collections.abc import Callable

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place
from policywright.analyzers.unresolved import by_cause
from policywright.knowledge.records import replace
from policywright.server.errors import UserError
from policywright.server.published import Settings
from policywright.server.request import Progress, Request


def generate(
    request: Request,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Analysis:
    """Analyse; what the user got wrong comes back as a one-line ``UserError``."""
    from policywright.analyzers.api import Cancelled, InputError, Options, analyse
    from policywright.knowledge.store import StoreError

    options = Options(
        entries=tuple(entry_name(entry, request) for entry in request.entries),
        region=request.region,
        account=request.account,
        partition=request.partition,
        include_optional=request.include_optional,
        root=request.root,
        infrastructure=request.infrastructure and request.against is None,
        infra=request.infra,
        parallel=request.parallel,
        kept=request.kept,
    )
    try:
        analysis = analyse(request.paths, options, progress=progress, cancelled=cancelled)
        if request.against is not None:
            from policywright.server.against import compared

            analysis = compared(analysis, request.against, request)
        return analysis
    except (InputError, StoreError) as error:
        raise UserError(str(error)) from error
    except Cancelled as error:
        raise UserError("cancelled") from error


def only_role(analysis: Analysis, name: str) -> Analysis:
    """The part of an analysis that is about one function or role of the templates.

    Raises ``UserError`` when there is none of that name.
    """
    infrastructure = analysis.infrastructure
    every = (*infrastructure.roles, *infrastructure.covered) if infrastructure is not None else ()
    chosen = tuple(
        diff
        for diff in every
        if name in (diff.needs.id, *(workload.id for workload in diff.needs.workloads))
        or (diff.needs.role is not None and name == diff.needs.role.id)
    )
    if infrastructure is None or not chosen:
        known = ", ".join(sorted({diff.needs.id for diff in every})) or "none"
        raise UserError(f"no function or role {name} in the templates; there are: {known}")
    targets = {diff.needs.attach_to for diff in chosen}
    return replace(
        analysis,
        policies=tuple(policy for policy in analysis.policies if policy.attach_to in targets),
        may_need=tuple(item for diff in chosen for item in diff.needs.may_need),
        not_granted=tuple(item for diff in chosen for item in diff.needs.not_granted),
        unresolved=by_cause(item for diff in chosen for item in diff.needs.unresolved),
        infrastructure=infrastructure.of(chosen),
    )


def entry_name(entry: str, request: Request) -> str:
    """An entry point in the terms of the analysis: its file relative to the common root of the inputs.

    People name a file as they see it from where they are. What is no file there is left as it is: it may be
    the end of a name, which the analysis finds by itself.
    """
    file, colon, function = entry.rpartition(":")
    if not colon or "/" in function or os.sep in function:
        file, colon, function = entry, "", ""
    from pathlib import Path

    inputs = [Path(os.path.realpath(path)) for path in request.paths]
    common = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in inputs]))
    named = Path(os.path.realpath(os.path.join(request.base, file)))
    if named.is_relative_to(common) and named.is_file():
        file = named.relative_to(common).as_posix()
    return f"{file}{colon}{function}"


def render_settings(request: Request, *, explain: bool, max_reasons: int | None = None) -> Settings:
    """The settings with which a request's analysis is rendered."""
    from policywright.server.knowledge_facts import knowledge_facts

    return Settings(
        place=Place(region=request.region, account=request.account, partition=request.partition),
        explain=explain,
        max_reasons=max_reasons,
        knowledge=knowledge_facts(),
    )
