"""The policies of whoever deploys a project: ``deploy_analysis(files, options)``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import MOST_POLICIES, Place, assemble_one, text
from policywright.analyzers.deployment import unlisted
from policywright.analyzers.deployment.combining import TOLD, combined, told_alike
from policywright.analyzers.deployment.compacting import compacted
from policywright.analyzers.deployment.grants import Asks, Collecting
from policywright.analyzers.deployment.model import ALL_PHASES, Deployment, Told, Tool
from policywright.analyzers.deployment.offering import Offer, offers
from policywright.analyzers.deployment.pipelines import jobs_of
from policywright.analyzers.deployment.plans import is_planned
from policywright.analyzers.deployment.resources import Placing
from policywright.analyzers.deployment.risks import remaining, unbounded
from policywright.analyzers.deployment.running import Job, both_trusted
from policywright.analyzers.discovery import InputError, excluding
from policywright.analyzers.ignoring import ignored, ignored_below
from policywright.analyzers.infrastructure.project import TERRAFORM, ProjectFiles
from policywright.analyzers.infrastructure.terraform.outside import modules_outside
from policywright.analyzers.model import AttachTo, MayNeed, Policy, Span, Unresolved, UnresolvedCode
from policywright.analyzers.unresolved import by_cause
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.deployments import Deployments
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.store import StrPath, shared_store
from policywright.knowledge.values import Const

PHASES = {"plan": "r", "apply": "cru", "destroy": "rd", "all": ALL_PHASES}
"""What an identity is for. A stack that fails is rolled back, so CloudFormation's apply deletes as well."""
_ROLLED_BACK = "crud"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is asked for; see the command line's help for each."""

    tool: Tool | None = None
    phase: str = "all"
    boundary: str | None = None
    stack_name: str | None = None
    region: str | None = None
    account: str | None = None
    partition: str | None = None
    include_optional: bool = False
    compact: bool = False
    """Patterns of verbs instead of actions, where these are of one access level on one resource."""
    base: StrPath = ""
    """Where the user is: what patterns of ``exclude`` are relative to."""
    exclude: tuple[str, ...] = ()
    """What is left out, as patterns of ``.gitignore``."""
    root: StrPath | None = None
    tagged: bool = False
    """Whatever is made gets tags, of its stack or provider, that nothing here speaks of."""

    @property
    def place(self) -> Place:
        return Place(region=self.region, account=self.account, partition=self.partition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody who deploys, and the names of its policies."""

    name: str
    tool: str
    purpose: str
    policies: tuple[str, ...]
    unresolved: tuple[Unresolved, ...] = ()
    """What is not known of it."""
    may_need: tuple[MayNeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Who should be able to assume a role: a trust policy, as a proposal."""

    role: str
    span: Span
    document: dict[str, Any]
    jobs: tuple[str, ...] = ()
    """The identities that take on the role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """The policies of everybody who deploys, the ways to more permissions that they leave, trust policies."""

    analysis: Analysis
    identities: tuple[Identity, ...] = ()
    escalation: tuple[str, ...] = ()
    trust: tuple[Trust, ...] = ()
    offers: tuple[Offer, ...] = ()
    start: str = ""
    """The directory in which names of files start."""


def deploy(paths: Sequence[StrPath], options: Options) -> Deployed:
    """The policies for the templates under the paths.

    Raises ``InputError`` for a path that doesn't exist or may not be read.
    """
    files = _files(paths, options)
    authorizer = Authorizer(shared_store())
    jobs = [job for job in jobs_of(files, authorizer) if options.tool is None or options.tool in job.tools]
    told: dict[str, dict[tuple[str, ...], None]] = {}
    run = [use for job in jobs for use in job.uses if use.tool == "terraform"]
    for use in run:
        told.setdefault(use.directory, {})[use.given] = None
    given = {directory: tuple(found) for directory, found in told.items()}
    named = tuple(dict.fromkeys(use.directory for use in run if use.is_placed))
    every = _deployments(files, authorizer, options, _told_of(jobs), _served_by(jobs), given, named)
    templates = [one for one in _without_inner(every, files) if options.tool in (None, one.tool)]
    jobs = _told_apart(_with_builds(jobs, templates, files, authorizer))
    jobs = _with_clusters(jobs, files, authorizer)
    changes = "d" if options.phase == "destroy" else "c"
    placing, asks = Placing(authorizer.catalog), Asks()
    whole = [*combined(templates, jobs, changes)]
    whole = [*map(_tagged, whole)] if options.tagged else whole
    found = [_policies(one, authorizer, placing, asks, options) for one in _named_apart(_once(whole))]
    problems = (
        Unresolved(code=UnresolvedCode.TEMPLATE, span=one.span, detail=one.detail) for one in files.problems
    )
    analysis = Analysis(
        policies=tuple(policy for one in found for policy in one.policies),
        may_need=tuple(dict.fromkeys(item for one in found for item in one.may_need)),
        unresolved=by_cause((*problems, *(item for one in found for item in one.unresolved))),
        files_analysed=len({one.span.file for one in found}),
        notes=tuple(note for one in found for note in one.notes),
    )
    return Deployed(
        analysis=analysis,
        identities=tuple(one.identity for one in found),
        escalation=tuple(line for one in found for line in one.escalation),
        trust=tuple(_trusts(jobs, options)),
        offers=tuple(offer for one in found for offer in one.offers),
        start=str(files.root),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one identity comes to."""

    identity: Identity
    span: Span
    policies: tuple[Policy, ...]
    may_need: tuple[MayNeed, ...]
    unresolved: tuple[Unresolved, ...]
    escalation: tuple[str, ...]
    offers: tuple[Offer, ...]
    notes: tuple[str, ...]


def _policies(
    deployment: Deployment, authorizer: Authorizer, placing: Placing, asks: Asks, options: Options
) -> _Found:
    """The policies of one identity."""
    name = deployment.name
    phases = PHASES[options.phase]
    if options.phase == "apply" and (deployment.exact or deployment.tool not in ("terraform", "pipeline")):
        phases = _ROLLED_BACK
    collecting = Collecting(
        authorizer,
        phases=phases,
        boundary=options.boundary,
        optional=options.include_optional,
        placing=placing,
        asks=asks,
    )
    collecting.add(_applied(deployment) if options.phase == "apply" else deployment)
    grants, may_need = collecting.grants()
    attach = AttachTo(kind="role", name=name, span=deployment.span)
    if deployment.role is not None:
        called = text(deployment.role, options.place)
        attach = replace(attach, name=name if called == "*" else called)
    written = compacted(grants, authorizer.catalog, options.place) if options.compact else grants
    policies, notes = assemble_one(name, attach, written, options.place)
    if len(policies) > MOST_POLICIES:
        notes = (*notes, f"{name}: a role has at most {MOST_POLICIES} managed policies (quota of IAM)")
    notes = (
        *notes, *deployment.notes, *unlisted.said_of(deployment, authorizer),
        *unbounded(deployment, options.boundary),
    )  # fmt: skip
    identity = Identity(
        name=name,
        tool=deployment.tool,
        purpose=deployment.purpose,
        policies=tuple(one.name for one in policies),
        unresolved=tuple(collecting.unresolved),
        may_need=tuple(may_need),
    )
    bounded = options.boundary is not None
    return _Found(
        identity=identity,
        span=deployment.span,
        policies=policies,
        may_need=tuple(may_need),
        unresolved=tuple(collecting.unresolved),
        notes=notes,
        escalation=tuple(remaining(name, grants, options.place, authorizer.catalog, boundary=bounded)),
        offers=tuple(offers(deployment, grants, authorizer.catalog, options.stack_name)),
    )


def _tagged(deployment: Deployment) -> Deployment:
    return replace(deployment, made=tuple(replace(one, tagged=True) for one in deployment.made))


def _without_inner(found: Iterable[Deployment], files: ProjectFiles) -> Iterator[Deployment]:
    """Without templates that no command names, and that Terraform's stacks have as they are."""
    every = [*found]
    bodies = (
        each.properties.get("template_body")
        for one in every if one.tool == "terraform"
        for each in one.made if each.type.startswith("aws_cloudformation_stack")
    )  # fmt: skip
    inner = {body.value for body in bodies if isinstance(body, Const)} - {None}
    for one in every:
        unnamed = one.told is None or one.told == Told()
        if not (inner and one.tool in TOLD and unnamed and files.text(one.span.file) in inner):
            yield one


def _applied(deployment: Deployment) -> Deployment:
    """What a tool asks to make and to change: rolling back deletes what is made, and no stack."""
    asked = tuple(one for one in deployment.asked if set(one.phases) & set(PHASES["apply"]))
    return replace(deployment, asked=asked)


def _with_builds(
    jobs: list[Job], templates: list[Deployment], files: ProjectFiles, authorizer: Authorizer
) -> Iterator[Job]:
    """The jobs, and those of pipelines and builds that templates make: a buildspec has its project's role."""
    from policywright.analyzers.deployment.codepipeline import built_jobs

    built = list(built_jobs(templates, files, authorizer))
    specs = {job.span.file for job in built}
    yield from (job for job in jobs if job.span.file not in specs)
    yield from built


def _with_clusters(jobs: list[Job], files: ProjectFiles, authorizer: Authorizer) -> list[Job]:
    """The jobs, with the clusters that they make."""
    if not any(job.started for job in jobs):
        return jobs
    from policywright.analyzers.deployment.eksctl import with_clusters
    from policywright.analyzers.deployment.templates import Known

    knowledge = Deployments(shared_store())
    placing = Placing(authorizer.catalog)
    return [*with_clusters(jobs, Known(files=files, knowledge=knowledge, placing=placing))]


def _trusts(jobs: list[Job], options: Options) -> Iterator[Trust]:
    """One proposal for each role: whoever assumes it; a role that is not known is its job's alone."""
    found: dict[str, Trust] = {}
    for job in jobs:
        if job.trust is None:
            continue
        role = text(job.role, options.place) if job.role is not None else job.name
        key = job.name if role.endswith(":role/*") else role
        document = _in_account(job.trust, _account_of(role) or options.account)
        known = found.get(key)
        found[key] = (
            Trust(role=role, span=job.span, document=document, jobs=(job.name,))
            if known is None
            else replace(
                known,
                document=both_trusted(known.document, document) or document,
                jobs=tuple(dict.fromkeys((*known.jobs, job.name))),
            )
        )
    yield from found.values()


def _told_apart(jobs: Iterable[Job]) -> list[Job]:
    """The jobs with names of their own: those of a matrix have one name."""
    taken: dict[str, int] = {}
    named: list[Job] = []
    for job in jobs:
        taken[job.name] = number = taken.get(job.name, 0) + 1
        named.append(job if number == 1 else replace(job, name=f"{job.name}-{number}"))
    return named


def _account_of(role: str) -> str | None:
    """The account in a role's ARN, which the provider that it trusts is in, too."""
    fields = role.split(":")
    return fields[4] if len(fields) > 4 and fields[4].isdigit() else None


def _in_account(trust: dict[str, Any], account: str | None) -> dict[str, Any]:
    """A proposal with the account's number, where that is known."""
    import json

    known: dict[str, Any] = json.loads(json.dumps(trust).replace("::ACCOUNT:", f"::{account or 'ACCOUNT'}:"))
    return known


def _files(paths: Sequence[StrPath], options: Options) -> ProjectFiles:
    import os

    resolved = [Path(os.path.realpath(path)) for path in paths]
    for path, real in zip(paths, resolved, strict=True):
        if not real.exists():
            raise InputError(f"{path}: no such file or directory")
        if options.root is not None and not real.is_relative_to(os.path.realpath(options.root)):
            raise InputError(f"{path}: outside of {options.root}")
    resolved += modules_outside(resolved, Path(options.root) if options.root is not None else None)
    common = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in resolved]))
    files = _without_built(ProjectFiles.below(common, resolved), resolved)
    if not options.exclude:
        return files
    excluded = excluding(options.exclude, options.base)
    return files.without(lambda name: ignored(os.path.join(common, name), excluded))


