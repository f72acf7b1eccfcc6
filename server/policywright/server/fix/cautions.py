"""What is pointed out before anybody approves it: more than a permission to do one thing to one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import Action
from policywright.knowledge.denials.facts import on_everything
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.policy.statements import Rule
from policywright.server.principals import Target

_MANAGES = "Permissions management"
_WRITES = ("Write", _MANAGES)
_VERSIONS = frozenset({"iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"})
"""Change every principal that a policy is attached to, oneself perhaps among them."""
_GROUPS = frozenset({"iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:PutGroupPolicy"})
"""Change what all users of a group may do, oneself perhaps among them, or whom it has."""


def cautions(rules: Iterable[Rule], target: Target | None, authorizer: Authorizer) -> Iterator[str]:
    """One line for each thing that whoever approves these rules should know."""
    for rule in rules:
        resources = rule.resources.values if rule.resources is not None else ("*",)
        for action in rule.actions.values:
            known = authorizer.catalog.action(action)
            if known is None:
                continue
            yield from _own(known, resources, target)
            yield from _wide(known, resources, authorizer)


def _own(known: Action, resources: tuple[str, ...], target: Target | None) -> Iterator[str]:
    name = known.full_name
    if name in _VERSIONS:
        yield (
            f"{name} can rewrite a policy that is attached to the principal itself: whoever holds it can "
            "give itself every permission of the account"
        )
    elif name in _GROUPS and (target is None or target.kind == "user"):
        yield (
            f"{name} changes what the users of a group may do, or who they are, the principal itself perhaps "
            "among them: whoever holds it can give itself what the group is given"
        )
    elif known.prefix == "iam" and _MANAGES in known.access_level and target is not None:
        for resource in resources:
            if _is(resource, target):
                yield (
                    f"{name} on {resource} is on the principal itself: whoever holds it can give itself "
                    "every permission of the account"
                )


def _is(resource: str, target: Target) -> bool:
    """Whether a resource is the principal, whose path the text need not tell."""
    own = target.policy_source_arn
    head, _, name = resource.rpartition("/")
    here = head.startswith(f"arn:{target.partition}:iam::{target.account}:{target.kind}")
    return covers(resource, own) or (here and name == target.name)


def _wide(known: Action, resources: tuple[str, ...], authorizer: Authorizer) -> Iterator[str]:
    if known.access_level not in _WRITES and _MANAGES not in known.access_level:
        return
    if on_everything(known.full_name, authorizer):
        return
    for resource in resources:
        if _every(resource):
            yield f"{known.full_name} on {resource} is a write to everything of its kind, not to one thing"


def _every(resource: str) -> bool:
    """Whether the whole name is left open."""
    name = resource.split(":", 5)[-1]
    return (
        resource == "*"
        or not name.strip("*/")
        or (name.count("/") == 1 and name.endswith("/*") and ":s3:" not in resource)
    )
