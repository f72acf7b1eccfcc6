"""Which functions of a Java program can lead to a request, by the names they call."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from policywright.analyzers import ir

if TYPE_CHECKING:
    from policywright.analyzers.program import Program


def minor(program: Program) -> frozenset[ir.Function]:
    """Functions outside the files that use an SDK which call nothing that leads there.

    Names over-approximate the call graph, so what is left out here can't make a request; what it returns may
    still name a bucket.
    """
    functions: list[ir.Function] = []
    pending: list[ir.Function] = []
    for module, language in program.languages.items():
        if language.name != "java" or module not in program.files:
            continue
        found = program.lowered(module).functions
        functions.extend(found)
        if program.mentions_sdk(module):
            pending.extend(found)
    callers: dict[str, list[ir.Function]] = defaultdict(list)
    for function in functions:
        for name in function.calls:
            callers[name].append(function)
    major = set(pending)
    while pending:
        function = pending.pop()
        for name in _names(function):
            for caller in callers.get(name, ()):
                if caller not in major:
                    major.add(caller)
                    pending.append(caller)
    return frozenset(function for function in functions if function not in major)


def _names(function: ir.Function) -> tuple[str, ...]:
    """What a caller mentions: the method's name, or the class's for a constructor."""
    parts = function.qualname.split(".")
    if function.name != "<init>":
        return (function.name,)
    return (parts[-2],) if len(parts) > 1 else ()
