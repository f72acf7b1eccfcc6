"""Paths put together as a language does it: empty and absolute parts, ``..``, slashes at the ends."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from itertools import product

from policywright.analyzers.engine.values import (
    Args,
    Known,
    Value,
    concat_all,
    join_all,
    make_text,
    options,
)
from policywright.knowledge.values import Hole

_MAX_WAYS = 24
"""Combinations of known parts that are joined each by itself."""
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
    cleaned = posixpath.normpath(whole) if whole else "."
    return f"{cleaned}/" if whole.endswith("/") and cleaned != "/" else cleaned


def go(parts: Sequence[str]) -> str:
    """Go's ``path.Join``: cleaned, nothing of nothing."""
    whole = "/".join(part for part in parts if part)
    return posixpath.normpath(whole) if whole else ""


def joined(parts: Sequence[Value], join: Join) -> Value:
    """Parts joined, each combination by itself: exactly where it is known, else with slashes between."""
    ways = 1
    for part in parts:
        ways *= len(options(part))
    if not 0 < ways <= _MAX_WAYS:
        return _slashed(parts)
    return join_all([_joined(way, join) for way in product(*(options(part) for part in parts))])


def of_arguments(args: Args, join: Join) -> Value:
    """The same of what a call passes by position; of an unknown number of parts nothing is known."""
    return joined(args.positional, join) if not args.more else make_text((Hole(kind="unknown"),))


def _joined(parts: Sequence[Value], join: Join) -> Value:
    texts = [part.value for part in parts if isinstance(part, Known) and isinstance(part.value, str)]
    return Known(join(texts)) if len(texts) == len(parts) else _slashed(parts)


def _slashed(parts: Sequence[Value]) -> Value:
    pieces: list[Value] = []
    for part in parts:
        if part == Known(""):
            continue
        if pieces and not _ends(pieces[-1]):
            pieces.append(Known("/"))
        pieces.append(part)
    return concat_all(pieces)


def _ends(value: Value) -> bool:
    return isinstance(value, Known) and isinstance(value.value, str) and value.value.endswith("/")
