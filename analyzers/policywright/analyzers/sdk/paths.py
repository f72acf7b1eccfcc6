"""Paths put together as a language does it: empty and absolute parts, ``..``, slashes at the ends."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from itertools import product, takewhile

from policywright.analyzers.engine.values import (
    OWN_PLACE,
    Args,
    Known,
    Text,
    Value,
    as_fallback,
    concat_all,
    fallback_of,
    from_here,
    is_text,
    join_all,
    make_text,
    options,
    text_parts,
)
from policywright.knowledge.changes import change, normal
from policywright.knowledge.values import Hole

_MAX_WAYS = 24
"""Combinations of known parts that are joined each by itself."""
_BY_ITSELF = ("relative",)
"""What is joined changes what is before it, if it is absolute, and not itself."""
_ANYTHING = make_text((Hole(kind="unknown"),))
Join = Callable[[Sequence[str]], str]


def python(parts: Sequence[str]) -> str:
    """``os.path.join``: an absolute part begins anew."""
    return posixpath.join(*parts) if parts else ""


def pathlib(parts: Sequence[str]) -> str:
    """``Path(...)`` and ``/``: no slash twice or at the end, no ``.``."""
    whole = python(parts)
    cleaned = "/".join(part for part in whole.split("/") if part not in ("", "."))
    return f"/{cleaned}" if whole.startswith("/") else cleaned or "."


def node(parts: Sequence[str]) -> str:
    """Node's ``path.join``: cleaned, a slash at the end stays."""
    whole = "/".join(part for part in parts if part)
    cleaned = normal(whole) if whole else "."
    return f"{cleaned}/" if whole.endswith("/") and cleaned != "/" else cleaned


def whole(parts: Sequence[str]) -> str:
    """Node's ``path.resolve``, of what begins where the program is: an absolute part begins anew."""
    found = node(parts)
    return found.rstrip("/") or found


def go(parts: Sequence[str]) -> str:
    """Go's ``path.Join``: cleaned, nothing of nothing."""
    whole = "/".join(part for part in parts if part)
    return normal(whole) if whole else ""


def joined(parts: Sequence[Value], join: Join) -> Value:
    """Parts joined, each combination by itself: exactly where it is known, else with slashes between."""
    ways = 1
    for part in parts:
        ways *= len(options(part))
    if not 0 < ways <= _MAX_WAYS:
        return _slashed(parts, join)
    every = product(*(options(part) for part in parts))
    return join_all([as_fallback(_joined(way, join), fallback_of(*way)) for way in every])


def of_arguments(args: Args, join: Join) -> Value:
    """The same of what a call passes by position; of an unknown number of parts nothing is known."""
    return joined(args.positional, join) if not args.more else make_text((Hole(kind="unknown"),))


def _joined(parts: Sequence[Value], join: Join) -> Value:
    texts = [part.value for part in parts if isinstance(part, Known) and isinstance(part.value, str)]
    return Known(join(texts)) if len(texts) == len(parts) else _slashed(parts, join)


def _slashed(parts: Sequence[Value], join: Join) -> Value:
    """Parts with slashes between. What a variable holds may be empty, end with a slash, or begin with one:
    the join is one of its changes."""
    known = list(takewhile(lambda part: isinstance(part, Known) and isinstance(part.value, str), parts))
    if len(known) > 1:
        texts = [part.value for part in known if isinstance(part, Known) and isinstance(part.value, str)]
        parts = [Known(join(texts)), *parts[len(known) :]]
    if join in (python, pathlib):
        parts = _from_the_last_absolute(parts)
    elif from_here(parts[0]) is not None and not any(map(_goes_up, _without_ups(parts))):
        # Above the code is a directory of the project, too.
        parts = _without_ups(parts)
    elif any(map(_goes_up, parts)):
        # What is above something that is not known isn't known either.
        return _ANYTHING
    clean = () if join is python else ("clean",)
    relative: tuple[str, ...] = ("relative", "clean") if join is go else _BY_ITSELF
    relative = ("relative", "clean", "slash") if join is node else relative
    pieces: list[Value] = []
    for at, given in enumerate(parts):
        part = _cleaned(given, join, first=not pieces, last=at == len(parts) - 1)
        if isinstance(part, Known) and part.value == "":
            continue
        if pieces and not _ends(pieces[-1]) and not _may_be_empty(pieces[-1]):
            # What is not known may be empty, or end with one.
            pieces.append(Known("/"))
        value = _on_hole(part, 0, relative) if pieces else part
        if at < len(parts) - 1:
            value = _on_hole(value, -1, ("directory", *clean))
        elif clean and join is not node:
            value = _on_hole(value, -1, ("path",))
        pieces.append(value)
    return concat_all(pieces)


