"""As many edits of a file as can be made together: tried at once, and by halves when that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.isolation import heard

Refusals = dict[int, str]
"""Reasons by the index of the edit."""


class RefusedEdit(Refused):
    """Which of the edits it was."""

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index = index


def largest(text: str, indexes: list[int], attempt: Callable[[Sequence[int]], str]) -> tuple[str, Refusals]:
    """The text with as many edits as can be made together, and the reasons for the others.

    One bad edit among many costs a few attempts, not one for each.
    """
    refused: Refusals = {}
    accepted: list[int] = []
    pending = [indexes] if indexes else []
    while pending:
        heard()
        batch = pending.pop(0)
        try:
            text = attempt(sorted([*accepted, *batch]))
            accepted.extend(batch)
        except RefusedEdit as error:
            bad = error.index if error.index in batch else batch[-1]
            refused[bad] = str(error)
            if rest := [index for index in batch if index != bad]:
                pending.insert(0, rest)
        except Refused as error:
            if len(batch) == 1:
                refused[batch[0]] = str(error)
            else:
                middle = len(batch) // 2
                pending[:0] = [batch[:middle], batch[middle:]]
    return text, refused


__all__ = ["Refusals", "RefusedEdit", "largest"]
