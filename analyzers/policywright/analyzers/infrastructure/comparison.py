"""What a role has against what it needs: the semantic diff, and the edits that make the template right.

Here is what is needed and not granted; ``excess`` is what is granted and not needed. ``holdings`` says what
each held statement is there for, ``writing`` makes edits of items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import compress

from policywright.analyzers.infrastructure.branches import lacks, said_of
from policywright.analyzers.infrastructure.called import only_if, set_for_others
from policywright.analyzers.infrastructure.compared import Compared, per_action
from policywright.analyzers.infrastructure.completing import completed
from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.excess import Excess
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.holdings import Use, keep, may_items
from policywright.analyzers.infrastructure.items import Item, both_ways, without_covered
from policywright.analyzers.infrastructure.listing import some
from policywright.analyzers.infrastructure.model import HeldPolicy
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.outcomes import Outcomes
from policywright.analyzers.infrastructure.role_diff import FOR_THAT, RoleDiff
from policywright.analyzers.infrastructure.settling import why_settled
from policywright.analyzers.infrastructure.sizes import too_long
from policywright.analyzers.infrastructure.statements import EITHER
from policywright.analyzers.model import AMBIENT, UnresolvedCode
from policywright.knowledge.records import replace

_ORDER: dict[str, int] = {
    "added": 0, "widened": 1, "narrowed": 2, "removed": 3, "kept": 4, "unchanged": 5,
}  # fmt: skip


def compare(
    needs: RoleNeeds,
    visible: Callable[[str], bool] = lambda _action: True,
    *,
    keep_templates: bool | None = None,
) -> RoleDiff:
    """The diff of one role. ``visible`` says of an action that code which uses it shows that.

    ``keep_templates``: see ``Options``.
    """
    return _Comparison(needs, visible, keep_templates).run()


def _maybe(why: str, actions: list[str]) -> str:
    verb, they = ("is", "it") if len(actions) == 1 else ("are", "they")
    return f"{some(actions)} {verb} not called missing: {they} may be granted {why}"


_MAX_GUESSES = 4
"""Resources that are named of what code needs that may be a role's."""


