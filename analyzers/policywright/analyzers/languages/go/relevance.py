"""Which functions of a Go program can lead to a request."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.sdk import relevance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program


def minor(program: Program) -> frozenset[ir.Function]:
    """Those that can't."""
    return relevance.minor(program, "go")
