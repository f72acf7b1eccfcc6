"""What an answer leaves open, a line each, for what people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place, resource_texts
from policywright.analyzers.model import UNRESOLVED_ADVICE, MayNeed, Span, Unresolved, UnresolvedCode
from policywright.server.gathering import gathered
from policywright.server.leftout import LeftOut, left_out
from policywright.server.published import may_need
from policywright.server.text import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.model import Problem

LINK = "give the directory that it is in, too, or let the template name it"
"""What links a role with code that was not found."""


def of_one_case(items: Iterable[MayNeed]) -> list[list[MayNeed]]:
    """What may be needed, by the service and by when: actions of one case are one thing to think about."""
    alike: dict[tuple[str, str], list[MayNeed]] = {}
    for item in items:
        alike.setdefault((item.action.partition(":")[0], item.when), []).append(item)
    return list(alike.values())


def cases(
    analysis: Analysis, place: Place
) -> Iterator[tuple[dict[tuple[str, ...], list[str]], str, list[Span]]]:
    """What may be needed in one case: actions by what they are on, the case, and the lines that ask."""
    for alike in of_one_case(may_need(analysis.may_need)):
        by_resources: dict[tuple[str, ...], dict[str, None]] = {}
        for item in alike:
            by_resources.setdefault(tuple(resource_texts(item.resources, place)), {})[item.action] = None
        lines = {(one.span.file, one.span.line): one.span for item in alike for one in item.reasons}
        yield {where: [*actions] for where, actions in by_resources.items()}, alike[0].when, [*lines.values()]


def maybe(analysis: Analysis, place: Place) -> Iterator[str]:
    """What may be needed, on what, when, and the first of the lines that ask for it."""
    for by_resources, when, lines in cases(analysis, place):
        what = "; ".join(
            f"{', '.join(actions)} on {', '.join(where)}" for where, actions in by_resources.items()
        )
        more = f" and {len(lines) - 1} more" if lines[1:] else ""
        asked = f" ({lines[0].file}:{lines[0].line}{more})" if lines else ""
        yield f"{what}, if {when}{asked}"


def problems(items: Iterable[Problem]) -> Iterator[tuple[str, Problem]]:
    """The same, with the first of the places, and how many others there are."""
    for (first, *others), problem in gathered(items):
        more = f" and {len(others)} more" if others else ""
        yield f"{first.file}:{first.line}{more}", problem


def causes(items: Iterable[Unresolved]) -> Iterator[tuple[str, Unresolved]]:
    """What can't be told, with its place; of what the same is said, the first and how many there are."""
    found: dict[tuple[str, str, bool], list[Unresolved]] = {}
    for number, one in enumerate(items):
        key = (one.code.value, one.detail) if not one.places else (str(number), "")
        found.setdefault((*key, bool(one.places)), []).append(one)
    for first, *others in found.values():
        more = f" and {len(others)} more" if others else ""
        yield f"{first.span.file}:{first.span.line}{more}", first


def places_of(item: Unresolved) -> str:
    """How many places hang on a cause."""
    return f" ({plural(len(item.places), 'place')})" if item.places else ""


def unresolved(analysis: Analysis) -> Iterator[str]:
    """What could not be told of code, with what would settle it, and of templates."""
    by_code: dict[UnresolvedCode, list[str]] = {}
    for where, item in causes(analysis.unresolved):
        by_code.setdefault(item.code, []).append(f"{where} {item.detail}{places_of(item)}")
    for code, lines in by_code.items():
        *first, last = lines
        yield from first
        yield f"{last}; to settle {'these' if first else 'it'}: {UNRESOLVED_ADVICE[code]}"
    if analysis.infrastructure is None:
        return
    from policywright.analyzers.infrastructure.model import ProblemCode

    for where, problem in problems(analysis.infrastructure.problems):
        advice = f"; {LINK}" if problem.code is ProblemCode.CODE_NOT_FOUND else ""
        yield f"{where} {problem.detail}{advice}"


def skipped(analysis: Analysis) -> Iterator[str]:
    """The files that were not read, alike ones together."""
    for item in left_out(LeftOut(one.file, one.code.value, one.detail) for one in analysis.skipped):
        yield f"{item.file}{item.more}: {item.code}" + (f", {item.detail}" if item.detail else "")
