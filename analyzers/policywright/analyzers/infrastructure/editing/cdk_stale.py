"""Whether the source of a CDK application says what its template does not have yet: then a synth is due.

A patch is made for the template; applied to a source that was edited since (by an earlier patch, most of
all), it would take back what that wrote, or write it twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from policywright.analyzers.infrastructure.cdk.calls import Granting
from policywright.analyzers.infrastructure.editing.cdk_known import Known
from policywright.analyzers.infrastructure.editing.cdk_steps import Group
from policywright.analyzers.infrastructure.forms import form


def ahead(known: Known, groups: Iterable[Group]) -> str:
    """What the source gives a role for certain and the template does not; empty where there is nothing.

    ``groups`` are what the role has by the resources that it has it on, with the calls that give that.
    """
    if known.application.is_source or known.role is None:
        return ""
    of_group: dict[int, list[Group]] = {}
    for group in groups:
        for one in group.calls:
            of_group.setdefault(id(one), []).append(group)
    everything = {
        form(action).lower()
        for policy in known.role.policies
        for held in policy.statements
        if held.effect == "Allow"
        for action in held.actions
    }
    for one in known.calls:
        if not _runs(known, one):
            continue
        own = of_group.get(id(one), [])
        there = {action.lower() for group in own for part in group.parts for action in part.actions}
        if not _is_there(one, there if own else everything):
            return (
                f"{one.place}: {one.said} gives what {known.application.template} does not have: "
                "`cdk synth` is due"
            )
    return ""


def _runs(known: Known, granting: Granting) -> bool:
    """A call runs once, and whenever the role's constructs are made."""
    where = granting.call.where
    beside = any(
        one.call.where.functions == where.functions
        for one in known.constructs
        if one in granting.source.constructs
    )
    return beside and not where.branched and not where.looped


def _is_there(granting: Granting, actions: Collection[str]) -> bool:
    """A template has the actions of a statement as they are written, and some of what a grant method gives.

    Which those are differs between versions of the CDK.
    """
    if granting.methods:
        return any(action.lower() in actions for one in granting.methods for action in one.actions)
    return all(text.lower() in actions for text in granting.texts)


__all__ = ["ahead"]
