"""What Terraform makes after what, within one directory: what can't be named where others wait for it.

A log group that is called after its function is made after that, a function after its role, and after the
policies that it ``depends_on``. So no policy that is part of the role, or that is waited for, can refer to
the log group: Terraform plans nothing where there is such a cycle. ``hcl_text.Names`` writes the name that
the resource is given instead.

Which of a module's resources wait for its inputs only its own files say. It is taken to need what it
``depends_on`` alone, but whoever names its outputs needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from policywright.analyzers.infrastructure.editing.hcl_tree import children
from policywright.analyzers.infrastructure.model import Path
from policywright.analyzers.infrastructure.terraform import syntax as s

_FIRST = re.compile(r"(?:data\.)?[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*")
"""The address at the beginning of an expression."""


class Order:
    """The references of the blocks of one directory, from each to those that need it."""

    def __init__(self, documents: Iterable[s.Document]) -> None:
        self._documents = documents

    def after(self, home: str) -> frozenset[str]:
        """The addresses of what is made after a block (or local), its own among them."""
        found, pending = {home}, [home]
        while pending:
            new = self._needed_by.get(pending.pop(), set()) - found
            found |= new
            pending.extend(new)
        return frozenset(found)

    @cached_property
    def _needed_by(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for document in self._documents:
            for block in document.blocks:
                for home, nodes in _homes(block):
                    for name in _named(nodes):
                        found.setdefault(name, set()).add(home)
        return found


def home_of(block: s.Block, path: Path) -> str:
    """The address of a block, or of the local in it, in which the node at a path is."""
    if block.type != "locals":
        return address_of(block)
    inside = (one.name for one in block.attributes if path[: len(one.value.path)] == one.value.path)
    return f"local.{next(inside, '')}"


def address_in(expression: str) -> str:
    """What an expression names first."""
    found = _FIRST.match(expression)
    if found is None:
        return ""
    words = expression.split(".")
    return ".".join(words[:3]).partition("[")[0] if words[0] == "data" else found[0]


def address_of(block: s.Block) -> str:
    """How the files of its directory name a block."""
    words = block.labels if block.type == "resource" else (block.type, *block.labels)
    return ".".join(words)


def _homes(block: s.Block) -> Iterator[tuple[str, Sequence[s.Node]]]:
    match block.type:
        case "locals":
            yield from ((f"local.{one.name}", (one.value,)) for one in block.attributes)
        case "resource" | "data":
            yield address_of(block), (block,)
        case "module":
            waited = block.value("depends_on")
            yield address_of(block), (waited,) if waited is not None else ()


def _named(nodes: Iterable[s.Node]) -> Iterator[str]:
    """The addresses that nodes name."""
    for node in nodes:
        words: list[str] = []
        inner: s.Node = node
        while isinstance(inner, s.GetAttr):
            words.insert(0, inner.name)
            inner = inner.target
        if isinstance(inner, s.Name) and words:
            yield ".".join((inner.name, *words)[: 3 if inner.name == "data" else 2])
        else:
            yield from _named(children(node))


__all__ = ["Order", "address_in", "address_of", "home_of"]
