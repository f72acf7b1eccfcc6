"""A role under comparison: what it has and needs, in its template's words, and the diff as it grows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.folding import folded
from policywright.analyzers.infrastructure.forms import form, told
from policywright.analyzers.infrastructure.granting import Granting
from policywright.analyzers.infrastructure.holdings import Held, held_of, reasons_of
from policywright.analyzers.infrastructure.items import Item, items_of, without_covered
from policywright.analyzers.infrastructure.listing import some
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.own_words import in_own_words, names_in
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.infrastructure.role_diff import Change, ChangeKind, Granted
from policywright.analyzers.infrastructure.writing import Edits
from policywright.analyzers.model import AMBIENT, Condition, Grant, Span
from policywright.knowledge.values import Value


class Compared:
    """What the parts of a comparison look at, and what they add to."""

    def __init__(self, needs: RoleNeeds) -> None:
        self.needs = needs
        self.references = references_of(needs.stack)
        self.changes: list[Change] = []
        self.edits = Edits(needs, self.references)
        self.notes: list[str] = []
        self.apart = needs.all_code
        """The policies are those of an account or of a file: each statement is looked at, editable or not."""
        role = needs.role
        self.policies = role.policies if role is not None else ()
        self.held = held_of(role, self.references)
        self.granting = Granting(self.held)
        # What is done with other credentials (an assumed role's, somebody's access keys) is not this role's.
        own = [grant for grant in needs.grants if grant.identity == AMBIENT]
        grants = [self.own(grant) for grant in own]
        every = folded(items_of(grants), self.granting)
        self.items = without_covered(every)
        self.each = _each(every, self.items, grants)
        """Those as well that an item covers whose name is not known, and may be another one."""

    def own(self, grant: Grant) -> Grant:
        """The grant in the words of the role's template."""
        return in_own_words(grant, self.needs, self.references)

    def unset(self, items: Iterable[Item], before: Sequence[Value] = ()) -> str | None:
        """A parameter that items name and that may be nothing: no resource then, but what is refused.

        In Terraform nothing is no empty text: it is in no text, in no condition, and has no attribute
        (``var.volume.arn``), or the plan fails.
        """
        unset = self.needs.stack.unset
        if not unset:
            return None
        written = {name for value in before for name in names_in(value)}
        for name in (one for item in items for value in self._said(item) for one in names_in(value)):
            nothing = (one for one in unset if name == one or name.startswith((f"{one}.", f"{one}[")))
            if name not in written and (found := next(nothing, None)) is not None:
                return found
        return None

    def _said(self, item: Item) -> Iterator[Value]:
        """What is written of an item that a parameter may not be nothing in."""
        yield item.resource
        if self.references.terraform:
            for _, _, values in item.conditions:
                yield from values

    def places(self, resources: Iterable[Value], spans: Iterable[Span]) -> str:
        """Resources as a patch would write them, and where that is said; the first of each."""
        on = some(map(self.references.written, resources), 2) or "none"
        where = some((f"{span.file}:{span.line}" for span in spans), 2)
        return f"{on} ({where})" if where else on

    def change(
        self,
        kind: ChangeKind,
        action: str,
        items: Sequence[Item] = (),
        *,
        before: tuple[Value, ...] = (),
        detail: str = "",
        held: Held | None = None,
        grant: Granted | None = None,
        conditions: tuple[Condition, ...] = (),
    ) -> None:
        """One more line of the diff, on what items are on."""
        self.changes.append(
            Change(
                kind=kind,
                action=told(action),
                resources=tuple(item.resource for item in items),
                before=before,
                reasons=reasons_of(items),
                detail=detail,
                span=held.statement.span if held is not None else None,
                grant=grant,
                conditions=conditions,
            )
        )


def _each(every: list[Item], items: list[Item], grants: Iterable[Grant]) -> list[Item]:
    """The items, and those that are needed for sure beside one of an unknown name."""
    unsure = {(grant.action, form(value)) for grant in grants for value in grant.unsure}
    left = {(one.action, form(one.resource), one.conditions) for one in items}
    sure = without_covered(every, certainly=True)
    return [
        one
        for one in sure
        if (one.action, form(one.resource), one.conditions) in left
        or (one.action, form(one.resource)) not in unsure
    ]


def per_action(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Items by their action."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.action, []).append(item)
    return found
