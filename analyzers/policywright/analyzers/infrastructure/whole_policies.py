"""Policies that a role is given as one (AWS's, a SAM template's): each stays or goes as a whole."""

from __future__ import annotations

from policywright.analyzers.infrastructure.branches import by_branch
from policywright.analyzers.infrastructure.constructs import ConstructGrants
from policywright.analyzers.infrastructure.familiar import MAX_LISTED, adds_little
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.items import Item
from policywright.analyzers.infrastructure.listing import few
from policywright.analyzers.infrastructure.model import HeldPolicy
from policywright.analyzers.infrastructure.outcomes import Outcomes, as_called
from policywright.analyzers.infrastructure.role_diff import ALSO_GRANTS
from policywright.knowledge.policy.patterns import covers

_PURPOSES = {
    "AWSXRayDaemonWriteAccess": "xray:Put",
    "AWSXrayWriteOnlyAccess": "xray:Put",
    "AmazonECSTaskExecutionRolePolicy": "",
}
"""AWS's policies for one purpose, and how an action begins whose need shows it: nobody wants to see them
taken apart when less would do. The last one is what every execution role of ECS has."""


class WholePolicies:
    """Those of one role; ``keep_templates``: see ``Options``."""

    def __init__(
        self, outcomes: Outcomes, grants: ConstructGrants | None, *, keep_templates: bool | None
    ) -> None:
        self.compared = outcomes.compared
        self.outcomes = outcomes
        self._grants = grants
        self._keep_templates = keep_templates

    def settle(self, policy: HeldPolicy, held: list[Held]) -> None:
        """A policy whose statements are elsewhere (AWS's, a SAM template): it stays or goes as a whole."""
        tight = all(one.holding.is_tight(one.items) or not one.holding.actions for one in held)
        if policy.kind == "implied" or tight or self._fits(policy, held) or self._gives_no_more(policy, held):
            for one in held:
                self.outcomes.unchanged(one)
            return
        if any(one.fixed is not None for one in held):
            for one in held:
                self.outcomes.left_alone(one)
            return
        if self._grants is not None and (why := self._grants.attaches(policy)) is not None:
            for one in held:
                self.outcomes.unchanged(one)
            self.compared.notes.append(why)
            return
        more = self._more_of_the_same(policy, held)
        if more is not None:
            for one in held:
                self.outcomes.unchanged(one)
            if more:
                said = f"{policy.name}{ALSO_GRANTS}{few(more, MAX_LISTED)}: more of the same"
                self.compared.notes.append(said)
            return
        locked = self.outcomes.locked(policy, policy.shared_by, held)
        if locked is None and policy.site is None:
            locked = "its place in the template is not known"
        if locked is None and any(one.items for one in held) and not self.compared.edits.has_place():
            locked = "the role has no place in a template where less could be granted"
        if locked is None and policy.opaque:
            locked = policy.opaque
        if locked is None and any(one.holding.unsure for one in held):
            locked = "what it grants is not all known"
        if locked is None and any(one.effect != "Allow" for one in policy.statements):
            locked = "what it denies would go with it"
        some = [one for one in held if one.statement.sometimes and one.items]
        if locked is None and not all(by_branch(one, self.outcomes.lacks, anew=True) for one in some):
            locked = "what it is for is chosen, by what can't be written anew"
        if locked is not None:
            for one in held:
                self.outcomes.unchanged(one)
                self.outcomes.kept(one, locked)
            return
        items = [one.holding.conditioned(item) for one in held for item in one.items]
        grant = self.outcomes.granted(held)
        detail = f"{policy.name} grants more than the code needs" if items else self._in_vain(policy, held)
        for one in held:
            for action in one.holding.actions:
                if not any(item.action.lower() == action.lower() for item in items):
                    self.compared.change(
                        "removed", action, before=one.before, held=one, detail=detail, grant=grant
                    )
        for one in held:
            self.outcomes.narrowed(one, grant)
        if why := self.compared.edits.whole(policy, items):
            self.compared.notes.append(why)

    def _more_of_the_same(self, policy: HeldPolicy, held: list[Held]) -> tuple[str, ...] | None:
        """What a policy that is given by name adds, where it stays with that; None where it does not."""
        always = self._keep_templates is True
        named = policy.kind == "sam-template" or (always and policy.kind == "aws-managed")
        if not named or self._keep_templates is False:
            return None
        return adds_little(held, anywhere=always)

    def _in_vain(self, policy: HeldPolicy, held: list[Held]) -> str:
        """Why a whole policy goes."""
        others = (
            as_called(other.policy, self.compared.needs.stack)
            for other in self.outcomes.used
            for item in other.items
            if other.policy is not policy and any(one.holding.covers(item) for one in held)
        )
        other = next(others, None)
        return f"{other} grants already what is needed of it" if other else f"no code needs {policy.name}"

    def _fits(self, policy: HeldPolicy, held: list[Held]) -> bool:
        """AWS's own policy for just this: on wider resources, but what everybody expects to see."""
        if policy.kind != "aws-managed":
            return False
        purpose = _PURPOSES.get(policy.name.rpartition("/")[2])
        if purpose == "":
            return any(workload.kind == "agent" for workload in self.compared.needs.workloads)
        items = [*self.compared.items, *(item for one in held for item in one.items)]
        if purpose is not None and any(item.action.startswith(purpose) for item in items):
            return True
        wanted = {
            item.action.lower() for item in self.compared.items for one in held if one.holding.covers(item)
        }
        return all(action.lower() in wanted for one in held for action in one.holding.actions)

    def _gives_no_more(self, policy: HeldPolicy, held: list[Held]) -> bool:
        """What a policy of AWS's grants and is not kept for, the role has from others that stay as they are.

        Nobody has less without it, but a longer template.
        """
        if policy.kind != "aws-managed" or not any(one.items for one in held):
            return False
        whole = {
            id(other)
            for other in self.compared.policies
            if other is not policy and (other.kind == "implied" or self._fits(other, self._of(other)))
        }
        others = [one for one in self.compared.held if id(one.policy) in whole and one.always]

        def stays(one: Held, item: Item) -> bool:
            own = any(
                each.action.lower() == item.action.lower()
                and covers(form(each.resource), form(item.resource))
                for each in one.items
            )
            return own or any(
                other.holding.covers(item) and other.holding.certainly(item) and other.holding.whenever(item)
                for other in others
            )

        return all(
            stays(one, Item(action=action, resource=value))
            for one in held
            for action in one.holding.actions
            for value in one.holding.values
        ) and not any(one.holding.not_actions or one.holding.not_resources for one in held)

    def _of(self, policy: HeldPolicy) -> list[Held]:
        return [one for one in self.compared.held if one.policy is policy]
