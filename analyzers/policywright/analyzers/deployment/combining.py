"""Jobs of pipelines and what they deploy, put together: one identity for each role and job.

A job that runs a tool does what the tool's caller does; without an execution role, CloudFormation works with
the job's own permissions, and then the job needs what its stacks are made of as well. What no job deploys
stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.deployment import callers
from policywright.analyzers.deployment.model import Asked, Deployment, Made, Told, Where
from policywright.analyzers.deployment.naming import OPEN, common
from policywright.analyzers.deployment.places import put_all
from policywright.analyzers.deployment.running import Job, Use, role_arn
from policywright.analyzers.deployment.scripts import is_named
from policywright.analyzers.model import Unresolved, UnresolvedCode
from policywright.knowledge.records import replace
from policywright.knowledge.texts import ACCOUNT, REGION, Parts

_STACKS = ("cloudformation", "sam", "serverless")
TOLD = ("cloudformation", "sam")
"""Tools whose commands say what the stack is called."""
_ALIKE = {"cloudformation": ("cloudformation", "sam"), "sam": ("sam", "cloudformation")}


def combined(found: list[Deployment], jobs: Iterable[Job], changes: str = "c") -> Iterator[Deployment]:
    """The identities of jobs, then those that no job takes over: what none ``changes`` (a phase) is left."""
    taken: set[int] = set()
    left: set[int] = set()
    """What a job has done by another role."""
    jobs = list(jobs)
    with_roles = _with_roles(found, jobs)
    for job in jobs:
        made: list[Made] = list(job.made)
        asked: list[Asked] = list(job.asked)
        unresolved = list(job.unresolved)
        # Without a role, a job that only looks (`terraform init`, `validate`) has no credentials at all.
        uses = [use for use in job.uses if job.credentials or job.role or set(use.phases) & set("cd")]
        if not uses and not made and not asked and not unresolved:
            continue
        for use in uses:
            deployed = _deployed_by(use, found)
            if not deployed:
                unresolved.append(_elsewhere(use))
                asked += _share(use, put_all(_caller_of(use), use.told.where))[1]
            for index, deployment in deployed:
                own_role = "c" not in use.phases and use.tool in TOLD and deployment.span.file in with_roles
                more, own = _share(use, put_all(deployment, use.told.where), own_role=own_role)
                if more is None:
                    left.add(index)
                    continue
                if changes in _own(use):
                    taken.add(index)
                made += more
                asked += own
                unresolved += deployment.unresolved
        yield Deployment(
            name=job.name,
            tool="pipeline",
            purpose="pipeline",
            span=job.span,
            role=job.role,
            made=tuple(made),
            asked=tuple(asked),
            # Several of its commands deploy the same.
            unresolved=tuple(dict.fromkeys(unresolved)),
        )
    # A template is read once for each command: what is left of another one is nobody's.
    known = {(one.span.file, one.purpose) for index, one in enumerate(found) if index in taken | left}
    for index, one in enumerate(found):
        if index not in taken and (index in left or (one.span.file, one.purpose) not in known):
            yield one


def told_alike(told: list[Told]) -> Told:
    """What commands have in common that may be about one template."""
    if len(told) == 1:
        return told[0]
    stacks = [one.stack for one in told if one.stack is not None]
    buckets = [one.bucket for one in told if one.bucket is not None]
    same = len({one.where for one in told}) == 1
    return Told(
        stack=common(stacks) if stacks else None,
        bucket=common(buckets) if buckets else None,
        tagged=any(one.tagged for one in told),
        parametrised=any(one.parametrised for one in told),
        where=told[0].where if same else Where(region=(REGION,), account=(ACCOUNT,)),
    )


def _elsewhere(use: Use) -> Unresolved:
    """A job deploys what is not among the files."""
    what = f"{use.template.missing}, which" if use.template.missing else "what"
    detail = f"the job deploys with {use.tool} {what} is not among these files; what that needs is not known"
    if use.alone and not use.template.missing:
        detail = "the job changes a stack, and its template is not known; what that needs is not known"
    return Unresolved(code=UnresolvedCode.TEMPLATE, span=use.span, detail=detail, name=use.tool)


def _caller_of(use: Use) -> Deployment:
    """Whoever runs a tool on what nobody knows: what the tool itself asks for."""
    stack: Parts = use.told.stack or OPEN
    facts = callers.Facts(
        stack=stack,
        tool=use.tool,
        span=use.span,
        buckets=(use.told.bucket or OPEN,),
        packaged=use.tool == "sam",
    )
    return Deployment(
        name=use.tool, tool=use.tool, purpose="caller", span=use.span, asked=tuple(callers.asked(facts))
    )


def _deployed_by(use: Use, found: list[Deployment]) -> list[tuple[int, Deployment]]:
    """What a tool deploys: the template that it is told, else what is below its directory, else all of it."""
    tools = _STACKS if _is_any_stack(use) else _ALIKE.get(use.tool, (use.tool,))
    mine = [(index, one) for index, one in enumerate(found) if one.tool in tools]
    if use.template.missing:
        return []
    said = {(one.span.file, one.told) for _, one in mine}
    mine = [
        (index, one) for index, one in mine
        # A template is read once for each command: this one deploys it as it says.
        if one.told in (None, use.told) or (one.span.file, use.told) not in said
    ]  # fmt: skip
    names = {f"{stack}-{purpose}" for stack in use.stacks for purpose in ("caller", "execution")}
    mine = [(index, one) for index, one in mine if one.name in names] or mine
    if use.template.file:
        return [(index, one) for index, one in mine if one.span.file == use.template.file]
    if use.alone and len({one.span.file for _, one in mine}) > 1:
        # What other commands deploy under that name it is, where that is one template.
        mine = [(index, one) for index, one in mine if one.told and use.told.stack in _stacks_of(one.told)]
        if len({one.span.file for _, one in mine}) > 1:
            return []
    told = {(one.directory, one.given) for _, one in mine}
    mine = [
        (index, one) for index, one in mine
        # A root that is read once for each combination is read as this job tells it.
        if one.given == use.given or (one.directory, use.given) not in told or not _is_below(one, use)
    ]  # fmt: skip
    # Terraform deploys what its own directory has, and nothing of those below it.
    exact = [
        (index, one) for index, one in mine
        if use.is_placed and one.directory is not None and is_named(one.directory, use.directory)
    ]  # fmt: skip
    near = exact or [(index, one) for index, one in mine if _is_below(one, use)]
    return near or mine


def _stacks_of(told: Told) -> tuple[Parts, ...]:
    """What a command calls its stack; nothing where it says no more than that it has a name."""
    named = told.stack is not None and any(isinstance(one, str) for one in told.stack)
    return (told.stack,) if named and told.stack is not None else ()


def _is_any_stack(use: Use) -> bool:
    """It takes down a stack of which nothing is said: whichever tool has made it."""
    said = use.told.stack or ()
    down = use.tool in TOLD and "d" in use.phases and "c" not in use.phases
    return down and bool(said) and not any(isinstance(one, str) for one in said)


def _is_below(deployment: Deployment, use: Use) -> bool:
    if not use.directory or deployment.directory == use.directory:
        return True
    where = deployment.span.file if deployment.directory is None else f"{deployment.directory}/"
    return where.startswith(f"{use.directory}/")


def _with_roles(found: list[Deployment], jobs: Iterable[Job]) -> set[str]:
    """The templates whose stacks are made with a role, by every command that makes one.

    CloudFormation takes a stack's role for all that is done with the stack from then on.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
    """
    said: dict[str, bool] = {}
    for use in (use for job in jobs for use in job.uses if use.tool in TOLD and "c" in use.phases):
        for _, deployment in _deployed_by(use, found):
            file = deployment.span.file
            said[file] = said.get(file, True) and use.role is not None
    return {file for file, always in said.items() if always}


def _share(
    use: Use, deployment: Deployment, *, own_role: bool = False
) -> tuple[list[Made] | None, list[Asked]]:
    """What of a deployment falls to the job itself: resources (None: it is somebody else's) and requests.

    ``own_role``: the stack has one.
    """
    # What the command asks is said with it; Serverless makes its stack as whoever calls it.
    itself = use.alone and deployment.purpose == "caller"
    if itself and not deployment.made:
        return [], []
    if deployment.role is not None or (
        deployment.purpose == "execution role" and (use.role or own_role or use.tool == "cdk")
    ):
        return None, []
    made = [replace(one, phases=_both(one.phases, use.phases)) for one in deployment.made]
    asked: list[Asked] = []
    for one in () if itself else deployment.asked:
        phases = _both(one.phases, _own(use))
        if not phases:
            continue
        if one.actions == ("iam:PassRole",) and deployment.purpose == "caller":
            role = role_arn(use.role)
            if role is None:
                continue
            asked.append(replace(one, resources=(role,), phases=phases))
            continue
        asked.append(replace(one, phases=phases))
    return [one for one in made if one.phases], asked


def _own(use: Use) -> str:
    """The phases of a tool itself: deploying may delete resources, another command deletes the stack."""
    return use.phases.replace("d", "") if use.tool in _STACKS and "c" in use.phases else use.phases


def _both(one: str, other: str) -> str:
    return "".join(letter for letter in one if letter in other)