def _without_built(files: ProjectFiles, named: Sequence[Path]) -> ProjectFiles:
    """The files without templates that git ignores beside others: something made them from those."""
    from policywright.analyzers.infrastructure.cloudformation import template_names

    every, assemblies = template_names(files, unmarked=True)
    # What the CDK writes is seldom committed.
    kept = tuple(f"{one}/" if one else "" for one in assemblies)
    names = [name for name in every if files.root / name not in named and not name.startswith(kept)]
    built = set(ignored_below(names, files.root, files.root))
    if not built or len(built) == len(names):
        return files
    return files.without(lambda name: name in built)


def _told_of(jobs: list[Job]) -> dict[str, tuple[Told, ...]]:
    """What commands say of the stack of each template, each thing once.

    Of all templates (``""``) where none is named: what the commands have in common, as they are about any.
    """
    found: dict[str, dict[Told, None]] = {}
    for use in (use for job in jobs for use in job.uses if use.tool in TOLD and not use.template.missing):
        found.setdefault(use.template.file or "", {})[use.told] = None
    of_all = [*found.pop("", {})]
    told = {file: tuple(each) for file, each in found.items()}
    return told or ({"": (told_alike(of_all),)} if of_all else {})


def _served_by(jobs: list[Job]) -> dict[str, tuple[Told, ...]]:
    """What commands say of the Serverless Framework's services, by their directories."""
    found: dict[str, dict[Told, None]] = {}
    for use in (use for job in jobs for use in job.uses if use.tool == "serverless" and not use.moved):
        found.setdefault(use.directory, {})[use.told] = None
    return {directory: tuple(told) for directory, told in found.items()}


