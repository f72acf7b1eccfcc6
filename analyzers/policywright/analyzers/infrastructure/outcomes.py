"""What may become of a held statement: it stays, is left with less, or loses actions; as lines of the diff.

``excess`` decides which of these it is for statements, ``whole_policies`` for policies that are given as one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from policywright.analyzers.infrastructure.branches import Lack
from policywright.analyzers.infrastructure.compared import Compared, per_action
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.items import ANYTHING
from policywright.analyzers.infrastructure.listing import some
from policywright.analyzers.infrastructure.model import FOR_ALL, HeldPolicy, Stack, without_index
from policywright.analyzers.infrastructure.role_diff import Granted
from policywright.knowledge.policy.patterns import covers

_SWAPPED = "granted today where the code is given another one"


class Outcomes:
    """The outcomes for one role's statements, once it is known what each is there for."""

    def __init__(self, compared: Compared, lacks: Sequence[Lack], depends: Collection[str]) -> None:
        self.compared = compared
        self.lacks = lacks
        self.depends = depends
        """Actions of which only those who call the role's module tell whether they are granted."""
        self.used = [one for one in compared.held if one.items]
        """Those that are there for something."""
        self._numbers = {id(one): number for number, one in enumerate(compared.held)}
        self._spare: dict[str, dict[str, bool]] = {}
        """What policies that are not this stack's to change grant beside what is needed, by why they are not,
        and whether it is needed in part."""

    @property
    def spare(self) -> Iterator[str]:
        """What is said of policies that are not this stack's to change."""
        for why, actions in self._spare.items():
            said = [*_said_of_spare(actions)]
            # Where not all of the code is known nothing would be taken away anyway, and that is said.
            if said or self.compared.needs.doubt is None or not why.endswith(FOR_ALL):
                yield "; ".join((why, *said))

    def is_of_callers(self, held: Held) -> bool:
        """What a statement speaks of is granted wherever the module is called, perhaps by the statement."""
        return any(
            held.holding.covers_action(action) or held.holding.leaves_open(action) for action in self.depends
        )

    def locked(self, policy: HeldPolicy, shared_by: Sequence[str], held: Sequence[Held]) -> str | None:
        """Why nothing may be taken from a policy, or from one of its statements; None when it may."""
        if self.compared.needs.doubt is not None:
            return self.compared.needs.doubt
        if self.depends and any(map(self.is_of_callers, held)):
            return "what it grants depends on who calls the module"
        role = self.compared.needs.role
        others = [id for id in shared_by if role is None or id != role.id]
        if others and role is not None and _are_instances((role.id, *others)):
            return f"{policy.name} is written once for {some(others, 3)} as well"
        if others and policy.apart:
            return f"what it is written in serves {some(others, 3)} as well"
        if others:
            return f"{policy.name} is also attached to {some(others, 3)}"
        return None

    def granted(self, held: Sequence[Held]) -> Granted:
        """Statements that are taken away or narrowed together."""
        first = held[0]
        written = first.statement.site is not None or self.compared.apart
        return Granted(
            number=self._numbers[id(first)],
            actions=tuple(dict.fromkeys(action for one in held for action in one.holding.actions)) or ("*",),
            resources=tuple(dict.fromkeys(value for one in held for value in one.before)),
            policy=None if written else first.policy.name,
        )

    def kept(self, held: Held, why: str) -> None:
        """What nothing needs of a statement stays, and why."""
        for action in held.holding.actions:
            if not held.needs(action):
                self.compared.change("kept", action, before=held.before, held=held, detail=why)

    def left_alone(self, held: Held) -> None:
        """A statement that is not this stack's to change; one line says so for all of them."""
        self.unchanged(held)
        if held.fixed is not None:
            spare = self._spare.setdefault(held.fixed, {})
            written = held.policy.kind != "aws-managed"
            if written and self.compared.needs.doubt is None and not held.holding.unsure:
                anywhere = "*" in held.holding.forms
                for action in held.holding.actions:
                    used = [item for item in held.items if covers(action, item.action)]
                    if not held.needs(action):
                        spare[action] = bool(used) or spare.get(action, False)
                    elif anywhere and all(item.resource != ANYTHING for item in used):
                        spare[f"{action} on *"] = True

    def unchanged(self, held: Held) -> None:
        """What is needed of a statement is granted by it as it is."""
        for action, found in per_action(held.items).items():
            self.compared.change("unchanged", action, found, held=held)

    def taken(
        self,
        held: Held,
        gone: Sequence[str],
        wide: Sequence[str],
        wanted: Sequence[str],
        why: str,
        needing: str,
    ) -> None:
        """Says which actions a statement of several loses, and which patterns of it say less from now on."""
        grant = self.granted([held])
        left = some(one for one in wanted if any(covers(action, one) for action in held.holding.actions))
        detail = f"{needing} {left} of it alone" if wide else why
        for action in (*gone, *wide):
            self.compared.change("removed", action, before=held.before, held=held, detail=detail, grant=grant)
        self.unchanged(held)

    def narrowed(self, held: Held, grant: Granted, *, swapping: bool = False) -> None:
        """What a statement is left with; ``swapping``: all that it grants, each in the wrong branch."""
        if swapping:
            for action, found in per_action(held.items).items():
                self.compared.change("widened", action, found, before=held.before, detail=_SWAPPED)
            return
        before = held.before
        granted = {form(self.compared.references.canonical(value)) for value in before}
        named = ", ".join(held.holding.actions[:3])
        for action, found in per_action(held.items).items():
            written = any(one.lower() == action.lower() for one in held.holding.actions)
            same = (
                written
                and {form(item.resource) for item in found} == granted
                and all(
                    held.holding.conditioned(item).conditions == held.statement.conditions for item in found
                )
            )
            asked = dict.fromkeys(one for item in found for one in held.holding.conditioned(item).conditions)
            self.compared.change(
                "unchanged" if same else "narrowed",
                action,
                found,
                before=() if same else before,
                detail="" if written or not named else f"granted as {named}",
                held=held,
                grant=grant,
                conditions=tuple(one for one in asked if one not in held.statement.conditions),
            )


def as_called(policy: HeldPolicy, stack: Stack) -> str:
    """A policy's name; one that stands nowhere in the template would be looked for in vain."""
    attached = policy.kind == "implied" and stack.dialect == "cloudformation"
    return f"{policy.name}, which SAM attaches by itself," if attached else policy.name


def _said_of_spare(actions: Mapping[str, bool]) -> Iterator[str]:
    gone = [one for one, used in actions.items() if not used]
    wide = [one for one, used in actions.items() if used]
    if gone:
        yield f"nothing here needs {some(gone)}"
    if wide:
        yield f"less than {some(wide)} would do here"


def _are_instances(ids: Iterable[str]) -> bool:
    """Roles that one block makes (``count``, ``for_each``)."""
    return len(set(map(without_index, ids))) == 1
