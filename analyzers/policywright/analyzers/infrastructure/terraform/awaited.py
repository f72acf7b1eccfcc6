"""Which policies other blocks wait for: what is made after one (``depends_on``) has what it grants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.model import HeldPolicy, Path, Site
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.policies import site_of
from policywright.analyzers.infrastructure.terraform.traced import Handle
from policywright.knowledge.records import replace

_BLOCK = 3
"""Parts of the path of a resource: ``resource``, its type, its label."""


def awaited(handles: Iterable[Handle]) -> frozenset[tuple[str, Path]]:
    """The blocks that others wait for, by file and path."""
    return frozenset(_at(site) for handle in handles for site in _named(handle))


def with_awaited(policy: HeldPolicy, blocks: frozenset[tuple[str, Path]]) -> HeldPolicy:
    """A policy, which says whether its block, or what attaches it, is among those."""
    sites = (policy.site, *policy.written)
    if any(site is not None and _at(site) in blocks for site in sites):
        return replace(policy, awaited=True)
    return policy


def _named(handle: Handle) -> Iterator[Site]:
    waited = handle.block.value("depends_on")
    for one in waited.items if isinstance(waited, s.Tuple) else ():
        inner = one.target if isinstance(one, s.Index | s.Splat) else one
        if isinstance(inner, s.GetAttr) and isinstance(inner.target, s.Name):
            block = handle.instance.module.resources.get((inner.target.name, inner.name))
            site = site_of(block) if block is not None else None
            if site is not None:
                yield site


def _at(site: Site) -> tuple[str, Path]:
    return site.file, site.path[:_BLOCK]
