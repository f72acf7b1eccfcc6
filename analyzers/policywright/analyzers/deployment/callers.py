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
from policywright.analyzers.model import Condition, Span
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Hole, Value

Parts = tuple[str | Hole, ...]
_PARTITION, _REGION, _ACCOUNT = Hole(kind="partition"), Hole(kind="region"), Hole(kind="account")
_ANY = Hole(kind="unknown")
_BOOTSTRAP = ("deploy-role", "file-publishing-role", "image-publishing-role", "lookup-role")
_PLACEHOLDER = re.compile(r"\$\{AWS::(Partition|AccountId|Region)\}")
_PLACES = {"Partition": _PARTITION, "AccountId": _ACCOUNT, "Region": _REGION}


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
    transforms: tuple[str, ...] = ()
    bucket: Parts = ()
    execution: Value | None = None
    """The execution role, where it is named."""
    roles: tuple[str, ...] = ()
    """ARNs of the bootstrap's roles, as CDK writes them."""


@cache
def _table() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(files(__package__).joinpath("callers.toml").read_text("utf-8"))["row"])


def asked(facts: Facts) -> Iterator[Asked]:
    """The rows of the table that apply."""
    for row in _table():
        if facts.tool not in row["tools"] or ("if" in row and not getattr(facts, row["if"])):
            continue
        conditions: tuple[Condition, ...] = ()
        if "pass" in row:
            conditions = (("StringEquals", "iam:PassedToService", (Const(row["pass"]),)),)
        resources = tuple(arn for name in row["on"] for arn in _arns(name, facts))
        if not resources and "everything" not in row["on"]:
            continue
        yield Asked(
            actions=tuple(row["actions"]), resources=resources, conditions=conditions, why=row["why"],
            span=facts.span, source=row["source"], operation=f"{facts.tool} deploy", phases=row["phases"],
        )  # fmt: skip


def _arns(name: str, facts: Facts) -> Iterator[Value]:
    here = (_REGION, ":", _ACCOUNT)
    match name:
        case "stack":
            yield texts.join(("arn:", _PARTITION, ":cloudformation:", *here, ":stack/", *facts.stack, "/*"))
        case "transforms":
            for one in facts.transforms:
                owner: Parts = ("aws",) if one.startswith("AWS::") else (_ACCOUNT,)
                called = one.removeprefix("AWS::")
                yield texts.join(
                    ("arn:", _PARTITION, ":cloudformation:", _REGION, ":", *owner, f":transform/{called}")
                )
        case "execution":
            if facts.execution is not None or facts.tool == "serverless":
                yield from () if facts.execution is None else (facts.execution,)
                return
            # Whatever it is called: the proposal's own name, which whoever makes the role may keep.
            yield texts.join(("arn:", _PARTITION, ":iam::", _ACCOUNT, ":role/", *facts.stack, "-execution"))
        case "artifacts":
            yield texts.join(("arn:", _PARTITION, ":s3:::", *facts.bucket, "/*"))
        case "artifact-bucket":
            yield texts.join(("arn:", _PARTITION, ":s3:::", *facts.bucket))
        case "sam-stack":
            stack = ":stack/aws-sam-cli-managed-default/*"
            yield texts.join(("arn:", _PARTITION, ":cloudformation:", *here, stack))
        case "repositories":
            yield texts.join(("arn:", _PARTITION, ":ecr:", *here, ":repository/", _ANY))
        case "bootstrap":
            yield from _bootstrap(facts)


def _bootstrap(facts: Facts) -> Iterator[Value]:
    """The bootstrap's roles; by the names that CDK gives them where no file says."""
    for arn in facts.roles:
        pieces = _PLACEHOLDER.split(arn)
        if "-cfn-exec-role-" in arn:
            continue
        yield texts.join(_PLACES[piece] if index % 2 else piece for index, piece in enumerate(pieces))
    if not facts.roles:
        for role in _BOOTSTRAP:
            yield texts.join((
                "arn:", _PARTITION, ":iam::", _ACCOUNT, f":role/cdk-hnb659fds-{role}-", _ACCOUNT, "-", _REGION
            ))  # fmt: skip
