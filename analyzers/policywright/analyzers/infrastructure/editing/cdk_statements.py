"""Statements that the source of a CDK application writes out: which one a held statement is, and its edit."""

from __future__ import annotations

from policywright.analyzers.infrastructure.cdk.calls import Granting, statement_at
from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.editing.cdk_known import SHOWN, Known, asked
from policywright.analyzers.infrastructure.editing.cdk_steps import Added, Reduced
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.listing import few
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.knowledge.records import replace


class Stated:
    """The statements of one role."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def edits(self, held: HeldStatement, holding: Holding, edit: Edit) -> bool:
        """Edits the statement of the source that a held one is, if there is one."""
        granting = self._statement_of(held, holding)
        if granting is None:
            return False
        if granting.call.where.looped and granting.runs == 1:
            self.known.refuse(f"{granting.place}: {granting.said} is in a loop or a callback; {asked(edit)}")
            return True
        first, *more = edit.statements or (None,)
        if granting.others and first is not None:
            stays = self._from_elsewhere(granting, holding, first)
            if more or (stays and any(one not in holding.actions for one in first.actions)):
                self.known.by_hand(holding.actions, [edit], [held])
                return True
            if stays:
                said = ", ".join((one.text or b"").decode("utf-8", "replace") for one in granting.others)
                self.known.refuse(f"{granting.place}: {few(stays, SHOWN)} stands in {said}; {asked(edit)}")
            first = replace(first, actions=(*first.actions, *stays))
            if len(first.actions) == len(holding.actions):
                return True
        self.known.plan.steps.append(
            Reduced(
                granting=granting, actions=first.actions if first is not None else (), statement=first,
                before=held,
            )
        )  # fmt: skip
        for one in more:
            if one is not None and self.known.near is not None:
                self.known.plan.steps.append(Added(near=self.known.near, statements=(one,)))
        return True

    def _from_elsewhere(self, granting: Granting, holding: Holding, new: NewStatement) -> list[str]:
        """Actions that should go and are not written out where the statement is made."""
        written = {one.lower() for one in (*granting.texts, *new.actions)}
        return [one for one in holding.actions if one.lower() not in written]

    def _statement_of(self, held: HeldStatement, holding: Holding) -> Granting | None:
        """The statement of the source that a held one is."""
        actions = {action.lower() for action in holding.actions}
        if self.known.application.is_source:
            at = held.span.file, held.span.start_byte
            found = statement_at(self.known.application, *at)
            texts = {text.lower() for text in found.texts} if found is not None else set[str]()
            same = texts <= actions if found is not None and found.others else texts == actions
            if found is not None and same and self.known.places.is_whole(found, at):
                return found
        some = [
            one for one in self.known.calls
            if one.statement is not None and {text.lower() for text in one.texts} == actions
        ]  # fmt: skip
        return some[0] if len(some) == 1 and not self._is_said_twice(actions) else None

    def _is_said_twice(self, actions: set[str]) -> bool:
        """Several statements that the role has say these actions: which one the source's is can't be told."""
        held = (
            [one for policy in self.known.role.policies for one in policy.statements]
            if self.known.role
            else []
        )
        return sum({form(action).lower() for action in one.actions} == actions for one in held) > 1
