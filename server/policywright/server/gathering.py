"""What templates leave open, by what is said: one entry for all of which the same is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex
from policywright.server.text import few

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.model import Problem
    from policywright.analyzers.model import Span

_TAKEN = regex(r"(.+) is not (here|read); taken for its source: (.+), (where its handler is|which .+)")
"""What is said of a package of which the source is taken for it."""


def gathered(items: Iterable[Problem]) -> Iterator[tuple[tuple[Span, ...], Problem]]:
    """Problems with all of their places; those that say the same of one file, of whatever is in it, are one.

    So are those that take sources for packages: how it was found counts, and a line for each says no more.
    """
    found: dict[tuple[str, str], list[Problem]] = {}
    for one in items:
        what = _said(one)[1]
        taken = _TAKEN.fullmatch(what)
        key = (one.span.file, what) if taken is None else ("", f"{taken[2]} {taken[4]}")
        found.setdefault(key, []).append(one)
    for alike in found.values():
        names = list(dict.fromkeys(_said(one)[0] for one in alike))
        said = f"{few(names, 1)}: {_together(alike)}" if len(names) > 1 else alike[0].detail
        places = {(one.span.file, one.span.line): one.span for one in alike}
        yield tuple(places.values()), replace(alike[0], detail=said)


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
    name, _, what = one.detail.partition(" ")
    if name.endswith(":"):
        return name[:-1], what
    return (name, f"it {what}") if what.startswith("runs under ") else ("", one.detail)
