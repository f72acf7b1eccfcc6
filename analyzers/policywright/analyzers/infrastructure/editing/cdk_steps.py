"""What is to be said instead in an application's source, step by step, and what that is decided by.

A ``Group`` is what a role has on one resource, in ``Part``s of statements; ``cdk_plan`` makes ``Step``s of
it, and ``cdk_writing`` writes these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policywright.analyzers.infrastructure.cdk.application import Found
from policywright.analyzers.infrastructure.cdk.calls import Granting
from policywright.analyzers.infrastructure.cdk.records import Construct
from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.editing.cdk_names import Names
from policywright.analyzers.infrastructure.grant_methods import Method
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.values import Value


@dataclass(slots=True, eq=False, kw_only=True)
class Renamed:
    """A grant method takes another one's place; ``more`` are called beside it, on the same, for the same."""

    granting: Granting
    method: Method
    more: tuple[Method, ...] = ()


@dataclass(slots=True, eq=False, kw_only=True)
class Reduced:
    """A call of ``grant`` or a ``statement`` says less; without ``actions`` it goes."""

    granting: Granting
    actions: tuple[str, ...] = ()
    statement: NewStatement | None = None
    before: HeldStatement | None = None

    @property
    def said(self) -> tuple[object, ...]:
        """What it says from now on; resources only where these change."""
        new, before = self.statement, self.before
        if new is None or before is None:
            return (self.actions,)
        same = set(new.resources) == set(before.resources)
        return self.actions, len(new.conditions), () if same else new.resources


@dataclass(slots=True, eq=False, kw_only=True)
class Added:
    """Statements for the role, or a grant method of the resource ``on``, which the place can name."""

    near: Found
    statements: tuple[NewStatement, ...] = ()
    method: Method | None = None
    on: str = ""
    names: Names = field(default_factory=dict)
    """What the place names a resource beside its own constructs."""
    instead: Granting | None = None
    """The call that goes and whose place they take; without it they follow the construct."""


@dataclass(slots=True, eq=False, kw_only=True)
class Unlisted:
    """An AWS managed policy goes from the role's construct."""

    near: Found
    policy: str
    constructs: list[Construct]


Step = Renamed | Reduced | Added | Unlisted


@dataclass(slots=True, eq=False, kw_only=True)
class Plan:
    """What is done for one role, and what is not, with the reason."""

    steps: list[Step] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


Pair = tuple[str, str]
"""An action and a pattern of what it is on."""


@dataclass(slots=True, eq=False, kw_only=True)
class Part:
    """What a held statement says of one resource; ``new`` takes its place where it is edited."""

    held: HeldStatement
    actions: list[str]
    forms: list[str]
    values: tuple[Value, ...]
    edit: Edit | None
    new: tuple[NewStatement, ...] = ()

    @property
    def pairs(self) -> list[Pair]:
        return [(action, pattern) for pattern in self.forms for action in self.actions]


@dataclass(slots=True, eq=False, kw_only=True)
class Group:
    """What a role has, and will have, on one resource."""

    base: str
    type: str = ""
    id: str | None = None
    parts: list[Part] = field(default_factory=list)
    added: list[NewStatement] = field(default_factory=list)
    calls: list[Granting] = field(default_factory=list)
    before: list[Method] = field(default_factory=list)
    after: list[Method] = field(default_factory=list)

    @property
    def is_edited(self) -> bool:
        return bool(self.added) or any(part.edit is not None for part in self.parts)

    @property
    def actions(self) -> list[str]:
        return [action for part in self.parts for action in part.actions]

    @property
    def new(self) -> list[NewStatement]:
        return [*(one for part in self.parts for one in part.new), *self.added]

    def wanted(self, forms_of: Callable[[Iterable[Value]], list[str]]) -> list[Pair]:
        """The actions that the role has to have from now on, each on what of the resource it is needed."""
        same = [pair for part in self.parts if part.edit is None for pair in part.pairs]
        new = [
            (action, pattern)
            for one in self.new
            for pattern in forms_of(one.resources)
            for action in one.actions
        ]
        return list(dict.fromkeys([*same, *new]))
