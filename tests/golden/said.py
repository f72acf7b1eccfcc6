"""All that a person reads of a golden case's answer, as lines: ``said.txt`` beside its ``expect.json``.

``expect.json`` is what has to come out, written by hand; this is what is said about it: why each action is
granted and how sure that is, under which conditions, what may be needed, what needs nothing, what can't be told.
``python -m tests.golden.said`` writes the files anew; the difference is to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import condition_data, resource_texts
from policywright.analyzers.model import Grant, MayNeed, Reason, Span

FILE = "said.txt"


def said(analysis: Analysis) -> str:
    """The answer without its policies."""
    return "".join(f"{line}\n" for line in _lines(analysis))


def _lines(analysis: Analysis) -> Iterator[str]:
    for policy in analysis.policies:
        yield f"policy {policy.name}"
        for grant in policy.grants:
            yield from _granted(grant)
    for may in analysis.may_need:
        yield from _granted(may)
    for free in analysis.not_granted:
        yield f"{free.code}: {free.operation} ({_place(free.span)})"
    for open_end in analysis.unresolved:
        places = [open_end.span, *(span for span in open_end.places if span != open_end.span)]
        guesses = f", may be {' or '.join(open_end.could_be)}" if open_end.could_be else ""
        yield f"{open_end.code.value}: {open_end.detail} ({', '.join(map(_place, places))}){guesses}"


def _granted(grant: Grant | MayNeed) -> Iterator[str]:
    when = f" when {grant.when}" if isinstance(grant, MayNeed) else ""
    conditions = f" if {condition_data(grant.conditions)}" if grant.conditions else ""
    yield f"{grant.action} on {', '.join(resource_texts(grant.resources))}{conditions}{when}"
    yield from _reasons(grant.reasons)


def _reasons(reasons: Iterable[Reason]) -> Iterator[str]:
    for one in reasons:
        yield f"  {_place(one.span)} {one.operation}, {one.certainty}: {one.detail}"


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"


def write(cases: Iterable[Path]) -> None:
    from tests.golden.test_golden import answer

    for case in cases:
        (case / FILE).write_text(said(answer(case)), "utf-8")


if __name__ == "__main__":
    from tests.golden.test_golden import CASES

    write(CASES)
