"""What a role lacks on resources that one of its statements is on goes into that statement.

A second one on the same resources is what nobody writes by hand, and what the next reader takes for two
things. ``comparison`` hands over a role's edits (``writing``); what the CDK makes is another matter, where
``editing.cdk_grants`` puts calls together. Where a statement can't be edited, what is missing is added beside
it (``Edit.instead``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.matching import is_same
from policywright.analyzers.infrastructure.model import HeldPolicy
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.infrastructure.sids import lies
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.analyzers.infrastructure.writing import Edits
from policywright.knowledge.records import replace
from policywright.knowledge.values import Value

_GROUP, _STREAMS = ":log-group:", ":*"


def completed(edits: Edits, held: Sequence[Held]) -> list[Held]:
    """Puts what is added into statements on the same resources; those that would have gone, and stay."""
    if edits.needs.stack.synthesised:
        return []
    completing = _Completing(edits, held)
    completing.run()
    return completing.back


class _Completing:
    def __init__(self, edits: Edits, held: Sequence[Held]) -> None:
        self.edits = edits
        self.references: References = edits.references
        own = {id(one) for one in edits.targets()}
        touched = {edit.site for edit in edits.made if edit.kind in ("replace", "delete")}
        self._plain = [
            one for one in held if id(one.policy) in own and one.statement.site is not None and _is_plain(one)
        ]
        self._left = [one for one in self._plain if not {one.statement.site, one.statement.entry} & touched]
        self.back: list[Held] = []
        """Statements that say their resources in full from now on, instead of going."""

    def run(self) -> None:
        for edit in [one for one in self.edits.made if one.kind == "append"]:
            left = tuple(one for one in edit.statements if not self._placed(edit, one))
            if len(left) < len(edit.statements):
                at = self.edits.made.index(edit)
                self.edits.made[at : at + 1] = [replace(edit, statements=left)] if left else []

    def _placed(self, edit: Edit, new: NewStatement) -> bool:
        """A statement that is to be added becomes part of one that is there."""
        if new.only_if or new.called:
            return False
        return self._said_beside(edit, new) or self._in_what_stays(edit, new) or self._in_full(edit, new)

    def _said_beside(self, edit: Edit, new: NewStatement) -> bool:
        """In one that is edited anyway, and says the same resources then."""
        sites = {one.statement.site for one in self._plain}
        for index, other in enumerate(self.edits.made):
            if other.kind != "replace" or other.site not in sites:
                continue
            for at, one in enumerate(other.statements):
                alike = one.conditions == new.conditions and self._say_the_same(one.resources, new.resources)
                if alike and not one.only_if and _is_of(one.sid, one.actions, new):
                    both = replace(one, actions=_both(one.actions, new.actions))
                    statements = (*other.statements[:at], both, *other.statements[at + 1 :])
                    instead = (*other.instead, replace(edit, statements=(new,)))
                    self.edits.made[index] = replace(other, statements=statements, instead=instead)
                    return True
        return False

    def _in_what_stays(self, edit: Edit, new: NewStatement) -> bool:
        for one in self._left:
            alike = one.statement.conditions == new.conditions and _is_of(
                one.statement.sid, one.holding.actions, new
            )
            if alike and self._say_the_same(one.before, new.resources):
                self._left.remove(one)
                self.edits.say(one, _both(one.holding.actions, new.actions))
                self._instead(edit, new)
                return True
        return False

    def _in_full(self, edit: Edit, new: NewStatement) -> bool:
        """In one that goes, since it says a log group without what is in it: there it is in vain."""
        for one in self._plain:
            gone = next(
                (each for each in self.edits.made
                 if each.kind == "delete" and each.site in (one.statement.site, one.statement.entry)),
                None,
            )  # fmt: skip
            if (
                gone is None
                or one.statement.conditions != new.conditions
                or not _is_of(one.statement.sid, one.holding.actions, new)
            ):
                continue
            full = [_in_full(value) for value in one.before]
            known = [value for value in full if value is not None]
            if len(known) == len(full) and self._say_the_same(known, new.resources):
                self.edits.made.remove(gone)
                self.edits.say(one, new.actions, known)
                self._instead(edit, new)
                self.back.append(one)
                return True
        return False

    def _instead(self, edit: Edit, new: NewStatement) -> None:
        self.edits.made[-1] = replace(self.edits.made[-1], instead=(replace(edit, statements=(new,)),))

    def _say_the_same(self, held: Iterable[Value], wanted: Iterable[Value]) -> bool:
        """What is written says what is needed, perhaps in one account or Region."""
        have, need = self._names(held), self._names(wanted)
        return all(any(is_same(own, one) for own in have) for one in need) and all(
            any(is_same(own, one) for one in need) for own in have
        )

    def _names(self, values: Iterable[Value]) -> set[str]:
        return {form(self.references.canonical(one)) for one in values}


def _is_plain(held: Held) -> bool:
    """A statement of the role's own that is written out and always there."""
    one, holding = held.statement, held.holding
    chosen = one.sometimes or one.only_if or one.made or one.hides is not None
    unclear = holding.unsure or holding.vague or holding.not_actions or holding.not_resources
    return not (chosen or unclear or held.fixed is not None or _is_shared(held.policy, held)) and held.always


def _is_shared(policy: HeldPolicy, held: Held) -> bool:
    return bool(policy.sharers(held.statement))


def _is_of(sid: str | None, actions: Sequence[str], new: NewStatement) -> bool:
    """More actions belong to some: all are of one service, and what the Sid says is true of them as well."""
    services = {one.partition(":")[0].lower() for one in (*actions, *new.actions)}
    return len(services) == 1 and not (sid and lies(sid, actions, new.actions))


def _both(actions: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    there = {one.lower() for one in actions}
    return (*actions, *(one for one in more if one.lower() not in there))


def _in_full(value: Value) -> Value | None:
    """A log group with what is in it, by its ARN without that; None for anything else."""
    written = form(value)
    if _GROUP not in written or written.endswith("*") or not written.partition(_GROUP)[2]:
        return None
    return text_of([*parts_of(value), _STREAMS])


__all__ = ["completed"]
