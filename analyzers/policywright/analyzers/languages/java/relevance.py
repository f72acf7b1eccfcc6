"""Which functions of a Java program can lead to a request."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.sdk import relevance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program


def minor(program: Program) -> frozenset[ir.Function]:
    """Those that can't."""
    return relevance.minor(program, "java", _names)


def _names(function: ir.Function) -> tuple[str, ...]:
    """What a caller mentions: the method's name, or the class's for a constructor."""
    parts = function.qualname.split(".")
    if function.name != "<init>":
        return (function.name,)
    return (parts[-2],) if len(parts) > 1 else ()
