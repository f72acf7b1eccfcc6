"""Names that are computed, in the place of services, operations and waiters: each is known by where it is."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import Value, constant
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class Computed:
    """A name that can't be told: the call that gets it."""

    module: str
    pos: ir.Pos

    @property
    def place(self) -> tuple[str, ir.Pos]:
        return self.module, self.pos


def name_of(run: Interpreter, value: Value, pos: ir.Pos) -> str | Computed:
    """The name that one alternative of an argument is."""
    text = constant(value)
    return text if text is not None else Computed(run.frame.module, pos)
