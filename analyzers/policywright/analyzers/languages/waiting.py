"""What is waited for where it stands, or a statement later: what it does is done for what stands behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from policywright.analyzers import ir


def wait_in_turn(
    statements: Sequence[ir.Stmt], awaited: set[ir.Pos], wait: Callable[[ir.Expr], object]
) -> None:
    """Waits for what a statement starts where the next one waits for its variable: ``p = f(); await p``.

    ``awaited`` are the places of names that the text waits for.
    """
    for started, following in pairwise(statements):
        if not isinstance(started, ir.Assign) or not isinstance(started.value, ir.Call):
            continue
        if len(started.targets) != 1 or not isinstance(following, ir.ExprStmt | ir.Assign | ir.Return):
            continue
        target, value = started.targets[0], following.value
        if not isinstance(target, ir.Name) or not isinstance(value, ir.Name):
            continue
        if target.name == value.name and value.pos in awaited:
            wait(started.value)
