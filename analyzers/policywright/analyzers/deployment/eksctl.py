"""eksctl: what a command makes, and what it asks by itself.

It makes stacks of CloudFormation with the credentials of whoever runs it (``cluster_configs``).
``eksctl.toml`` has their templates, and its own requests; ``with_clusters`` adds both to jobs that run it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from policywright.analyzers.deployment.cluster_configs import PHASES, Command, at, opened, said, table, tables
from policywright.analyzers.deployment.inside import read_inside
from policywright.analyzers.deployment.model import Asked, Made
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.deployment.places import put_asked
from policywright.analyzers.deployment.running import Job, role_arn
from policywright.analyzers.deployment.templates import Known
from policywright.analyzers.model import Condition
from policywright.knowledge.records import replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Value

_KINDS = {
    "addons": "addon", "nodegroups": "nodegroup", "fargate": "fargateprofile",
    "pod-identities": "podidentityassociation", "access": "access-entry",
    "identity-providers": "identityproviderconfig",
}  # fmt: skip


def with_clusters(jobs: Iterable[Job], known: Known) -> Iterator[Job]:
    """The jobs, with what eksctl makes and asks in them."""
    for job in jobs:
        found = [Command(one, known.files) for one in job.started]
        yield replace(
            job, made=(*job.made, *(made for one in found for made in _made(one, known))),
            asked=(*job.asked, *(asked for one in found for asked in _asked(one))),
            unresolved=(*job.unresolved, *(said for one in found for said in one.unresolved)),
        )  # fmt: skip


def _made(command: Command, known: Known) -> Iterator[Made]:
    """What the stacks make."""
    if command.option("--cfn-role-arn") is not None:
        return
    phases = PHASES.get(command.verb, "r")
    for one in command.stacks:
        name: Parts = ("eksctl-", *command.cluster, "-", *one.suffix)
        template, id = table()["stack"][one.template], f"eksctl.{one.template}"
        found = read_inside(template, command.started.span, name, one.parameters, known, id, tagged=True)
        for each in found.made if found is not None else ():
            own = "".join(letter for letter in each.phases if letter in phases)
            yield replace(each, phases=own, where=command.where)


def _asked(command: Command) -> Iterator[Asked]:
    """What it asks by itself; with a role for CloudFormation, that this is passed on."""
    if not command.understood:
        return
    words = f"{command.verb} {command.noun}"
    for row in table()["asks"]:
        fits = any(fnmatchcase(words, one) for one in row["commands"])
        if not fits or ("if" in row and not command.has(row["if"])):
            continue
        conditions = _passed_to(row["pass"]) if "pass" in row else ()
        yield _put(
            command, tuple(row["actions"]), tuple(_on(row["on"], command)), row["why"], conditions,
            row.get("optional", ""),
        )  # fmt: skip
    role = role_arn(command.option("--cfn-role-arn"))
    if role is not None and command.verb in PHASES:
        passed = _passed_to("cloudformation.amazonaws.com")
        yield _put(command, ("iam:PassRole",), (role,), "has CloudFormation work with the role", passed)


def _passed_to(service: str) -> tuple[Condition, ...]:
    return (("StringEquals", "iam:PassedToService", (Const(service),)),)


def _put(
    command: Command, actions: tuple[str, ...], resources: tuple[Value, ...], why: str,
    conditions: tuple[Condition, ...] = (), optional: str = "",
) -> Asked:  # fmt: skip
    asked = Asked(
        actions=actions, resources=resources, conditions=conditions, span=command.started.span,
        why=f"eksctl {command.verb} {command.noun} {why}", source=table()["source"], operation="eksctl",
        optional=optional,
    )  # fmt: skip
    return put_asked(asked, command.where)


def _on(what: str, command: Command) -> Iterator[Value]:
    cluster = command.cluster
    match what:
        case "stacks":
            yield arn_in("cloudformation", "stack/eksctl-", *cluster, "-*/*")
        case "cluster":
            yield arn_in("eks", "cluster/", *cluster)
        case "addons" | "nodegroups" | "fargate" | "pod-identities" | "access" | "identity-providers":
            yield arn_in("eks", "cluster/", *cluster)
            yield arn_in("eks", f"{_KINDS[what]}/", *cluster, "/*")
        case "oidc":
            yield arn_in("iam", "oidc-provider/oidc.eks.", *OPEN, region="")
        case "log-group":
            yield arn_in("logs", "log-group:/aws/eks/", *cluster, "/cluster")
            yield arn_in("logs", "log-group:/aws/eks/", *cluster, "/cluster:*")
        case "images":
            yield arn_in("ssm", "parameter/aws/service/*", account="")
        case "autoscaling":
            yield arn_in(
                "autoscaling", "autoScalingGroup:*:autoScalingGroupName/eksctl-", *cluster, "-nodegroup-*"
            )
        case "interfaces":
            yield arn_in("ec2", "network-interface/*")
        case "fargate-role":
            given = at(command.config, "iam", "fargatePodExecutionRoleARN")
            yield role_arn(said(given)) or arn_in("iam", "role/eksctl-", *cluster, "-*Fargate*", region="")
        case "pod-roles":
            told = [
                each.get("roleARN") for each in tables(at(command.config, "iam", "podIdentityAssociations"))
            ]
            yield from (opened(each) for each in told if each)
            if not told or not all(told):
                yield arn_in("iam", "role/eksctl-", *cluster, "-podidentityrole-*", region="")
