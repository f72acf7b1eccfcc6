"""What Terraform makes after what, within one directory: what can't be named where others wait for it.

A log group that is called after its function is made after that, a function after its role, and after the
policies that it ``depends_on``. So no policy that is part of the role, or that is waited for, can refer to
the log group: Terraform plans nothing where there is such a cycle. Nor can one that AWS wants to be there
when it makes the function, which nothing says (``waiting``). ``hcl_text.Names`` writes the name that the
resource is given instead.

Which of a module's resources wait for its inputs only its own files say. It is taken to need what it
``depends_on`` alone, but whoever names its outputs needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from policywright.analyzers.infrastructure.cloudformation.ordering import reached
from policywright.analyzers.infrastructure.editing.hcl_tree import children
from policywright.analyzers.infrastructure.editing.waiting import early, waited_for
from policywright.analyzers.infrastructure.model import Path, Site, Stack
from policywright.analyzers.infrastructure.terraform import syntax as s

_MODULE = re.compile(r"(module\.[\w-]+)(?:\[[^\]]*\])?\.(.+)", re.DOTALL)
"""The call of a module in an address, and the address within the module."""
_FIRST = re.compile(r"(?:data\.)?[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*")
"""The address at the beginning of an expression."""


class Order:
    """The references of the blocks of one directory, from each to those that need it."""

    def __init__(self, documents: Iterable[s.Document], stack: Stack, directory: str) -> None:
        self._documents = documents
        self._stack, self._directory = stack, directory

    def before(self, role: str) -> frozenset[str]:
        """The addresses of what is made after a new policy of a role."""
        found = self._stack.role(role)
        if found is None:
            return frozenset()
        made = [self.after(one) for one in map(self._place, early(self._stack, found))]
        return frozenset().union(*(later for later in made if self._place(role) not in later))

    def _place(self, id: str) -> str:
        """The block of the directory that a resource is, or whose call makes it."""
        rest = id
        while (found := _MODULE.fullmatch(rest)) is not None:
            if self._directory == plain_directory(self._stack.name):
                return found[1]
            rest = found[2]
        return rest.partition("[")[0]

    def _home(self, site: Site) -> str:
        """The address of the block, or of the local, that a site is in."""
        if plain_directory(str(PurePosixPath(site.file).parent)) != self._directory:
            return ""
        match site.path:
            case ("resource", type, label, *_):
                return f"{type}.{label}"
            case ("data" | "module", *_):
                return ".".join(map(str, site.path[: 3 if site.path[0] == "data" else 2]))
            case ("locals", _, name, *_):
                return f"local.{name}"
        return ""

    def after(self, home: str) -> frozenset[str]:
        """The addresses of what is made after a block (or local), its own among them."""
        return reached(self._needed_by, home)

    @cached_property
    def _needed_by(self) -> dict[str, set[str]]:
        named = self._named_by
        found = {name: set(homes) for name, homes in named.items()}
        for home, workload in waited_for(
            self._stack, self._home, self._place, lambda one: reached(named, one)
        ):
            found.setdefault(home, set()).add(workload)
        return found

    @cached_property
    def _named_by(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for document in self._documents:
            for block in document.blocks:
                for home, nodes in _homes(block):
                    for name in _named(nodes):
                        found.setdefault(name, set()).add(home)
        return found


def plain_directory(directory: str) -> str:
    """The name of a directory, the root being none."""
    path = str(PurePosixPath(directory or "."))
    return "" if path == "." else path


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


__all__ = ["Order", "address_in", "address_of", "home_of", "plain_directory"]
