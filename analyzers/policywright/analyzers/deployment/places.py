"""Where things are deployed: regions and accounts that files say, in the place of those that users know.

A provider of Terraform has a region, and the account of the role that it assumes; a job that of its role and
of its credentials. ``put`` is about one text, ``put_all`` about all that is asked and made.
"""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers.deployment.model import ANYWHERE, Asked, Deployment, Where
from policywright.analyzers.model import Condition
from policywright.knowledge import texts
from policywright.knowledge.partitions import partition_of
from policywright.knowledge.records import replace
from policywright.knowledge.texts import ACCOUNT, Parts
from policywright.knowledge.values import Hole, Text, Value

REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
"""Variables that say where commands work.

https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html"""
_PLACES = ("region", "account", "partition")
_ACCOUNT_FIELD = 4
"""Where the account stands among the fields of an ARN."""
_FIELDS = 6


def put(value: Value, where: Where) -> Value:
    """A text with the region and the account in it."""
    if where == ANYWHERE or not isinstance(value, Text):
        return value
    if not any(isinstance(part, Hole) and part.kind in _PLACES for part in value.parts):
        return value
    pieces: list[str | Hole] = []
    for part in value.parts:
        said = _said(part, where) if isinstance(part, Hole) else ()
        pieces += said or (part,)
    return texts.join(pieces)


def _said(hole: Hole, where: Where) -> Parts:
    if hole.name is not None:
        return ()
    if hole.kind == "partition":
        # A region elsewhere is in a partition of its own; that of all others is the user's, or the usual one.
        lying = {partition_of(one) for one in where.region if isinstance(one, str)} - {"aws"}
        return tuple(lying) if len(where.region) == 1 else ()
    return where.region if hole.kind == "region" else where.account if hole.kind == "account" else ()


def put_conditions(conditions: tuple[Condition, ...], where: Where) -> tuple[Condition, ...]:
    return tuple((operator, key, put_each(values, where)) for operator, key, values in conditions)


def put_each(values: Iterable[Value], where: Where) -> tuple[Value, ...]:
    return tuple(put(one, where) for one in values)


def put_asked(asked: Asked, where: Where) -> Asked:
    if where == ANYWHERE:
        return asked
    resources, conditions = put_each(asked.resources, where), put_conditions(asked.conditions, where)
    return replace(asked, resources=resources, conditions=conditions)


def put_all(deployment: Deployment, where: Where) -> Deployment:
    """A deployment there, where it does not say another place."""
    if where == ANYWHERE:
        return deployment
    return replace(
        deployment,
        asked=tuple(put_asked(one, where) for one in deployment.asked),
        made=tuple(replace(one, where=within(one.where, where)) for one in deployment.made),
    )


def within(inner: Where, outer: Where) -> Where:
    """What somebody says, and what is said around it."""
    return Where(region=inner.region or outer.region, account=inner.account or outer.account)


NO_REGION = "$SERVICE"
"""In the place of a region that a command doesn't say: the file of the service says it."""


def said_region(said: str | None) -> Parts:
    """A region as a file has it; one that a variable says is another than that around it."""
    if not said or said.strip("${}") in REGIONS:
        return ()
    return (Hole(kind="region", name=said),) if "$" in said or "*" in said else (said,)


def account_of(role: Value | None) -> Parts:
    """The account that a role's ARN says, which is where its policies are about."""
    fields = texts.split(texts.parts(role), ":") if role is not None else []
    if len(fields) < _FIELDS or fields[0] != ("arn",):
        return ()
    account = fields[_ACCOUNT_FIELD]
    return account if len(account) == 1 and str(account[0]).isdigit() else (ACCOUNT,)
