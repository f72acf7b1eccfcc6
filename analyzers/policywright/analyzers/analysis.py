"""What an analysis comes to: policies, what else may be needed, what could not be told, and the templates.

Made by ``api`` from code alone, or by ``policies`` for a project with templates; ``server`` renders it.
"""

from __future__ import annotations

from policywright.analyzers.model import (
    MayNeed,
    NotGranted,
    Policy,
    SkipCode,
    Skipped,
    Unresolved,
    UnresolvedCode,
)
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.application import Infrastructure
    from policywright.analyzers.infrastructure.model import Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The whole result for one run, ready for rendering."""

    policies: tuple[Policy, ...] = ()
    may_need: tuple[MayNeed, ...] = ()
    not_granted: tuple[NotGranted, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    files_analysed: int = 0
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    infrastructure: Infrastructure | None = None
    """What the project's templates say, when it was analysed with them."""

    idle: tuple[str, ...] = ()
    """Templates that deploy nothing that runs, where there are no others."""

    @property
    def internal(self) -> tuple[str, ...]:
        """What a defect of ours cost, a line each: the rest holds."""
        problems = self.infrastructure.problems if self.infrastructure is not None else ()
        found = [
            *(f"{one.span.file}:{one.span.line}: {one.detail}"
              for one in self.unresolved if one.code is UnresolvedCode.INTERNAL),
            *(f"{one.file}: {one.detail}" for one in self.skipped if one.code is SkipCode.INTERNAL),
            *(f"{one.span.file}:{one.span.line}: {one.detail}"
              for one in problems if one.code.value == UnresolvedCode.INTERNAL.value),
        ]  # fmt: skip
        return tuple(dict.fromkeys(found))

    def stack_of(self, policy: Policy) -> Stack | None:
        """The stack whose role a policy is for; its references are those of the policy's patterns."""
        if policy.stack is None or self.infrastructure is None:
            return None
        return self.infrastructure.stacks[policy.stack]
