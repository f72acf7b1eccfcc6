"""What a role lacks at first sight and need not get: something else grants it, or it may not be needed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policywright.analyzers.infrastructure.access import (
    beginnings_of_either,
    is_either,
    named_by_one,
    type_of,
    types_of,
)
from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.forms import ARN_FIELDS, form
from policywright.analyzers.infrastructure.items import Item
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.model import Condition, Span
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value

_NOTHING = re.compile(r"[\W_]*(?:none|null|nil|undefined|unset|not[-_]?set)[\W_]*", re.IGNORECASE)

_IN_IAM = re.compile(r"arn:[^:]*:iam::([^:]*:[a-z-]+)/(?:.*/)?([^/*]+)")
"""The type and the name of something in IAM, whatever its path."""
_CALLERS = ("kms:calleraccount", "aws:principalaccount")
_VIA = "kms:viaservice"
_INTERFACES = "ec2:CreateNetworkInterface"
_WITHOUT = {
    "ec2:DescribeSubnets": "policy for network interfaces",
    "ec2:AssignPrivateIpAddresses": "policy template for a VPC",
    "ec2:UnassignPrivateIpAddresses": "policy template for a VPC",
}
"""What Lambda's guide lists for a VPC beside the interfaces, and what of AWS's own has the interfaces alone:
``AWSLambdaENIManagementAccess``, SAM's ``VPCAccessPolicy``."""


def why_settled(item: Item, needs: RoleNeeds, granted: Sequence[Item]) -> str | None:
    """Why an item that no statement grants is not missing, as a line; None when it is.

    ``granted`` are the items that statements of the role grant.
    """
    told = (*needs.elsewhere, *needs.settled)
    elsewhere = next((why for action, why in told if action == item.action), None)
    if elsewhere is not None and (item.action, item.resource) not in needs.apart:
        return elsewhere
    if _made_here(item, needs):
        return f"{item.action} is not missing: the template makes the log group"
    if (group := _perhaps_made_here(item, needs)) is not None:
        return f"{item.action} is not called missing: {group}, which the template makes, may be the log group"
    if _trusted(item, needs):
        return f"{item.action} is not missing: the trust policy of that role names this one"
    if (name := _nothing(item.resource)) is not None:
        return f"{item.action} is not missing on {name}: that stands for none"
    if (resource := _allowing(item, needs)) is not None:
        return f"{item.action} is not missing: the policy of {resource} itself allows this role"
    if item.action in _WITHOUT and any(one.action == _INTERFACES for one in granted):
        return f"{item.action} is not called missing: AWS's own {_WITHOUT[item.action]} does without"
    if any(_is_under_another_path(item, one) for one in granted):
        return f"{item.action} is not called missing under another path: no two names differ by that alone"
    other = next((one for one in granted if _is_either(item, one)), None)
    if other is not None:
        names = _resource(item.resource), _resource(other.resource)
        return (
            f"{item.action} is not called missing on {names[0]}: it is granted on {names[1]}, "
            "and one of them is what is asked for"
        )
    other = next((one for one in granted if _one_or_other(item, one)), None)
    if other is None:
        return None
    types = _type_of(item.resource), _type_of(other.resource)
    if item.action.startswith("s3:") or any("\ue000" in one for one in types):
        return f"{item.action} is not called missing anywhere else: the code passes what it is granted on"
    return (
        f"{item.action} is not called missing on {types[0]}: it is granted on "
        f"{types[1]}, and what the code passes is one of them"
    )


def _made_here(item: Item, needs: RoleNeeds) -> bool:
    """Nobody has to make a log group that the template makes whenever it makes what writes to it."""
    if item.action != "logs:CreateLogGroup":
        return False
    named = _names(item.resource)
    called = form(item.resource).rpartition(":log-group:")[2].removesuffix(":*")
    writers = {one.id for one in needs.workloads}
    whenever = {one.only_if for one in needs.stack.resources if one.id in writers}
    return any(
        one.id in named
        or (
            whenever == {one.only_if} and one.name is not None and form(_canonical(one.name, needs)) == called
        )
        for one in needs.stack.resources
        if one.type == "AWS::Logs::LogGroup"
    )


def _perhaps_made_here(item: Item, needs: RoleNeeds) -> str | None:
    """The log group that may be the one whose name is known in part, as of ``substr(...)``."""
    called = form(item.resource).rpartition(":log-group:")[2].removesuffix(":*")
    if item.action != "logs:CreateLogGroup" or "*" not in called or not called.rpartition("/")[2].strip("*"):
        return None
    pattern = re.compile(".*".join(map(re.escape, called.split("*"))))
    return next(
        (
            one.id
            for one in needs.stack.resources
            if one.type == "AWS::Logs::LogGroup" and one.name is not None
            and pattern.fullmatch(form(_canonical(one.name, needs)))
        ),
        None,
    )  # fmt: skip


def _canonical(value: Value, needs: RoleNeeds) -> Value:
    return references_of(needs.stack).canonical(value)


def _trusted(item: Item, needs: RoleNeeds) -> bool:
    """Assuming a role of the same account that names this very one as a principal needs nothing else.

    IAM user guide, "Cross account resource access in IAM": in one account either policy is enough.
    """
    if needs.role is None or item.action != "sts:AssumeRole":
        return False
    named = _names(item.resource)
    targets = [one for one in needs.stack.roles if one.id in named]
    return any(needs.role.id in _names(principal) for target in targets for principal in target.principals)


def _nothing(pattern: Value) -> str | None:
    """The name in an ARN that stands for no resource: of ``coalesce(var.stream, "__NONE__")``."""
    last = form(pattern).rpartition(":")[2].rpartition("/")[2]
    return last if _NOTHING.fullmatch(last) else None


