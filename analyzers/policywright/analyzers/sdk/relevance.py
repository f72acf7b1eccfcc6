"""Which functions of a program can lead to a request, by the names they call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from policywright.analyzers import ir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program


def own_name(function: ir.Function) -> tuple[str, ...]:
    """What a caller of a function mentions, where that is its name."""
    return (function.name,)


def minor(
    program: Program, language: str, names: Callable[[ir.Function], tuple[str, ...]] = own_name
) -> frozenset[ir.Function]:
    """Functions of a language outside the files that use an SDK which call nothing that leads there.

    Names over-approximate the call graph, so what is left out here can't make a request; what it returns may
    still name a bucket.
    """
    functions: list[ir.Function] = []
    pending: list[ir.Function] = []
    for module in program.scope:
        if program.languages[module].name != language:
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
        for name in names(pending.pop()):
            for caller in callers.get(name, ()):
                if caller not in major:
                    major.add(caller)
                    pending.append(caller)
    return frozenset(function for function in functions if function not in major)
