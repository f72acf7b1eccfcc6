"""What an answer leaves open, a line each, for what people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place, resource_texts
from policywright.analyzers.model import UNRESOLVED_ADVICE, MayNeed, Unresolved, UnresolvedCode
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex
from policywright.server.leftout import LeftOut, left_out
from policywright.server.published import may_need
from policywright.server.text import few, plural

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


def maybe(analysis: Analysis, place: Place) -> Iterator[str]:
    """What may be needed, on what, when, and the first of the lines that ask for it."""
    for alike in of_one_case(may_need(analysis.may_need)):
        by_resources: dict[tuple[str, ...], list[MayNeed]] = {}
        for item in alike:
            by_resources.setdefault(tuple(resource_texts(item.resources, place)), []).append(item)
        what = "; ".join(
            f"{', '.join(dict.fromkeys(item.action for item in items))} on {', '.join(where)}"
            for where, items in by_resources.items()
        )
        lines = (f"{one.span.file}:{one.span.line}" for item in alike for one in item.reasons)
        first, *others = list(dict.fromkeys(lines)) or [""]
        more = f" and {len(others)} more" if others else ""
        yield f"{what}, if {alike[0].when}{f' ({first}{more})' if first else ''}"


_TAKEN = regex(r"(.+) is not (here|read); taken for its source: (.+), (where its handler is|which .+)")
"""What is said of a package of which the source is taken for it."""


def problems(items: Iterable[Problem]) -> Iterator[tuple[str, Problem]]:
    """Problems with their places; those that say the same of one file, of whatever is in it, are one.

    So are those that take sources for packages: how it was found counts, and a line for each says no more.
    """
    found: dict[tuple[str, str], list[Problem]] = {}
    for one in items:
        what = _said(one)[1]
        taken = _TAKEN.fullmatch(what)
        key = (one.span.file, what) if taken is None else ("", f"{taken[2]} {taken[4]}")
        found.setdefault(key, []).append(one)
    for alike in found.values():
        others = len({(one.span.file, one.span.line) for one in alike}) - 1
        more = f" and {others} more" if others else ""
        names = list(dict.fromkeys(_said(one)[0] for one in alike))
        said = f"{few(names, 1)}: {_together(alike)}" if len(names) > 1 else alike[0].detail
        yield f"{alike[0].span.file}:{alike[0].span.line}{more}", replace(alike[0], detail=said)


def _together(alike: Iterable[Problem]) -> str:
    """What is said of several: the same, or which sources are taken for which of their packages."""
    whats = list(dict.fromkeys(_said(one)[1] for one in alike))
    taken = [one for one in map(_TAKEN.fullmatch, whats) if one is not None]
    if len(whats) == 1 or not taken:
        return whats[0]
    sources = few(list(dict.fromkeys(one[3] for one in taken)), 3)
    how = taken[0][4].replace("its handler is", "their handlers are")
    return f"their packages are not {taken[0][2]}; taken for their sources: {sources}, {how}"


def _said(one: Problem) -> tuple[str, str]:
    """Of what something is said, where that is told first, and what."""
    name, _, what = one.detail.partition(": ")
    return (name, what) if what and " " not in name else ("", one.detail)


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
