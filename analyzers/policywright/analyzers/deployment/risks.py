"""What a deployment's policy still allows somebody to become: ways to more permissions than it lists.

Known ways, by the actions that make them: https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation
and the IAM user guide ("Permissions boundaries for IAM entities"). A condition on the boundary closes a way
that makes roles; a role that is passed by name, to a named service, is as strong as that role.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policywright.analyzers.assembly import Place, resource_texts
from policywright.analyzers.deployment.model import Deployment, Made
from policywright.analyzers.model import Grant
from policywright.knowledge import texts
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, alternatives

BOUNDARY = "iam:PermissionsBoundary"
LOOKS = ("Read", "List")
"""Levels of access that give nobody anything: looking at a role asks for no boundary of it."""
_ANYTHING = "any permission"
_TRUST, _PASS = "iam:UpdateAssumeRolePolicy", "iam:PassRole"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """Actions that together give more than they say: all of the first, and any of the others."""

    any_of: tuple[str, ...]
    says: str
    actions: tuple[str, ...] = ()
    beside: str = ""
    """An action with which another way says more of the same."""
    wide: bool = False
    """It is one only on whatever there is: what is named is as strong as that."""


_WAYS = (
    _Way(
        actions=("iam:CreateRole",),
        any_of=("iam:AttachRolePolicy", "iam:PutRolePolicy"),
        says="it can make a role and give it any permission",
    ),
    _Way(
        actions=("iam:CreateUser",),
        any_of=("iam:AttachUserPolicy", "iam:PutUserPolicy"),
        says="it can make a user and give it any permission",
    ),
    _Way(
        any_of=("iam:AttachRolePolicy", "iam:PutRolePolicy"),
        beside="iam:CreateRole",
        says="it can give a role that is there any permission",
    ),
    _Way(
        any_of=("iam:AttachUserPolicy", "iam:PutUserPolicy"),
        beside="iam:CreateUser",
        says="it can give a user who is there any permission",
    ),
    _Way(
        any_of=("iam:AttachGroupPolicy", "iam:PutGroupPolicy"),
        says="it can give the users of a group any permission",
    ),
    _Way(any_of=("iam:AddUserToGroup",), says="it can give users what a group may do"),
    _Way(
        any_of=("iam:DeleteRolePermissionsBoundary",),
        says="it can take the boundary off a role",
    ),
    _Way(
        any_of=("iam:DeleteUserPermissionsBoundary",),
        says="it can take the boundary off a user",
    ),
    _Way(any_of=(_TRUST,), says="it can change who may assume a role"),
    _Way(any_of=("iam:CreatePolicyVersion",), says="it can rewrite a managed policy"),
    _Way(
        any_of=("iam:SetDefaultPolicyVersion",), says="it can bring back another version of a managed policy"
    ),
    _Way(any_of=("iam:CreateAccessKey",), says="it can make keys with which others act as a user"),
    _Way(
        any_of=("iam:CreateLoginProfile", "iam:UpdateLoginProfile"),
        says="it can set the password of a user",
    ),
    _Way(any_of=("sts:AssumeRole",), says="it can assume any role that trusts it", wide=True),
    _Way(any_of=(_PASS,), says="it can pass any role", wide=True),
)


def takes_boundary(catalog: Catalog, action: str) -> bool:
    """Whether a condition on the boundary limits an action: AWS knows the key for some of IAM's only."""
    entry = catalog.action(action)
    if entry is None or entry.access_level in LOOKS:
        return False
    return BOUNDARY in entry.condition_keys or any(
        BOUNDARY in one.condition_keys for one in entry.resource_types
    )


def remaining(
    name: str, grants: Sequence[Grant], place: Place, catalog: Catalog, *, boundary: bool
) -> Iterator[str]:
    """A line for each way that is open."""
    open_: dict[str, list[Grant]] = {}
    for grant in grants:
        if not any(key == BOUNDARY for _, key, _ in grant.conditions):
            open_.setdefault(grant.action, []).append(grant)
    for way in _WAYS:
        found = {
            action: [one for one in open_.get(action, ()) if not way.wide or _is_wide(one, place)]
            for action in (*way.actions, *way.any_of)
        }
        second = [action for action in way.any_of if found[action]]
        if not second or not all(found[action] for action in way.actions) or way.beside in open_:
            continue
        if boundary and second == [_TRUST]:
            # A role with the boundary is no stronger for whoever assumes it.
            continue
        receivers = _limited(found[_PASS], "iam:PassedToService") if second == [_PASS] else []
        used = " and ".join(dict.fromkeys((*way.actions, *second)))
        closes = any(takes_boundary(catalog, action) for action in way.actions) or all(
            takes_boundary(catalog, action) for action in second
        )
        help = "; --boundary ARN closes it" if closes and not boundary else ""
        says = f"{way.says} to {', '.join(receivers)}" if receivers else way.says
        if says.endswith(_ANYTHING) and (only := _only([one for action in second for one in open_[action]])):
            says = f"{says.removesuffix(_ANYTHING)}{', '.join(only)}"
        yield f"{name}: {says} ({used}){help}"


_BOUNDED = {
    "AWS::IAM::Role": "PermissionsBoundary",
    "AWS::IAM::User": "PermissionsBoundary",
    "aws_iam_role": "permissions_boundary",
    "aws_iam_user": "permissions_boundary",
}
_SHOWN = 8


def unbounded(deployment: Deployment, boundary: str | None) -> Iterator[str]:
    """What a condition on the boundary denies: roles and users that are made without it. At most one line."""
    if boundary is None:
        return
    found = [
        made
        for made in deployment.made
        if made.type in _BOUNDED and "c" in made.phases and not _may_have(made, boundary)
    ]
    if found:
        names = ", ".join(made.id for made in found[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        yield (
            f"{deployment.name}: only what has the boundary may be made; "
            f"{_BOUNDED[found[0].type]} has to be set on {names}{more}"
        )


def _may_have(made: Made, boundary: str) -> bool:
    value = made.properties.get(_BOUNDED[made.type])
    if value is None:
        return made.properties.open
    return any(not isinstance(one, Const) or one.value == boundary for one in alternatives(value))


def _only(grants: list[Grant]) -> list[str]:
    """The names of AWS's policies, where nothing else can be attached; none where something can."""
    found: set[str] = set()
    for arn in _limited(grants, "iam:PolicyARN"):
        owner, _, policy = arn.partition(":policy/")
        if not owner.endswith(":iam::aws") or "*" in policy:
            return []
        found.add(policy.rpartition("/")[2])
    return sorted(found)


def _limited(grants: list[Grant], condition: str) -> list[str]:
    """What a condition key may be in any of several grants; nothing where one of them does not ask for it."""
    found: set[str] = set()
    for grant in grants:
        limits = [values for _, key, values in grant.conditions if key == condition]
        if not limits:
            return []
        found.update(texts.glob(texts.parts(one)) for one in limits[0])
    return sorted(found)


def _is_wide(grant: Grant, place: Place) -> bool:
    """Whether a grant is on resources of any name."""
    return any(one.rpartition("/")[2] == "*" for one in resource_texts(grant.resources, place))
