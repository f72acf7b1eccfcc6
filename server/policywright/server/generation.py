"""Running the analysis for a user: the one place where the command line and the MCP server meet it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place
from policywright.analyzers.unresolved import by_cause
from policywright.knowledge.isolation import Stopped, is_loud
from policywright.knowledge.records import replace
from policywright.server.errors import UserError
from policywright.server.published import Settings
from policywright.server.request import Progress, Request, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from policywright.analyzers.infrastructure.role_diff import RoleDiff
    from policywright.server.remembered import Known, Stamp

DEBUG = "POLICYWRIGHT_DEBUG"
"""The variable by which ``generate`` judges its own policies (``selfcheck.py``)."""
MAX_KNOWN = 30
"""Roles that are named to somebody who asks for one that there isn't."""
CUT = "..."
"""The end of a name that was too long for an answer (``text.clip``)."""


def generate(
    request: Request,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Analysis:
    """Analyse; what the user got wrong comes back as a one-line ``UserError``."""
    from policywright.analyzers.api import InputError, Options, OutOfTime, analyse
    from policywright.knowledge.store import StoreError
    from policywright.server.places import prefix_of, seen_from

    borrowed = _called_from(request)
    request = replace(request, paths=(*request.paths, *borrowed))
    options = Options(
        entries=tuple(entry_name(entry, request) for entry in request.entries),
        region=request.region,
        account=request.account,
        partition=request.partition,
        include_optional=request.include_optional,
        exclude=request.exclude,
        base=request.base,
        root=request.root,
        infrastructure=request.infrastructure and request.against is None,
        infra=request.infra,
        borrowed=borrowed,
        keep_templates=request.keep_templates,
        parallel=request.parallel,
        kept=request.kept,
    )
    prefix = prefix_of((*request.paths, *request.infra), request.base) or ""
    try:
        known, stamp = _known(request)
        if known is not None:
            analysis = known.analysis
        else:
            analysis = analyse(request.paths, options, progress=progress, cancelled=cancelled)
            _look_for_faults(analysis, request)
            if request.remembered is not None:
                known = request.remembered.put(key_of(request), stamp, analysis)
        if request.role is not None and request.against is None:
            name = request.role.removeprefix(prefix)
            roles = known.roles if known is not None else {}
            if name not in roles:
                roles[name] = seen_from(only_role(analysis, name), prefix)
            analysis = roles[name]
        elif known is not None:
            known.named = analysis = known.named or seen_from(analysis, prefix)
        else:
            analysis = seen_from(analysis, prefix)
        if request.against is not None:
            from policywright.server.against import compared

            analysis = compared(analysis, request.against, request)
            analysis = only_role(analysis, request.role) if request.role is not None else analysis
        return analysis
    except (InputError, StoreError) as error:
        raise UserError(str(error)) from error
    except OutOfTime as error:
        raise UserError("there was no time to look at all files: name fewer of them") from error
    except Stopped as error:
        raise UserError("cancelled") from error


def _look_for_faults(analysis: Analysis, request: Request) -> None:
    if is_loud() or os.environ.get(DEBUG):
        from policywright.server.selfcheck import check

        check(
            analysis.policies,
            Place(region=request.region, account=request.account, partition=request.partition),
        )


def _called_from(request: Request) -> tuple[Path, ...]:
    """Modules of Terraform outside of the paths that configurations below them call, where names allow it."""
    if not request.infrastructure or request.entries or not any(map(os.path.isdir, request.paths)):
        return ()
    from pathlib import Path

    from policywright.analyzers.infrastructure.terraform.outside import places_outside
    from policywright.server.places import prefix_of

    paths = [Path(path).resolve() for path in request.paths]
    top = Path(request.root if request.root is not None else request.base or ".").resolve()
    if top in paths or not all(path.is_relative_to(top) for path in paths):
        return ()
    found = tuple(places_outside([path for path in paths if path.is_dir()], top))
    return found if prefix_of((*paths, *request.infra, *found), request.base) is not None else ()


def _known(request: Request) -> tuple[Known | None, Stamp | None]:
    """What a live server knows of the request, and what there is now; nothing in a command."""
    if request.remembered is None:
        return None, None
    from policywright.server.remembered import stamp_of

    stamp = stamp_of(request)
    return request.remembered.get(key_of(request), stamp), stamp


def only_role(analysis: Analysis, name: str) -> Analysis:
    """The part of an analysis that is about one function or role of the templates (``template.yaml:Name``
    where several have that name), or one policy of code that is no role's.

    Raises ``UserError`` when there is none of that name.
    """
    infrastructure = analysis.infrastructure
    every = (*infrastructure.roles, *infrastructure.covered) if infrastructure is not None else ()
    chosen = tuple(diff for diff in every if name in _names(diff))
    if not chosen and name.endswith(CUT):
        # As the answer names it, which cuts what is very long.
        chosen = tuple(
            diff for diff in every if any(one.startswith(name[: -len(CUT)]) for one in _names(diff))
        )
    if infrastructure is None or not chosen:
        return _only_policy(analysis, name, every)
    targets = {diff.needs.attach_to for diff in chosen}
    return replace(
        analysis,
        policies=tuple(policy for policy in analysis.policies if policy.attach_to in targets),
        may_need=tuple(item for diff in chosen for item in diff.needs.may_need),
        not_granted=tuple(item for diff in chosen for item in diff.needs.not_granted),
        unresolved=by_cause(item for diff in chosen for item in diff.needs.unresolved),
        infrastructure=infrastructure.of(chosen),
    )


def _only_policy(analysis: Analysis, name: str, every: Sequence[RoleDiff]) -> Analysis:
    """The part about a policy that is named beside the roles."""
    from policywright.server.rendering.headline import policies_apart

    apart = policies_apart(analysis)
    chosen = tuple(policy for policy in apart if policy.name == name)
    if not chosen:
        known = [*dict.fromkeys(diff.needs.id for diff in every), *(policy.name for policy in apart)]
        raise UserError(f"no function, role or policy {name}; there are: {_those_there_are(name, known)}")
    of_roles = {item for diff in every for item in diff.needs.may_need}
    return replace(
        analysis,
        policies=chosen,
        may_need=tuple(item for item in analysis.may_need if item not in of_roles),
        infrastructure=None,
    )


def _names(diff: RoleDiff) -> list[str]:
    """What a role may be called."""
    needs = diff.needs
    role = [needs.role.id] if needs.role is not None else []
    return [needs.id, f"{needs.stack.name}:{needs.id}", *role, *(workload.id for workload in needs.workloads)]


def _those_there_are(name: str, names: Sequence[str]) -> str:
    """The names that there are, or of very many those that are most like this."""
    known = sorted(set(names))
    if len(known) <= MAX_KNOWN:
        return ", ".join(known) or "none"
    from difflib import get_close_matches

    shown = get_close_matches(name, known, n=MAX_KNOWN, cutoff=0.0)
    return f"{', '.join(shown)} and {len(known) - MAX_KNOWN} more"


def entry_name(entry: str, request: Request) -> str:
    """An entry point in the terms of the analysis: its file relative to the common root of the inputs.

    People name a file as they see it from where they are. What is no file there is left as it is: it may be
    the end of a name, which the analysis finds by itself.
    """
    file, colon, function = entry.rpartition(":")
    if not colon or "/" in function or os.sep in function:
        file, colon, function = entry, "", ""
    from pathlib import Path

    from policywright.server.places import common_root

    common = Path(common_root((*request.paths, *request.infra)))
    named = Path(os.path.realpath(os.path.join(request.base, file)))
    if named.is_relative_to(common) and named.is_file():
        file = named.relative_to(common).as_posix()
    return f"{file}{colon}{function}"


def render_settings(
    request: Request, *, explain: bool, max_reasons: int | None = None, color: bool = False
) -> Settings:
    """The settings with which a request's analysis is rendered."""
    from policywright.server.knowledge_facts import knowledge_facts
    from policywright.server.places import base_of

    return Settings(
        place=Place(region=request.region, account=request.account, partition=request.partition),
        explain=explain,
        max_reasons=max_reasons,
        color=color,
        start=base_of((*request.paths, *request.infra), request.base),
        knowledge=knowledge_facts(),
    )
