"""What code does to a text (``upper``, ``strip``): on what is known at once, on a hole when it is filled.

A change is the name of a function of texts with its arguments. What it makes of a text with holes is told as
far as that is certain whatever is in the holes: an environment variable takes the change along
(``Hole.changes``), any other hole becomes one of which nothing is known.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from itertools import pairwise

from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Change: TypeAlias = tuple[str, ...]

TEMPLATE: Change = ("template",)
"""The text is (a part of) what others are formatted into."""
MAX_TEXT = 51_200
"""Characters that a text may grow to."""
MAX_CHANGES = 4
"""Of one hole; a loop would add ever more."""
_UNKNOWN = Hole(kind="unknown")
_LETTERS: dict[str, Callable[[str], str]] = {
    "lower": str.lower, "upper": str.upper, "swapcase": str.swapcase, "casefold": str.casefold,
}  # fmt: skip
"""What is done to each character by itself."""
_WHOLE: dict[str, Callable[[str], str]] = {"title": str.title, "capitalize": str.capitalize}
_CODES = ("quote", "unquote", "unquote_plus")
_CUT = regex(r"%[0-9A-Fa-f]?\Z")
"""A part that ends within a character's code."""
_ENDS = ("strip", "lstrip", "rstrip")
_AT_ONCE = frozenset((*_ENDS, "lower", "upper", "casefold", "template"))
"""What is no more when it is done again."""
_LOWERED = ("account", "region", "partition")
"""What has no capital letters."""


def normal(path: str) -> str:
    """A path without dots and doubled slashes; POSIX would leave two at the start."""
    cleaned = posixpath.normpath(path)
    return cleaned[1:] if cleaned.startswith("//") else cleaned


def apply(text: str, change: Change) -> str:
    """The text after a change; ``ValueError`` where what becomes of it is not told by it alone.

    ``directory`` is a beginning of a path to which something is joined (with ``after``, one that may be empty
    and has something before it), ``relative`` what is joined to one;
    with ``clean``, dots and doubled slashes go, as they do from a ``path``, with ``slash`` all but the last.
    """
    name, *given = change
    match name:
        case "replace":
            if len(text) + text.count(given[0]) * (len(given[1]) - len(given[0])) > MAX_TEXT:
                raise ValueError("longer than any name")
            return text.replace(given[0], given[1])
        case "replace-first":
            return text.replace(given[0], given[1], 1)
        case "strip":
            return text.strip(*given)
        case "lstrip":
            return text.lstrip(*given)
        case "rstrip":
            return text.rstrip(*given)
        case "removeprefix":
            return text.removeprefix(given[0])
        case "removesuffix":
            return text.removesuffix(given[0])
        case "directory":
            if text and "clean" in given:
                cleaned = normal(text)
                text = "" if cleaned == "." else cleaned
            return text if text.endswith("/") or not (text or "after" in given) else f"{text}/"
        case "path":
            cleaned = "/".join(part for part in text.split("/") if part not in ("", "."))
            return f"/{cleaned}" if text.startswith("/") else cleaned or "."
        case "relative":
            if text.startswith("/") and not given:
                raise ValueError("an absolute path")
            if not text or not given:
                return text
            cleaned = normal(text.lstrip("/"))
            if ".." in cleaned.split("/"):
                raise ValueError("above what it is joined to")
            return f"{cleaned}/" if "slash" in given and text.endswith("/") else cleaned
        case "template":
            if any(mark in text for mark in "%{$"):
                raise ValueError("places to fill")
            return text
        case "slice":
            start, stop = (int(bound) if bound else None for bound in given)
            return text[start:stop]
    if name in _CODES:
        from urllib import parse  # few programs write addresses

        return parse.quote(text, *given) if name == "quote" else getattr(parse, name)(text)
    return (_LETTERS.get(name) or _WHOLE[name])(text)


