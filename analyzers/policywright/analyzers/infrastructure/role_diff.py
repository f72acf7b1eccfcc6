"""A role's diff: what is missing, what goes, what stays, and why, as those who publish it read it.

``comparison`` makes it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from policywright.analyzers.infrastructure.changes import Edit
from policywright.analyzers.infrastructure.listing import some
from policywright.analyzers.infrastructure.model import Site
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.model import Condition, Reason, Span
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Value

ChangeKind: TypeAlias = Literal["added", "removed", "narrowed", "widened", "unchanged", "kept"]
ALSO_GRANTS = " stays, though it also grants "
"""What stands between the name of a policy and what else it grants, in a note."""
FOR_THAT = "not called missing for that: "
"""How a note begins that tells what the note before it makes unsure."""
_STAYS = " stays: "
_SEVERAL = {
    "it is needed": "they are needed", "it needs": "they need", "it is called": "they are called",
    "it can be used": "they can be used",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a role's diff.

    ``added``: missing today. ``widened``: the action is there, but not for these resources. ``removed`` and
    ``narrowed``: granted and not needed (``before`` says what was). ``unchanged``: needed and granted.
    ``kept``: granted, not seen to be needed, and left because that is not certain or it can't be edited.
    """

    kind: ChangeKind
    action: str
    resources: tuple[Value, ...] = ()
    before: tuple[Value, ...] = ()
    reasons: tuple[Reason, ...] = ()
    detail: str = ""
    span: Span | None = None
    grant: Granted | None = None
    """What grants it today, where that is edited."""
    conditions: tuple[Condition, ...] = ()
    """What a narrowed grant asks for from now on, beside what it asks for today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A held grant as one thing: a statement, or a whole policy that isn't written out (then ``policy``)."""

    number: int
    """Tells the grants of a role apart."""
    actions: tuple[str, ...]
    resources: tuple[Value, ...]
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedUse:
    """The actions that a statement says, and those that are needed of it."""

    written: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDiff:
    """A role's diff: changes sorted by kind and action, the edits that bring them about, and what to know."""

    needs: RoleNeeds
    changes: tuple[Change, ...]
    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: bool = False
    """What the role has is not known, so that nothing can be called missing or there."""
    perhaps: bool = False
    """Some of what it needs may be granted by what only a deployment tells."""
    uses: tuple[tuple[Site, SharedUse], ...] = ()
    """What it needs of statements that other roles have, too."""
    serves: tuple[tuple[Site, tuple[str, ...]], ...] = ()
    """Which of the actions that are needed its statements are there for."""

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind in kinds)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes as people read them: what stays for one reason in one line."""
        found: dict[tuple[str, str], list[str]] = {}
        for note in self.notes:
            action, stays, why = note.partition(_STAYS)
            one = (stays, why) if stays and " " not in action else (note, "")
            found.setdefault(one, []).append(action)
        return tuple(
            head
            if not why
            else f"{actions[0]}{head}{why}"
            if len(actions) == 1
            else f"{some(actions)} stay: {_of_several(why)}"
            for (head, why), actions in found.items()
        )


def _of_several(why: str) -> str:
    for one, several in _SEVERAL.items():
        why = why.replace(one, several, 1)
    return why