def _deployments(
    files: ProjectFiles, authorizer: Authorizer, options: Options, told: dict[str, tuple[Told, ...]],
    served: dict[str, tuple[Told, ...]], given: dict[str, tuple[tuple[str, ...], ...]],
    named: tuple[str, ...],
) -> Iterable[Deployment]:  # fmt: skip
    """What the templates deploy.

    ``told`` and ``given`` are what commands say of stacks and to Terraform, ``named`` where they run it.
    """
    knowledge = Deployments(shared_store())
    if any(name.endswith((".yaml", ".yml", ".json", ".template")) for name in files.names):
        from policywright.analyzers.deployment.cloudformation import Stacks

        deployed = Stacks(
            files=files, catalog=authorizer.catalog, knowledge=knowledge, stack_name=options.stack_name,
            told=told, served=served, region=options.region,
        )  # fmt: skip
        yield from deployed.deployments()
        yield from deployed.services()
    if any(name.endswith(TERRAFORM) or is_planned(files, name) for name in files.names):
        from policywright.analyzers.deployment.terraform import Roots

        roots = Roots(files=files, knowledge=knowledge, authorizer=authorizer, given=given, named=named)
        yield from roots.deployments()


def _once(found: Iterable[Deployment]) -> Iterator[Deployment]:
    """What commands tell Terraform may make no difference to an identity: it is one then."""
    seen: dict[tuple[str, str, str | None], list[Deployment]] = {}
    for one in found:
        others = seen.setdefault((one.name, one.purpose, one.directory), [])
        plain = replace(one, given=())
        if not one.given or plain not in others:
            yield one
        others.append(plain)


def _named_apart(found: Iterable[Deployment]) -> list[Deployment]:
    """Names told apart, and identities that do nothing left out unless they say why."""
    taken: dict[str, int] = {}
    named: list[Deployment] = []
    for one in found:
        if not one.made and not one.asked and not one.unresolved:
            continue
        taken[one.name] = taken.get(one.name, 0) + 1
        number = taken[one.name]
        named.append(one if number == 1 else replace(one, name=f"{one.name}-{number}"))
    return named