def _allowing(item: Item, needs: RoleNeeds) -> str | None:
    """The resource whose own policy allows the role an item, whatever the request.

    IAM user guide, "Policy evaluation for requests within a single account": one allow of either policy is
    enough. A boundary limits what is allowed to a role's ARN as it limits the role's own policies: these
    would add nothing.
    """
    role = needs.role
    if role is None or role.external:
        return None
    for resource, statement in needs.stack.resource_policies:
        named = any(one == Const("*") or role.id in _names(one) for one in statement.principals)
        if not named or statement.effect != "Allow" or statement.only_if:
            continue
        if not all(_holds(condition, item) for condition in statement.conditions):
            continue
        holding = Holding(replace(statement, conditions=()), references_of(needs.stack))
        # What the code leaves open (an address in a variable) is what somebody has allowed it.
        if holding.covers(item) or holding.settled(item):
            return resource
    return None


def _holds(condition: Condition, item: Item) -> bool:
    """Whether a condition of a resource's policy is sure to hold where the role needs an item.

    The caller is of the deployment's account, and a key is used by way of the service that the item names.
    """
    operator, key, values = condition
    if operator.removesuffix("IfExists") not in ("StringEquals", "StringLike"):
        return False
    if key.lower() in _CALLERS:
        return any(value == Text((Hole(kind="account"),)) for value in values)
    if key.lower() != _VIA:
        return False
    ways = [one for _, name, several in item.conditions if name.lower() == _VIA for one in several]
    allowed = {form(value).partition(".")[0] for value in values if _is_here(value)}
    return bool(ways) and {form(one).partition(".")[0] for one in ways} <= allowed


def _is_here(service: Value) -> bool:
    """A service as ``kms:ViaService`` names it, in the region of the deployment or any."""
    parts = service.parts if isinstance(service, Text) else ()
    regional = any(isinstance(part, Hole) and part.kind == "region" for part in parts)
    return regional or ".*." in form(service)


def _is_under_another_path(missing: Item, granted: Item) -> bool:
    """What one call names in IAM is granted under a path: whoever wrote that knows where it is."""
    if missing.action != granted.action or not _calls(missing) <= _calls(granted):
        return False
    one, other = (_IN_IAM.fullmatch(form(item.resource)) for item in (missing, granted))
    return one is not None and other is not None and one.groups() == other.groups()


def _calls(item: Item) -> set[tuple[str, Span]]:
    return {(reason.operation, reason.span) for reason in item.reasons}


def _one_or_other(missing: Item, granted: Item) -> bool:
    """Two types of resource that one value of a call may be of, when only a deployment knows the value.

    The id of a model of Bedrock, given by a parameter, is a foundation model or an inference profile.
    """
    if missing.action != granted.action:
        return False
    last, other = _last(missing.resource), _last(granted.resource)
    if (
        last is None
        or _type_of(missing.resource) == _type_of(granted.resource)
        or not _calls(missing) <= _calls(granted)
        # Of one type they are two things: an ARN of S3 has a bucket where others have the type.
        or types_of(missing.action, missing.resource) & types_of(granted.action, granted.resource)
    ):
        return False
    if last.kind == "unknown" and all(
        _is_another_way(reason.operation, missing, granted) for reason in missing.reasons
    ):
        return True
    # Where the code itself leaves it open, what is granted says which of the types it is.
    if last.kind == "unknown":
        return is_either(missing.action, missing.resource, granted.resource)
    return last == other


def _is_another_way(call: str, missing: Item, granted: Item) -> bool:
    """The request may be about what is granted, of a type that does not need the missing one as well."""
    lacks, has = _type_of(missing.resource), _type_of(granted.resource)
    return any(has in one and lacks not in one for one in named_by_one(call, missing.action))


def _is_either(missing: Item, granted: Item) -> bool:
    """Two ARNs of what a request names, of which one is checked: of a sender's address, of its domain."""
    if missing.action != granted.action or not _calls(missing) <= _calls(granted):
        return False
    lacks, has = _resource(missing.resource), _resource(granted.resource)
    ways = [beginnings_of_either(reason.operation, missing.action) for reason in missing.reasons]
    said = next((one for one in ways[0] if lacks.startswith(one) and has.startswith(one)), "") if ways else ""
    if not said or not all(said in way for way in ways):
        return False
    longer, shorter = sorted((lacks.removeprefix(said), has.removeprefix(said)), key=len, reverse=True)
    return longer.endswith((f"@{shorter}", f".{shorter}")) or longer.startswith(f"{shorter}:")


def _resource(pattern: Value) -> str:
    """What an ARN is of, without where that is."""
    return form(pattern).split(":", ARN_FIELDS - 1)[-1]


def _last(pattern: Value) -> Hole | None:
    """What a pattern ends with, when only a deployment knows it; ``/*`` after it says no more."""
    parts = pattern.parts if isinstance(pattern, Text) else ()
    if parts and parts[-1] == "/*":
        parts = parts[:-1]
    last = parts[-1] if parts else None
    known = isinstance(last, Hole) and last.kind in ("parameter", "reference", "unknown")
    return last if known and isinstance(last, Hole) else None


def _type_of(pattern: Value) -> str:
    """The resource type in an ARN: ``foundation-model``."""
    return type_of(form(pattern))


def _names(pattern: Value) -> set[str | None]:
    """What of the template a pattern names."""
    parts = pattern.parts if isinstance(pattern, Text) else ()
    return {part.name for part in parts if isinstance(part, Hole)}
