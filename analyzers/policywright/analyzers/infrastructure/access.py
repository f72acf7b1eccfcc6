"""What an action is for: the access levels of AWS's reference, and the actions that a pattern stands for."""

from __future__ import annotations

from functools import cache

from policywright.knowledge.catalog import Catalog
from policywright.knowledge.store import shared_store


@cache
def expanded(pattern: str) -> tuple[str, ...]:
    """The actions of a pattern; an action is its own."""
    return Catalog(shared_store()).expand(pattern) if "*" in pattern else (pattern,)


@cache
def levels_of(action: str) -> frozenset[str]:
    """``Read``, ``Write``, ...; ``unknown`` for an action that the reference doesn't have."""
    known = Catalog(shared_store()).action(action)
    return frozenset(known.access_level.split(", ")) if known is not None else frozenset(("unknown",))
