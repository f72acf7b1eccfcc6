"""Which functions of a Go program can lead to a request, by the names they call."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from policywright.analyzers import ir

if TYPE_CHECKING:
    from policywright.analyzers.program import Program


def minor(program: Program) -> frozenset[ir.Function]:
    """Functions outside the files that use the SDK which call nothing that leads there, closures included.

    Names over-approximate the call graph, so what is left out here really can't make a request; what it
    returns may still name a bucket.
    """
    functions: list[tuple[ir.Function, bool]] = []
    for module in program.group_of:
        direct = program.mentions_sdk(module)
        functions.extend((function, direct) for function in program.lowered(module).functions)
    callers: dict[str, list[ir.Function]] = defaultdict(list)
    for function, _ in functions:
        for name in function.calls:
            callers[name].append(function)
    major = {function for function, direct in functions if direct}
    pending = list(major)
    while pending:
        for caller in callers.get(pending.pop().name, ()):
            if caller not in major:
                major.add(caller)
                pending.append(caller)
    return frozenset(function for function, _ in functions if function not in major)