def change(pieces: Parts, how: Change) -> Parts:
    """The parts of a text after a change."""
    if all(isinstance(piece, str) for piece in pieces):
        try:
            return (apply("".join(map(str, pieces)), how),)
        except ValueError:
            return (_UNKNOWN,)
    if len(pieces) == 1:
        return tuple(_hole(piece, how) for piece in pieces if isinstance(piece, Hole))
    name = how[0]
    coded = name in _CODES and not any(isinstance(piece, str) and _CUT.search(piece) for piece in pieces)
    if name in _LETTERS or coded or (name == "replace" and _stays_inside(pieces, how[1])):
        return tuple(apply(piece, how) if isinstance(piece, str) else _hole(piece, how) for piece in pieces)
    if name in _ENDS:
        return _stripped(pieces, how)
    first, last = pieces[0], pieces[-1]
    if name == "removeprefix" and isinstance(first, str) and not how[1].startswith(first):
        return (first.removeprefix(how[1]), *pieces[1:])
    if name == "removesuffix" and isinstance(last, str) and not how[1].endswith(last):
        return (*pieces[:-1], last.removesuffix(how[1]))
    if name == "slice" and isinstance(first, str):
        return _sliced(first, pieces, how)
    return (_UNKNOWN,)


def changed(pieces: Parts, every: Iterable[Change]) -> Parts:
    """The parts after several changes, one after the other."""
    for how in every:
        pieces = change(pieces, how)
    return pieces


def trimmed(hole: Hole) -> bool:
    """Whether nothing is done to a hole that matters to a name: blanks go from its ends, or it is joined."""
    return all(
        how[0] in ("relative", "path", "template") or (how[0] in _ENDS and len(how) == 1)
        for how in hole.changes
    )


def _hole(hole: Hole, how: Change) -> Hole:
    if hole.kind == "null" or (hole.kind in _LOWERED and how[0] in ("lower", "casefold")):
        return hole
    if hole.changes[-1:] == (how,) and how[0] in _AT_ONCE:
        return hole
    if hole.kind != "env" or hole.name is None or len(hole.changes) >= MAX_CHANGES:
        return _UNKNOWN
    fallback = None if hole.fallback is None else change((hole.fallback,), how)[0]
    kept = fallback if isinstance(fallback, str) else None
    return replace(hole, changes=(*hole.changes, how), fallback=kept, made=())


def _stays_inside(pieces: Parts, old: str) -> bool:
    """Whether what is replaced can't begin in one part and end in another."""
    if len(old) < 2:
        return bool(old)
    for one, other in pairwise(pieces):
        if isinstance(one, Hole) and isinstance(other, Hole):
            return False
    known = [piece for piece in pieces if isinstance(piece, str)]
    sizes = range(1, len(old))
    return not any(one.startswith(old[-size:]) or one.endswith(old[:size]) for one in known for size in sizes)


def _stripped(pieces: Parts, how: Change) -> Parts:
    """Blanks or other characters go from the ends, also from holes that are there."""
    found = list(pieces)
    if how[0] in ("strip", "lstrip"):
        found = _at_start(found, ("lstrip", *how[1:]))
    if how[0] in ("strip", "rstrip"):
        found = _at_start(found[::-1], ("rstrip", *how[1:]))[::-1]
    return tuple(found)


def _at_start(pieces: list[str | Hole], how: Change) -> list[str | Hole]:
    """The same at one end. Nothing may be left of a hole that is not known: what is behind may lose some."""
    after: list[str | Hole] = []
    for at, piece in enumerate(pieces):
        if isinstance(piece, Hole):
            changed = _hole(piece, how) if not after else _UNKNOWN
            after.append(changed)
            if changed != _UNKNOWN:
                return [*after, *pieces[at + 1 :]]
        elif left := apply(piece, how):
            return [*after, left, *pieces[at + 1 :]]
    return after


def _sliced(first: str, pieces: Parts, how: Change) -> Parts:
    """A part that begins in the known beginning: all of it, or up to the end."""
    start = int(how[1] or 0)
    stop = int(how[2]) if how[2] else None
    if stop is not None and 0 <= start <= stop <= len(first):
        return (first[start:stop],)
    if stop is None and 0 <= start <= len(first):
        return (first[start:], *pieces[1:]) if start < len(first) else pieces[1:]
    return (_UNKNOWN,)
