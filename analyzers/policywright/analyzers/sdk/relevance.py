"""Which functions of a program can lead to a request, by the names they call."""

from __future__ import annotations

from collections import defaultdict

from policywright.analyzers import ir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program


def minor(program: Program) -> frozenset[ir.Function]:
    """Functions outside the files that use an SDK which call nothing that leads there.

    Names over-approximate the call graph, so what is left out here can't make a request; what it returns may
    still name a bucket.
    """
    functions: list[tuple[ir.Function, str]] = []
    pending: list[tuple[ir.Function, str]] = []
    for module in program.scope:
        found = [(function, module) for function in program.lowered(module).functions]
        functions.extend(found)
        if program.deals_with_aws(module):
            pending.extend(found)
    callers: dict[tuple[str, str], list[tuple[ir.Function, str]]] = defaultdict(list)
    for function, module in functions:
        language = program.languages[module].name
        for name in function.calls:
            callers[language, name].append((function, module))
    major = {function for function, _ in pending}
    while pending:
        function, module = pending.pop()
        language = program.languages[module].name
        for name in _called_as(program, function, module):
            for caller in callers.get((language, name), ()):
                if caller[0] not in major:
                    major.add(caller[0])
                    pending.append(caller)
    return frozenset(function for function, _ in functions if function not in major)


def _called_as(program: Program, function: ir.Function, module: str) -> tuple[str, ...]:
    """What a caller mentions: the function's name, or the class's for a constructor."""
    if function.name in program.constructors(module):
        parts = function.qualname.split(".")
        return (parts[-2],) if len(parts) > 1 else ()
    return (function.name, function.known_as) if function.known_as else (function.name,)
