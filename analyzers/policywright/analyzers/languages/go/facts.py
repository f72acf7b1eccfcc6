"""What is noted during one evaluation, beside the engine's own cells."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import ClassV
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


@dataclass(slots=True, eq=False)
class Facts:
    """Filled in by whoever makes the things it is about."""

    types: dict[int, str] = field(default_factory=dict)
    """SDK types of the mappings that stand for their values, by object id."""
    channels: set[int] = field(default_factory=set)
    """Lists that are channels."""
    appended: dict[int, tuple[str, ir.Pos]] = field(default_factory=dict)
    """The ``append`` that made a list."""
    implementers: dict[ClassV, list[ClassV]] = field(default_factory=dict)
    evidence: dict[ClassV, bool] = field(default_factory=dict)
    satisfied: dict[tuple[str, ClassV], bool | None] = field(default_factory=dict)
    """Whether clients of a service have the methods of an interface."""


def facts(run: Interpreter) -> Facts:
    """The facts of the running evaluation."""
    found: Facts | None = run.notes.get("go facts")
    if found is None:
        found = run.notes["go facts"] = Facts()
    return found
