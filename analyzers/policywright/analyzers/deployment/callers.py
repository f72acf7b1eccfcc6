"""What whoever runs the tool asks of AWS.

Besides what the execution role does (the table is ``callers.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.analyzers.deployment.model import Asked, Tool
from policywright.analyzers.deployment.naming import MANAGED_BUCKET, OPEN, arn_in
from policywright.analyzers.model import Condition, Span
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass
from policywright.knowledge.texts import ACCOUNT, REGION, Parts
from policywright.knowledge.values import Const, Hole, Value

_SERVICE_ROLE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html"
_BOOTSTRAP = ("deploy-role", "file-publishing-role", "image-publishing-role", "lookup-role")
_LINKED = "ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway"
_PLACEHOLDER = re.compile(r"\$\{AWS::(Partition|AccountId|Region)\}")
_PLACES = {"Partition": texts.PARTITION, "AccountId": ACCOUNT, "Region": REGION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the caller's needs depend on."""

    stack: Parts
    tool: Tool
    span: Span
    serverless: bool = False
    images: bool = False
    packaged: bool = False
    nested: bool = False
    tagged: bool = False
    """The stack itself is given tags; Serverless always does that."""
    transforms: tuple[str, ...] = ()
    buckets: tuple[Parts, ...] = ()
    """Where code and templates are uploaded to."""
    managed: bool = False
    """That may be the bucket which SAM makes for itself."""
    execution: Value | None = None
    """The execution role, where it is named."""
    roles: tuple[str, ...] = ()
    """ARNs of the bootstrap's roles, as CDK writes them."""
    assembled: bool = False
    """That is all of them."""
    sessions: bool = False
    """Their sessions are given tags."""
    direct: bool = False
    """No role deploys the stack: whoever runs the CDK does."""
    repositories: tuple[Parts, ...] = ()
    """Where images are pushed to; empty: not known."""
    plugins: tuple[str, ...] = ()
    """Plugins of the Serverless Framework."""
    pruned: bool = False
    """Old versions are deleted after each deployment."""
    synced: tuple[Parts, ...] = ()
    """Buckets that a plugin fills."""
    zone: Parts = OPEN
    """The hosted zone of the service's domain."""
    functions: tuple[Parts, ...] = ()
    """The names of the service's functions."""


@cache
def _table() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(files(__package__).joinpath("callers.toml").read_text("utf-8"))["row"])


def asked(facts: Facts) -> Iterator[Asked]:
    """The rows of the table that apply."""
    for row in _table():
        wanted = row.get("if", ())
        if facts.tool not in row["tools"] or not all(
            getattr(facts, one) for one in ([wanted] if isinstance(wanted, str) else wanted)
        ):
            continue
        if "plugin" in row and row["plugin"] not in facts.plugins:
            continue
        conditions: tuple[Condition, ...] = ()
        if "pass" in row:
            conditions = (("StringEquals", "iam:PassedToService", (Const(row["pass"]),)),)
        resources = tuple(one for name in row["on"] for one in _arns(name, facts))
        if not resources and "everything" not in row["on"]:
            continue
        yield Asked(
            actions=tuple(row["actions"]), resources=resources, conditions=conditions, why=row["why"],
            span=facts.span, source=row["source"], operation=f"{facts.tool} deploy", phases=row["phases"],
            optional=row.get("optional", ""),
        )  # fmt: skip


def transformed(transforms: list[str], span: Span) -> Iterator[Asked]:
    """What CloudFormation asks with the execution role's credentials before a template is what it will be.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
    """
    if transforms:
        yield Asked(
            actions=("cloudformation:CreateChangeSet",), resources=tuple(map(_transform, transforms)),
            why="the template is transformed", span=span, source=_SERVICE_ROLE, phases="cu",
            operation="transform",
        )  # fmt: skip


def _transform(name: str) -> Value:
    """AWS's own transforms, or a macro of the account."""
    owner: str | Hole = "aws" if name.startswith("AWS::") else ACCOUNT
    return arn_in("cloudformation", f"transform/{name.removeprefix('AWS::')}", account=owner)


def _arns(name: str, facts: Facts) -> Iterator[Value]:
    match name:
        case "stack":
            yield arn_in("cloudformation", "stack/", *facts.stack, "/*")
        case "transforms":
            yield from map(_transform, facts.transforms)
        case "execution":
            if facts.execution is not None or facts.tool == "serverless":
                yield from () if facts.execution is None else (facts.execution,)
                return
            # Whatever it is called: the proposal's own name, which whoever makes the role may keep.
            yield arn_in("iam", "role/", *facts.stack, "-execution", region="")
        case "artifacts":
            yield from (arn_in("s3", *one, "/*", region="", account="") for one in facts.buckets)
        case "artifact-bucket":
            yield from (arn_in("s3", *one, region="", account="") for one in facts.buckets)
        case "managed-bucket":
            yield arn_in("s3", *MANAGED_BUCKET, region="", account="")
        case "sam-stack":
            yield arn_in("cloudformation", "stack/aws-sam-cli-managed-default/*")
        case "repositories":
            for repository in facts.repositories or (OPEN,):
                yield arn_in("ecr", "repository/", *repository)
        case "functions":
            # A version has the name of its function, and its number.
            for function in facts.functions:
                yield arn_in("lambda", "function:", *function)
                yield arn_in("lambda", "function:", *function, ":*")
        case "layers":
            yield arn_in("lambda", "layer:", *OPEN)
        case "synced" | "synced-objects":
            below = "/*" if name.endswith("objects") else ""
            yield from (arn_in("s3", *one, below, region="", account="") for one in facts.synced)
        case "domains" | "domain-names":
            paths = ("/domainnames", "/apis", "/restapis") if name == "domains" else ("/domainnames",)
            for path in paths:
                yield arn_in("apigateway", path, account="")
                yield arn_in("apigateway", path, "/*", account="")
        case "zones":
            yield arn_in("route53", "hostedzone/", *facts.zone, region="", account="")
        case "linked-role":
            yield arn_in("iam", f"role/aws-service-role/{_LINKED}", region="")
        case "bootstrap":
            yield from _bootstrap(facts)


def written(text: str) -> Parts:
    """A name or ARN as CDK writes it: with its own words for the place, and ``*`` for what nobody knows."""
    found: list[str | Hole] = []
    for index, piece in enumerate(_PLACEHOLDER.split(text)):
        if index % 2:
            found.append(_PLACES[piece])
            continue
        before, star, after = piece.partition("*")
        found += [before, *(OPEN if star else ()), after]
    return tuple(one for one in found if one)


def _bootstrap(facts: Facts) -> Iterator[Value]:
    """The bootstrap's roles; by the names that CDK gives them where no file says."""
    for role in facts.roles:
        if "-cfn-exec-role-" not in role:
            yield texts.join(written(role))
    if not facts.roles and not facts.assembled:
        for role in _BOOTSTRAP:
            yield arn_in("iam", f"role/cdk-hnb659fds-{role}-", ACCOUNT, "-", REGION, region="")
