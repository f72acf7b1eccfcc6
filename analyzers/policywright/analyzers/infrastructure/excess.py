"""What a role is granted and does not need: each statement stays, loses actions, says less, or goes.

``outcomes`` are what may become of it; ``whole_policies`` decides of what is not written out.
"""

from __future__ import annotations

from policywright.analyzers.infrastructure.branches import by_branch, swapped
from policywright.analyzers.infrastructure.constructs import ConstructGrants
from policywright.analyzers.infrastructure.familiar import as_people_chose, as_people_wrote
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.listing import some
from policywright.analyzers.infrastructure.model import Site
from policywright.analyzers.infrastructure.outcomes import Outcomes, as_called
from policywright.analyzers.infrastructure.role_diff import SharedUse
from policywright.analyzers.infrastructure.whole_policies import WholePolicies
from policywright.knowledge.policy.patterns import covers

_CDK = "cdk.json"
"""What a stack is called that is read from the source of an application of the CDK."""


class Excess:
    """The statements of one role, each asked what it is there for; ``keep_templates``: see ``Options``."""

    def __init__(self, outcomes: Outcomes, *, keep_templates: bool | None) -> None:
        self.compared = outcomes.compared
        self.outcomes = outcomes
        stack = self.compared.needs.stack
        self._by_constructs = stack.synthesised or stack.name.endswith(_CDK)
        """Of the actions a construct's methods chose some, and no people."""
        self._grants: ConstructGrants | None = None
        if stack.synthesised:
            self._grants = ConstructGrants(self.compared.held, stack, self.compared.references)
        self._whole = WholePolicies(outcomes, self._grants, keep_templates=keep_templates)
        self._others = {one.site: one for one in self.compared.needs.others}
        self.uses: dict[Site, SharedUse] = {}
        """What the role needs of statements that others have, too."""

    def run(self) -> None:
        """Goes through the policies in order."""
        by_policy: dict[int, list[Held]] = {}
        for one in self.compared.held:
            by_policy.setdefault(id(one.policy), []).append(one)
        for policy in self.compared.policies:
            held = by_policy.get(id(policy))
            if not held:
                continue
            editable = policy.site is not None and all(one.statement.site is not None for one in held)
            if editable or self.compared.apart:
                for one in held:
                    self._statement(one)
            else:
                self._whole.settle(policy, held)

    def _statement(self, held: Held) -> None:
        """A statement that is written out: left, narrowed or taken away."""
        if held.policy.sharers(held.statement) and self._shared(held):
            return
        if self._is_tight(held) and not swapped(held, self.outcomes.lacks):
            self.outcomes.unchanged(held)
            return
        if held.items and (held.holding.unsure or held.holding.vague):
            self.outcomes.unchanged(held)
            self.outcomes.kept(held, "what the statement grants is not all known")
            return
        if held.fixed is not None:
            self.outcomes.left_alone(held)
            return
        if self._grants is not None and (why := self._grants.keeps(held)) is not None:
            self.outcomes.unchanged(held)
            self.compared.notes.extend(why)
            return
        if self._grants is not None:
            items, why = self._grants.along(held)
            held.items.extend(items)
            self.compared.notes.extend(why)
        as_people_wrote(held, self.compared.references)
        self._add_what_it_chooses(held)
        if not self._by_constructs and not held.statement.made:
            as_people_chose(held)
        tight, swapping = self._is_tight(held), swapped(held, self.outcomes.lacks)
        if tight and not swapping:
            self.outcomes.unchanged(held)
            return
        locked = self.outcomes.locked(held.policy, held.policy.sharers(held.statement), [held])
        if locked is None and held.statement.made and self._none_needs(held):
            return
        locked = locked or self._why_left(held)
        if locked is not None:
            self.outcomes.unchanged(held)
            self.outcomes.kept(held, locked)
            return
        grant = self.outcomes.granted([held])
        for action in held.holding.actions or ["*"]:
            if not any(covers(action, item.action) for item in held.items):
                detail = self._why_gone(action, held)
                self.compared.change(
                    "removed", action, before=held.before, held=held, detail=detail, grant=grant
                )
        if not held.items:
            self.compared.edits.delete(held.statement.entry or held.statement.site)
            return
        self.outcomes.narrowed(held, grant, swapping=tight)
        self.compared.edits.replace_statement(
            held, plain=by_branch(held, self.outcomes.lacks), swapped=swapping
        )

    def _why_left(self, held: Held) -> str | None:
        """Why a statement that may be changed stays as it is all the same."""
        if held.statement.made and self._makes_others(held):
            span = held.statement.span
            return f"what makes it ({span.file}:{span.line}) makes what is needed, too"
        chosen = self._grants is not None and bool(held.statement.only_if)
        if chosen and held.items and not self.compared.edits.is_one(held):
            return "it is given under a condition, and several statements would take its place"
        if held.holding.gives_more(held.items):
            return "a condition chooses its actions, and which of them are needed in each case is not sure"
        if held.holding.any_action:
            return "which actions it grants is not all known"
        if not held.items and held.statement.hides is not None:
            return f"without it {held.statement.hides} would count in its place"
        if held.whole:
            return "NotResource can't be narrowed for what may be on any resource"
        if (name := self.compared.unset(held.items, held.before)) is not None:
            return f"{name} is nothing unless somebody sets it, so it can't stand there alone"
        return None

    def _add_what_it_chooses(self, held: Held) -> None:
        """A statement that chooses what it is on has all that is needed of that, whatever others have of it.

        Of two buckets of which each stage has its own, none is taken out of the choice.
        """
        chosen = {form(self.compared.references.canonical(one.value)) for one in held.statement.sometimes}
        if chosen.isdisjoint(form(item.resource) for item in held.items):
            return
        there = {(item.action, form(item.resource)) for item in held.items}
        for item in self.compared.each:
            for part in held.holding.as_granted(item) if held.holding.covers(item) else ():
                name = form(part.resource)
                if name in chosen and (item.action, name) not in there:
                    there.add((item.action, name))
                    held.items.append(part)

    def _none_needs(self, held: Held) -> bool:
        """What stands at a statement's place loses the actions that nothing made there needs."""
        holding = held.holding
        made = [one for one in self.compared.held if one.statement.site == held.statement.site]
        alike = all(
            one.holding.actions == holding.actions and one.statement.conditions == held.statement.conditions
            for one in made
        )
        plain = not any(one.holding.unsure or one.holding.vague or one.holding.not_resources for one in made)
        needed = sorted({item.action for one in made for item in one.items})
        gone = [one for one in holding.actions if not any(covers(one, action) for action in needed)]
        wide = [one for one in holding.actions if "*" in one and one not in (*needed, *gone)]
        less = bool(gone or wide)
        if len(made) < 2 or not (alike and plain and needed and less) or self._grants is not None:
            return False
        if self._makes_denials(held):
            return False
        self.outcomes.taken(
            held, gone, wide, needed, "no code needs it, of what is made there", "what is made there needs"
        )
        if held is made[0]:
            self.compared.edits.say(held, needed)
        return True

    def _makes_denials(self, held: Held) -> bool:
        site = held.statement.site
        return any(
            one.effect == "Deny" and one.site == site
            for policy in self.compared.policies
            for one in policy.statements
        )

    def _makes_others(self, held: Held) -> bool:
        """What stands at a statement's place makes one that is needed, or that denies."""
        site = held.statement.site
        needed = any(one.items for one in self.compared.held if one.statement.site == site)
        return needed or self._makes_denials(held)

    def _shared(self, held: Held) -> bool:
        """A statement that other roles have as well: what none of them needs goes from all."""
        site, holding = held.statement.site, held.holding
        plain = not (holding.unsure or holding.vague or held.whole or holding.not_resources)
        if site is None or held.fixed is not None or self._grants is not None or not plain:
            return False
        if self.compared.needs.doubt is not None or not holding.actions or held.statement.made:
            return False
        if self.outcomes.depends and self.outcomes.is_of_callers(held):
            return False
        as_people_wrote(held, self.compared.references)
        own = {item.action for item in held.items}
        self.uses[site] = SharedUse(written=tuple(holding.actions), needed=tuple(sorted(own)))
        others = self._others.get(site)
        if others is None:
            return False
        wanted = sorted(own.union(others.actions))
        gone = [one for one in holding.actions if not any(covers(one, action) for action in wanted)]
        wide = [one for one in holding.actions if "*" in one and one not in wanted]
        apart = held.policy.apart
        if not gone and not wide:
            self.outcomes.unchanged(held)
            where = "what it is written in" if apart else held.policy.name
            self.outcomes.kept(held, f"{some(others.who, 3)} has it from {where} as well, and needs it")
            return True
        what = "it" if apart else held.policy.name
        self.outcomes.taken(
            held, gone, [one for one in wide if one not in gone], wanted,
            f"no code of any role that has {what} needs it", f"the roles that have {what} need",
        )  # fmt: skip
        if others.writes and not wanted:
            self.compared.edits.delete(held.statement.entry or site)
        elif others.writes:
            self.compared.edits.say(held, wanted)
        return True

    def _is_tight(self, held: Held) -> bool:
        """A statement grants what is needed and nothing else, as far as one statement can say it."""
        merged = self._grants is not None and not self._grants.is_tight(held)
        return held.holding.is_tight(held.items) and not merged

    def _why_gone(self, action: str, held: Held) -> str:
        needed = [item for item in self.compared.items if covers(action, item.action)]
        anywhere = any(held.holding.has_part(item) for item in needed)
        other = next(
            (
                as_called(other.policy, self.compared.needs.stack)
                for other in self.outcomes.used
                if other is not held
                for item in other.items
                if covers(action, item.action) and (anywhere or held.holding.covers(item))
            ),
            None,
        )
        if other is not None:
            return f"{other} grants it already"
        if not needed:
            return "no code needs it"
        others = (one for one in self.outcomes.used if one is not held)
        whole = next((one.policy for one in others if all(item in one.items for item in needed)), None)
        if whole is not None:
            return f"{as_called(whole, self.compared.needs.stack)} grants what is needed of it"
        # An ARN that what is needed can't be on: it was granted in vain.
        spans = [reason.span for item in needed for reason in item.reasons]
        return f"it is needed only on {self.compared.places([item.resource for item in needed], spans)}"
