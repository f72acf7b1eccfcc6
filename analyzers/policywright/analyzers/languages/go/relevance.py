"""Which functions of a Go program can lead to a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policywright.analyzers import ir
from policywright.analyzers.sdk import relevance

if TYPE_CHECKING:
    from policywright.analyzers.program import Program


def minor(program: Program) -> frozenset[ir.Function]:
    """Those that can't."""
    return relevance.minor(program, "go")
