"""Conditions that would narrow a deployment's policy further, as an offer: nobody has to take them.

What is created gets an id that its service makes, so the policy names any of its type. Where AWS checks
tags, those that the stack or the configuration puts on it tell what is meant; where CloudFormation works with
the caller's own permissions, they may hold for what it does alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policywright.analyzers.deployment.model import Deployment, Made
from policywright.analyzers.deployment.resources import is_about_tags, is_any
from policywright.analyzers.model import Grant, Span
from policywright.knowledge.catalog import Action, Catalog
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Struct, alternatives

_STACK_TAG = "aws:cloudformation:stack-name"
_TAGS = ("tags", "Tags", "tags_all")
_MAKES = ("Create", "Allocate", "Run", "Register", "Request", "Import")
_CHANGES = ("Write", "Permissions management")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A condition that the statements of some actions of one identity could have."""

    identity: str
    actions: tuple[str, ...]
    condition: dict[str, dict[str, Any]]
    why: str


def offers(
    deployment: Deployment, grants: Sequence[Grant], catalog: Catalog, stack: str | None
) -> Iterator[Offer]:
    """What could narrow the grants of an identity; ``stack`` is the name of its stack, where known."""
    by_place = {one.span: one for one in deployment.made}
    tagged: dict[tuple[str, str, str], list[str]] = {}
    for grant in grants:
        found = _tag_of(grant, by_place, catalog, stack)
        if found is not None:
            tagged.setdefault(found, []).append(grant.action)
    for (key, name, value), actions in sorted(tagged.items()):
        what = "what is made has" if key == "aws:RequestTag" else "only what has"
        yield Offer(
            identity=deployment.name, actions=tuple(sorted(set(actions))),
            condition={"StringEquals": {f"{key}/{name}": value}},
            why=f"its ids are made by the services: {what} the tag {name}",
        )  # fmt: skip
    # What a pipeline asks is called after its type, too, and is none of its handler's.
    called = {
        one.action
        for one in grants
        if all(_is_handler(reason.operation) and reason.span in by_place for reason in one.reasons)
    }
    if deployment.purpose != "execution role" and called:
        yield Offer(
            identity=deployment.name, actions=tuple(sorted(called)),
            condition={"ForAnyValue:StringEquals": {"aws:CalledVia": ["cloudformation.amazonaws.com"]}},
            why="CloudFormation calls them with these permissions, nobody does directly",
        )  # fmt: skip


def _tag_of(
    grant: Grant, by_place: dict[Span, Made], catalog: Catalog, stack: str | None
) -> tuple[str, str, str] | None:
    """The condition key, the tag and its value that a grant could ask for."""
    action = catalog.action(grant.action)
    if action is None or action.access_level not in _CHANGES or is_about_tags(grant.action):
        return None
    if not grant.resources or not all(is_any(one) for one in grant.resources):
        return None
    made = [by_place.get(reason.span) for reason in grant.reasons]
    if not made or any(one is None for one in made):
        return None
    known = [one for one in made if one is not None]
    own = _common(known)
    if action.name.startswith(_MAKES):
        if own is None or "aws:RequestTag/${TagKey}" not in action.condition_keys:
            return None
        return ("aws:RequestTag", *own)
    if not _checks_tags(action, catalog):
        return None
    if stack is not None and all(one.handlers is not None and one.handlers.system_tags for one in known):
        return "aws:ResourceTag", _STACK_TAG, stack
    return None if own is None else ("aws:ResourceTag", *own)


def _checks_tags(action: Action, catalog: Catalog) -> bool:
    """Whether AWS checks the tags of everything that an action is about."""
    kinds = [catalog.resource_type(action.prefix, one.name) for one in action.resource_types]
    return bool(kinds) and all(
        kind is not None and any(key.startswith("aws:ResourceTag/") for key in kind.condition_keys)
        for kind in kinds
    )


def _common(made: Sequence[Made]) -> tuple[str, str] | None:
    """A tag with a constant value that all resources have."""
    each = [dict(_tags(one.properties)) for one in made]
    for name, value in sorted(each[0].items()) if each else ():
        if all(one.get(name) == value for one in each):
            return name, value
    return None


def _tags(properties: Struct) -> Iterator[tuple[str, str]]:
    for name in _TAGS:
        value = properties.get(name)
        for option in alternatives(value) if value is not None else ():
            if isinstance(option, Struct):
                yield from (
                    (key, one.value)
                    for key, one in option.fields
                    if isinstance(one, Const) and isinstance(one.value, str)
                )
            for item in getattr(option, "values", ()):
                key, one = (item.get("Key"), item.get("Value")) if isinstance(item, Struct) else (None, None)
                if isinstance(key, Const) and isinstance(one, Const):
                    yield str(key.value), str(one.value)


def _is_handler(operation: str) -> bool:
    """Whether a reason is a handler of CloudFormation's."""
    return operation.startswith("AWS::")
