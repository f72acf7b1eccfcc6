"""What an answer leaves open, a line each, for what people read."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.model import UNRESOLVED_ADVICE
from policywright.server.leftout import LeftOut, left_out
from policywright.server.text import plural

LINK = "give the directory that it is in, too, or let the template name it"
"""What links a role with code that was not found."""


def unresolved(analysis: Analysis) -> Iterator[str]:
    """What could not be told of code, with what would settle it, and of templates."""
    for item in analysis.unresolved:
        count = f" ({plural(len(item.places), 'place')})" if item.places else ""
        advice = UNRESOLVED_ADVICE[item.code]
        yield f"{item.span.file}:{item.span.line} {item.detail}{count}; to settle it: {advice}"
    if analysis.infrastructure is None:
        return
    from policywright.analyzers.infrastructure.model import ProblemCode

    for problem in analysis.infrastructure.problems:
        advice = f"; {LINK}" if problem.code is ProblemCode.CODE_NOT_FOUND else ""
        yield f"{problem.span.file}:{problem.span.line} {problem.detail}{advice}"


def skipped(analysis: Analysis) -> Iterator[str]:
    """The files that were not read, alike ones together."""
    for item in left_out(LeftOut(one.file, one.code.value, one.detail) for one in analysis.skipped):
        yield f"{item.file}{item.more}: {item.code}" + (f", {item.detail}" if item.detail else "")
