"""What templates leave open, by what is said: one entry for all of which the same is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.knowledge.records import replace
from policywright.server.text import few

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.infrastructure.model import Problem
    from policywright.analyzers.model import Span


def gathered(items: Iterable[Problem]) -> Iterator[tuple[tuple[Span, ...], Problem]]:
    """Problems with all of their places; those that say the same of one file, of whatever is in it, are one.

    So are those of all files that tell how they are said together (``Alike``): a line for each says no more.
    """
    found: dict[tuple[str, str], list[Problem]] = {}
    for one in items:
        key = (one.span.file, _said(one)[1]) if one.alike is None else ("", one.alike.said)
        found.setdefault(key, []).append(one)
    for alike in found.values():
        names = list(dict.fromkeys(_said(one)[0] for one in alike))
        said = f"{few(names, 1)}: {_together(alike)}" if len(names) > 1 else alike[0].detail
        places = {(one.span.file, one.span.line): one.span for one in alike}
        yield tuple(places.values()), replace(alike[0], detail=said)


def _together(alike: list[Problem]) -> str:
    """What is said of several: the same, with what each of them has for its own."""
    first = alike[0].alike
    if first is None:
        return _said(alike[0])[1]
    own = dict.fromkeys(one.alike.own for one in alike if one.alike is not None)
    return first.said.replace("{}", few(list(own), 3))


def _said(one: Problem) -> tuple[str, str]:
    """Of what something is said, where that is told first, and what."""
    if one.alike is not None:
        return one.alike.name, one.alike.said
    name, _, what = one.detail.partition(" ")
    if name.endswith(":"):
        return name[:-1], what
    return (name, f"it {what}") if what.startswith("runs under ") else ("", one.detail)