def _without_ups(parts: Sequence[Value]) -> list[Value]:
    """The parts without those that go up at the beginning of what is known."""
    known = [part.value if isinstance(part, Known) else None for part in parts]
    return [
        Known(text.rpartition("../")[2] if not text.endswith("..") else "") if isinstance(text, str) else part
        for part, text in zip(parts, known, strict=True)
    ]


def _may_be_empty(part: Value) -> bool:
    """Nothing is known of what a part ends with, which has a slash before it already."""
    found = text_parts(part) if is_text(part) else ()
    if found and (isinstance(found[-1], str) or found[-1].kind == "env"):
        return False
    before = found[-2] if len(found) > 1 else "/"
    return isinstance(before, str) and before.endswith("/")


def _from_the_last_absolute(parts: Sequence[Value]) -> Sequence[Value]:
    """Python begins anew with a part that begins with a slash."""
    starts = [at for at, part in enumerate(parts) if _literals(part)[:1] and _begins_with_slash(part)]
    return parts[starts[-1] :] if starts else parts


def resolved(args: Args) -> Value:
    """Node's ``path.resolve``: joined from the last absolute part, or else from where the program is."""
    left = _from_the_last_absolute(args.positional)
    if left and all(isinstance(one, Known) and not _begins_with_slash(one) for one in options(left[0])):
        return of_arguments(Args((OWN_PLACE, *left), more=args.more), whole)
    return of_arguments(args.drop(len(args.positional) - len(left)), whole)


def _begins_with_slash(part: Value) -> bool:
    first = next(iter(text_parts(part)), "")
    return isinstance(first, str) and first.startswith("/")


def _literals(part: Value) -> list[str]:
    return [piece for piece in text_parts(part) if isinstance(piece, str)] if is_text(part) else []


def _goes_up(part: Value) -> bool:
    return any(".." in piece.split("/") for piece in _literals(part))


def _cleaned(part: Value, join: Join, *, first: bool, last: bool) -> Value:
    """A known part without what the join takes out of it: dots, slashes twice, at its start and the end."""
    if join is python or not isinstance(part, Known) or not isinstance(part.value, str):
        return part
    text = "/".join(piece for piece in part.value.split("/") if piece not in ("", "."))
    if first and part.value.startswith("/"):
        text = f"/{text}"
    ends = part.value.endswith("/") and (join is node or not last)
    return Known(f"{text}/" if ends and text and not text.endswith("/") else text)


def _on_hole(part: Value, end: int, how: tuple[str, ...]) -> Value:
    """A part of which the variable at an end is changed."""
    found = list(text_parts(part)) if isinstance(part, Text) else []
    hole = found[end] if found else None
    if not isinstance(hole, Hole) or hole.kind != "env":
        return part
    if len(found) > 1:
        beside = found[1 if end == 0 else -2]
        before = beside if isinstance(beside, str) else ""
        if (end == 0 and how != _BY_ITSELF) or (end != 0 and before.endswith("://")):
            # A host or bucket behind a scheme is not empty.
            return part
        how = how if before.endswith("/") or how[0] != "directory" else (*how, "after")
    (changed,) = change((hole,), how)
    found[end] = changed
    return make_text(found)


def _ends(value: Value) -> bool:
    last = text_parts(value)[-1:] if is_text(value) else ()
    return any(
        piece.endswith("/")
        if isinstance(piece, str)
        else piece.changes[-1:] and piece.changes[-1][0] == "directory"
        for piece in last
    )