class _Comparison:
    def __init__(self, needs: RoleNeeds, visible: Callable[[str], bool], keep_templates: bool | None) -> None:
        self.compared = Compared(needs)
        self._keep_templates = keep_templates
        self._maybe: dict[str, dict[str, None]] = {}
        """What may be granted by what only a deployment tells, by what that is."""
        self._denied = [
            (policy, Holding(statement, self.compared.references))
            for policy in self.compared.policies
            for statement in policy.statements
            if statement.effect == "Deny" and not statement.conditions
        ]
        may_need = (may for may in needs.may_need if may.identity == AMBIENT)
        self.use = Use(
            items=tuple(self.compared.items),
            may_need=tuple(may_items(may_need, self.compared.own)),
            visible=visible,
            granting=self.compared.granting.of,
            free={
                action.lower(): one.code
                for one in needs.not_granted
                for action in (one.operation, *one.actions)
            },
            polls=any(one.kind == "lambda" for one in needs.workloads),
            agents=bool(needs.workloads) and all(one.kind == "agent" for one in needs.workloads),
        )

    def _is_never_there(self, item: Item) -> bool:
        """What is needed is of a resource that the template makes only where it makes no such role."""
        own = self.compared.needs.role.only_if if self.compared.needs.role is not None else ()
        named = only_if(item, self.compared.needs, self.compared.references)
        return bool(own and named) and self.compared.references.conditions.never(
            (*own, *named, *item.only_if)
        )

    def run(self) -> RoleDiff:
        compared = self.compared
        there: list[Item] = []
        unheld: list[Item] = []
        guessed = self._guessed()
        for item in compared.each:
            names = guessed.get(item)
            if names != () and compared.granting.assign(item):
                there.append(item)
                self._perhaps(
                    item, compared.granting.resting_on(item) or (f"on {some(names)}" if names else None)
                )
            elif not self._is_never_there(item):
                unheld.append(item)
        lacking = lacks(there, compared.granting.of, compared.needs, compared.references)
        compared.notes.extend(said_of(lacking))
        placed = list(compared.granting.in_deployment(unheld, compared.each))
        there_alone: dict[str, dict[str, None]] = {}
        for item, where in placed:
            there_alone.setdefault(where, {})[item.action] = None
        compared.notes.extend(
            f"{some(actions)} {'is' if len(actions) == 1 else 'are'} granted in {where}"
            for where, actions in there_alone.items()
        )
        unheld = without_covered([item for item in unheld if all(item is not one for one, _ in placed)])
        elsewhere = {action for action, _ in compared.needs.elsewhere}
        compared.granting.suspect(unheld, elsewhere)
        depends: frozenset[str] = frozenset()
        if compared.needs.stack.callers:
            depends = frozenset(item.action for item in unheld if item.action in elsewhere)
        missing = self._settled(unheld)
        compared.notes.extend(_maybe(why, [*actions]) for why, actions in self._maybe.items())
        compared.notes.extend(
            f"{one.detail} ({one.span.file}:{one.span.line})"
            for one in compared.needs.unresolved if one.code is UnresolvedCode.VARIABLES
        )  # fmt: skip
        role = compared.needs.role
        unknown = bool(missing) and (role is None or role.external)
        opaque = [policy for policy in compared.policies if policy.opaque]
        unset = tuple((name, item) for item in unheld if (name := compared.unset([item])) is not None)
        may = [self._may_grant(policy) for policy in opaque]
        able = [unknown or any([one(item) for one in may]) for item in missing]
        unsettled = tuple(compress(missing, able))
        self.use = replace(self.use, unset=unset, unsettled=unsettled)
        compared.notes.extend(keep(compared.held, self.use))
        compared.notes.extend(self._missing_if_guessed())
        if unknown:
            what = f"the role {role.id} is defined elsewhere" if role is not None else "its role is not known"
            compared.notes.append(f"{what}: what it grants today can't be compared")
        compared.notes.extend(f"{policy.name}: {policy.opaque}" for policy in opaque)
        if unsettled and not unknown:
            compared.notes.append(f"{FOR_THAT}{some([item.action for item in unsettled])}")
        missing = [*compress(missing, [not one for one in able])]
        outcomes = Outcomes(compared, lacking, depends)
        excess = Excess(outcomes, keep_templates=self._keep_templates)
        excess.run()
        compared.notes.extend(outcomes.spare)
        self._missing(list(both_ways(missing, compared.references)))
        self._limits()
        compared.changes.sort(key=lambda change: (_ORDER[change.kind], change.action, str(change.span)))
        return RoleDiff(
            needs=compared.needs,
            changes=tuple(compared.changes),
            edits=tuple(compared.edits.made),
            notes=tuple(dict.fromkeys(compared.notes)),
            unknown=unknown,
            perhaps=bool(self._maybe),
            uses=tuple(excess.uses.items()),
            serves=tuple(
                (one.statement.site, tuple(sorted({item.action for item in one.items})))
                for one in compared.held
                if one.items and one.statement.site is not None
            ),
        )

    def _may_grant(self, policy: HeldPolicy) -> Callable[[Item], bool]:
        """Whether what isn't known of a policy may grant an item."""
        if policy.may is None:
            return lambda _item: True
        several = [Holding(one, self.compared.references) for one in policy.may]
        return lambda item: any(one.covers(item) or one.partly(item) for one in several)

    def _perhaps(self, item: Item, why: str | None) -> None:
        """An item that a deployment alone tells of whether it is granted: not missing, and not there."""
        if why is not None:
            self._maybe.setdefault(why, {})[item.action] = None

    def _missing_if_guessed(self) -> Iterator[str]:
        """What code needs that may be the role's, and what that does not grant."""
        for when in self.compared.needs.guesses:
            missing = [
                item
                for may, items in self.use.may_need if may.when == when
                for item in items if not self.use.granting(item)
            ]  # fmt: skip
            lines: list[str] = []
            for resource in dict.fromkeys(item.resource for item in missing):
                actions = dict.fromkeys(one.action for one in missing if one.resource == resource)
                lines.append(f"{some(actions)} on {self.compared.references.shown(resource)}")
            more = f" (and {len(lines) - _MAX_GUESSES} more)" if len(lines) > _MAX_GUESSES else ""
            if missing:
                is_are = "is" if len(missing) == 1 else "are"
                yield f"{'; '.join(lines[:_MAX_GUESSES])}{more} {is_are} missing if {when}"

    def _guessed(self) -> dict[Item, Sequence[str]]:
        """Items whose resource a parameter may name, and the parameters: each names one, and no more.

        Where more are needed than there are parameters, which of them these are is no guess: then none.
        """
        found: dict[str, dict[Item, Sequence[str]]] = {}
        for item in self.compared.each:
            if names := self.compared.granting.guessed(item):
                found.setdefault(item.action, {})[item] = names
        for several in found.values():
            needed = {form(item.resource) for item in several}
            if len(needed) > len({name for names in several.values() for name in names}):
                several.update(dict.fromkeys(several, ()))
        return {item: names for several in found.values() for item, names in several.items()}

    def _settled(self, missing: list[Item]) -> list[Item]:
        """The missing items without those that need no grant of this role, or may well not be needed."""
        granted = [item for one in self.compared.held for item in one.items]
        why = {
            id(item): self._why_unset(item)
            or why_settled(item, self.compared.needs, granted)
            or self._why_untold(item)
            for item in missing
        }
        self.compared.notes.extend(line for line in why.values() if line is not None)
        return [item for item in missing if why[id(item)] is None and not self._is_denied(item)]

    def _why_untold(self, item: Item) -> str | None:
        """What only a synth tells: the source of a CDK application computes the name of what it gives, which
        the code may have in so many words."""
        compared = self.compared
        if not compared.needs.stack.of_source or compared.references.names_own(item.resource):
            return None
        found = [compared.references.shown(one) for one in compared.granting.perhaps_named(item)]
        if not found:
            return None
        return f"{item.action} is not called missing: only a synth tells what {some(found)} is called"

    def _is_denied(self, item: Item) -> bool:
        """A statement that the role always has denies it, so that no grant would help."""
        always = self.compared.needs.role.only_if if self.compared.needs.role is not None else ()
        return any(
            one.covers(item)
            and not one.has_part(item)
            and one.certainly(item)
            and self.compared.references.conditions.always(
                [(*policy.only_if, *one.statement.only_if)], always
            )
            for policy, one in self._denied
        )

    def _missing(self, missing: list[Item]) -> None:
        for action, found in per_action(missing).items():
            there = [
                held
                for held in self.compared.granting.speaking_of(action)
                if not held.holding.leaves_open(action)
            ]
            before = tuple(value for held in there for value in held.before)
            where = self.compared.places(before, (held.statement.span for held in there))
            on = "in one Region, on" if any(one.is_in_several_regions for one in found) else "on"
            self.compared.change(
                "widened" if there else "added", action, found, before=before,
                detail=f"granted today only {on} {where}" if there else "",
            )  # fmt: skip
        if why := self.compared.edits.append(missing, anew=True):
            self.compared.notes.append(why)
        for held in completed(self.compared.edits, self.compared.held):
            self.compared.changes[:] = [
                one
                for one in self.compared.changes
                if one.kind != "removed" or one.span != held.statement.span
            ]

    def _why_unset(self, item: Item) -> str | None:
        name = self.compared.unset([item])
        if name is not None:
            return f"{item.action} is for {name} alone: who sets that grants it"
        name = set_for_others(item, self.compared.needs)
        if name is not None:
            others = f"which nobody sets here, and other functions of {self.compared.needs.stack.name} have"
            return f"{item.action} is for what {name} names, {others}: who sets it grants it"
        return None

    def _limits(self) -> None:
        """What something else in the template takes away again."""
        compared = self.compared
        for policy, denied in self._denied:
            found = [item for item in compared.items if denied.covers(item) and not denied.has_part(item)]
            if found:
                perhaps = policy.opaque == EITHER or denied.statement.only_if or policy.only_if
                sure = not perhaps and any(map(denied.is_always_on, found))
                actions = [item.action for item in found]
                compared.notes.append(
                    f"{policy.name} {'denies' if sure else 'may deny'} {some(actions)}, which the code needs"
                )
        if compared.needs.role is not None:
            longer = [*too_long(compared.needs.role, compared.edits.made)]
            compared.notes.extend(longer)
            if longer and not compared.needs.stack.synthesised:
                # What IAM would not take makes the whole deployment fail; the CDK puts it into several.
                compared.edits.made.clear()
        boundary = compared.needs.role.boundary if compared.needs.role is not None else None
        if boundary is None or boundary.opaque:
            return
        allowed = [Holding(one, compared.references) for one in boundary.statements if one.effect == "Allow"]
        for item in compared.items:
            if not any(one.covers(item) or one.partly(item) for one in allowed):
                compared.notes.append(
                    f"the boundary {boundary.name} does not allow {item.action}, which the code needs"
                )
