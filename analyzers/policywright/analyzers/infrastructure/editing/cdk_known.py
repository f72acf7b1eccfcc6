"""What is known of one role of a CDK application: where the source makes it, and which calls give it what.

And the plan for it, as it grows.
"""

from __future__ import annotations

from collections.abc import Sequence

from policywright.analyzers.infrastructure.cdk.application import Application, Found
from policywright.analyzers.infrastructure.cdk.calls import ADDERS, Granting, grantings, hints, runs_at
from policywright.analyzers.infrastructure.cdk.records import Construct
from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.editing.cdk_names import Names
from policywright.analyzers.infrastructure.editing.cdk_steps import Added, Plan
from policywright.analyzers.infrastructure.listing import few
from policywright.analyzers.infrastructure.model import HeldStatement, Stack
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.infrastructure.refusal import Refused

SHOWN = 3
"""How many of several a sentence names."""
Place = tuple[str, int]
"""A source, and where in it something begins."""


class Places:
    """Where in the source the roles of a stack get something."""

    def __init__(self, stack: Stack) -> None:
        self._roles: dict[Place, list[str]] = {}
        for role in stack.roles:
            for policy in role.policies:
                for one in policy.statements:
                    self._roles.setdefault((one.span.file, one.span.start_byte), []).append(role.id)
        self.apart: set[Place] = set()
        """Those that serve several roles which do not ask for the same."""

    def roles(self, at: Place) -> list[str]:
        """The roles that get something at a place, as often as they do."""
        return self._roles.get(at, [])

    def is_whole(self, granting: Granting, at: Place) -> bool:
        """What is at a place runs once, or once for each of several roles that are changed alike."""
        roles = self.roles(at)
        count = len(set(roles))
        return granting.runs == count and at not in self.apart and len(roles) % count == 0


class Known:
    """One role, by its logical id, for all that look at what it has."""

    def __init__(self, application: Application, stack: Stack, role: str, places: Places) -> None:
        self.application, self.stack, self.places = application, stack, places
        self.references = references_of(stack)
        self.role = stack.role(role)
        self.id = role
        self.plan = Plan()
        self.near: Found | None = None
        """Where the role is made, if statements can be added there."""
        self.why = ""
        """Why they can't."""
        found: Found | None = None
        try:
            found = application.of_resource(role)
            self.near = _usable(found)
        except Refused as error:
            self.why = str(error)
            found = None
        ids = [one.id for one in stack.workloads if one.role == role]
        made = [found, *(application.known(id) for id in ids)]
        self.made = [one for one in made if one is not None]
        """The constructs of the role, and of what runs under it."""
        self.constructs: list[Construct] = [one.construct for one in self.made]
        self.calls: list[Granting] = [
            one for source in application.sources for one in grantings(source, self.constructs)
        ]

    def refuse(self, why: str) -> None:
        """Something is not done."""
        self.plan.refused.append(why)

    def add(
        self, statement: NewStatement, names: Names | None = None, instead: Granting | None = None
    ) -> None:
        """One more statement, where there is a place for it."""
        if self.near is None:
            raise Refused(self.why)
        self.plan.steps.append(
            Added(near=self.near, statements=(statement,), names=names or {}, instead=instead)
        )

    def by_hand(self, actions: Sequence[str], edits: Sequence[Edit], held: Sequence[HeldStatement]) -> None:
        """Says where to look for what gives a statement, and what it should say."""
        if self.application.is_source and (read := list(dict.fromkeys(map(self._read_at, held)))):
            self.refuse(f"{few(actions, SHOWN)}: {'; '.join(read)}; {asked(*edits)}")
            return
        near = self.constructs[0] if self.constructs else None
        places = hints(self.application.sources, actions, near)
        shown = f"; perhaps {', '.join(places[:SHOWN])}" if places else ""
        why = self.why or "no call of the source is seen to give it"
        self.refuse(f"{few(actions, SHOWN)}: {why}{shown}; {asked(*edits)}")

    def _read_at(self, held: HeldStatement) -> str:
        """Where the source has what a statement was read from, and why that is not edited there."""
        file, start = held.span.file, held.span.start_byte
        place = f"{file}:{held.span.line}"
        roles = list(dict.fromkeys(self.places.roles((file, start))))
        if len(roles) > 1:
            return f"{place} gives it to {few(roles, SHOWN)}, and is changed for all of them or for none"
        count = runs_at(self.application, file, start)
        if count > 1:
            return f"{place} gives it, which runs {count} times"
        return f"{place} gives it, in a way that is not edited"


def _usable(found: Found) -> Found:
    """A construct that statements can be added to."""
    one = found.construct
    if one.kind not in ADDERS:
        raise Refused(f"{one.kind} ({found.place}) has no method that is known to add a statement")
    if one.call.where.looped:
        raise Refused(f"{one.id} is made in a loop or a callback ({found.place})")
    if not one.call.where.is_apart:
        raise Refused(f"nothing can follow {one.id} where it is made ({found.place})")
    if one.variable is None and not one.can_be_named:
        raise Refused(f"{one.id} is not kept in a variable ({found.place}); add its statements by hand")
    return found


def asked(*edits: Edit) -> str:
    """What should be done by hand."""
    needed = dict.fromkeys(action for edit in edits for one in edit.statements for action in one.actions)
    return f"only {few([*needed], SHOWN)} is needed" if needed else "take it out"
