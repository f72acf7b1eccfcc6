"""Deployment policies for a user: where the command line and the MCP server meet ``analyzers.deployment``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from policywright.server.errors import UserError
from policywright.server.pages import clipped
from policywright.server.published import Besides, Json, Section, Settings, dump
from policywright.server.text import few, one_line, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers.analysis import Analysis
    from policywright.analyzers.deployment.deploying import Deployed, Options
    from policywright.knowledge.store import StrPath
    from policywright.server.request import Request

MAX_NAMED = 12
"""Identities that a headline names."""
_NAME = 80
_ALIKE = 3
"""Identities that a line names of which the same is to be said."""
_BOUNDARY = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}|aws|\*):policy/[\w+=,.@/-]+")
_STACK = re.compile(r"[A-Za-z*][A-Za-z0-9*-]{0,127}")
"""What CloudFormation takes for a stack's name, and stars for what a pipeline puts in."""


def asked(**given: Any) -> Options:
    """What is asked for; raises ``UserError`` for a boundary and a stack that can't be."""
    from policywright.analyzers.deployment.deploying import Options

    boundary = given.get("boundary")
    if boundary is not None and not _BOUNDARY.fullmatch(boundary):
        raise UserError(
            f"--boundary {boundary}: not the ARN of a managed policy (arn:aws:iam::ACCOUNT:policy/NAME)"
        )
    stack = given.get("stack_name")
    if stack is not None and not _STACK.fullmatch(stack):
        raise UserError(f"--stack-name {stack}: no name of a stack (letters, digits and hyphens)")
    return Options(**given)


def deployed(paths: Sequence[StrPath], options: Options) -> Deployed:
    """The policies of whoever deploys what is under the paths; raises ``UserError``."""
    from policywright.analyzers.deployment.deploying import deploy
    from policywright.analyzers.discovery import InputError
    from policywright.knowledge.store import StoreError
    from policywright.server.places import prefix_of, seen_from

    try:
        found = deploy(paths, options)
    except (InputError, StoreError) as error:
        raise UserError(str(error)) from error
    if not found.identities and not found.analysis.unresolved:
        names = " ".join(str(path) for path in paths)
        raise UserError(
            f"{names}: nothing that is deployed: no template, no .tf or .tofu file, no plan, no pipeline"
        )
    return seen_from(found, prefix_of([found.start], options.base) or "")


def deployment_against(request: Request, identity: str) -> Analysis:
    """What one identity needs to deploy, compared with the policy of the request.

    Raises ``UserError`` without a policy to compare with, or where it isn't told which identity is meant.
    """
    from policywright.knowledge.records import replace
    from policywright.server.against import compared

    if request.against is None:
        raise UserError("check --deployment compares with a policy: give --against FILE|ARN")
    options = asked(
        region=request.region, account=request.account, partition=request.partition, root=request.root,
        base=request.base, exclude=request.exclude,
    )  # fmt: skip
    found = deployed(request.paths, options)
    named = [one for one in found.identities if one.name == identity]
    said_first = [one for one in found.identities if one.purpose.split()[0] == identity]
    any_word = (one for one in found.identities if identity in (one.tool, *one.purpose.split()))
    meant = named or said_first or [*any_word]
    if len(meant) != 1:
        names = ", ".join(one.name for one in found.identities)
        said = "several identities are" if meant else "no identity is"
        raise UserError(f"check --deployment {identity}: {said} called so; name one of {names}")
    own = meant[0].policies
    policies = tuple(one for one in found.analysis.policies if one.name in own)
    # What is not known of the others says nothing of this one.
    of_others = {each for one in found.identities if one is not meant[0] for each in one.unresolved}
    of_others -= set(meant[0].unresolved)
    analysis = replace(
        found.analysis, policies=policies, may_need=meant[0].may_need,
        unresolved=tuple(one for one in found.analysis.unresolved if one not in of_others),
    )  # fmt: skip
    return compared(analysis, request.against, request)


def report(found: Deployed, settings: Settings) -> Json:
    """The report of ``generate``, and what only a deployment has under ``deployment``."""
    from policywright.server.report import build_report

    return {
        **build_report(found.analysis, settings),
        "deployment": {
            "escalation": list(found.escalation),
            "identities": [
                {"name": one.name, "tool": one.tool, "purpose": one.purpose, "policies": list(one.policies)}
                for one in found.identities
            ],
            "offers": [
                {
                    "identity": one.identity,
                    "actions": list(one.actions),
                    "condition": one.condition,
                    "why": one.why,
                }
                for one in found.offers
            ],
            "trust": [
                {
                    "role": one.role,
                    "identities": list(one.jobs),
                    "file": one.span.file,
                    "line": one.span.line,
                    "document": one.document,
                }
                for one in found.trust
            ],
        },
    }


def summary(found: Deployed) -> str:
    """One line: for whom there are policies, and what to look at first."""
    names = few([f"{one.name} ({one.purpose})" for one in found.identities], MAX_NAMED)
    ways = plural(len(found.escalation), "way") + " to more permissions" if found.escalation else ""
    unresolved = f"{len(found.analysis.unresolved)} not resolved" if found.analysis.unresolved else ""
    return "; ".join(part for part in (f"policies for {names}" if names else "", ways, unresolved) if part)


def settings_of(found: Deployed, options: Options, *, explain: bool = False, color: bool = False) -> Settings:
    """The settings with which a deployment is rendered: those of ``generate``, and what is said besides."""
    from policywright.server.knowledge_facts import knowledge_facts
    from policywright.server.places import base_of

    return Settings(
        place=options.place,
        explain=explain,
        color=color,
        start=base_of([found.start], options.base),
        knowledge=knowledge_facts(),
        besides=Besides(headline=summary(found), first=tuple(_first(found)), last=tuple(_last(found))),
    )


def render(found: Deployed, settings: Settings, format: str) -> str:
    """The result in a format of ``generate``; what escalates comes first where people read."""
    from policywright.server.rendering import renderer

    return dump(report(found, settings)) if format == "json" else renderer(format)(found.analysis, settings)


def told_once(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines of the form ``identity: what is said``, each thing once, with those of whom it is."""
    whose: dict[str, list[str]] = {}
    for line in lines:
        name, colon, said = line.partition(": ")
        names = whose.setdefault(said if colon else line, [])
        if colon:
            names.append(clipped(one_line(name), _NAME))
    return tuple(f"{few(names, _ALIKE)}: {said}" if names else said for said, names in whose.items())


def _first(found: Deployed) -> Iterator[Section]:
    """The ways to more permissions that are left."""
    if found.escalation:
        yield Section(title="Ways to more permissions", lines=told_once(found.escalation))


def _last(found: Deployed) -> Iterator[Section]:
    """Conditions that are offered, and who should be able to assume the roles."""
    import json

    offered = tuple(
        f"{one.identity}: `{json.dumps(one.condition)}` on "
        f"{', '.join(f'`{action}`' for action in one.actions)}: {one.why}"
        for one in found.offers
    )
    if offered:
        yield Section(title="Conditions that would narrow it further (an offer)", lines=offered)
    for one in found.trust:
        whose = one.role if not one.role.endswith(":role/*") else ", ".join(one.jobs)
        yield Section(title=f"Trust policy for `{whose}` (proposal)", document=one.document)
