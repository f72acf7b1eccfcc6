"""Whether what a statement names in a Terraform file is there whenever the statement is.

``aws_sqs_queue.dead[0].arn`` of a queue with a ``count`` is an error of every plan in which the queue is not
made. A reference with a key may be written where the block is made under the same ``count`` or ``for_each``,
where it stands already (in the same statement, or in the block without a condition around it), or where
nothing that callers, data or conditions say decides how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from policywright.analyzers.infrastructure.changes import Edit
from policywright.analyzers.infrastructure.editing.hcl_order import (
    Order,
    address_of,
    home_of,
    plain_directory,
)
from policywright.analyzers.infrastructure.editing.hcl_tree import Shape, children, shape
from policywright.analyzers.infrastructure.model import Path, Stack
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.parse import parse

_META = ("count", "for_each")
_ATTEMPTS = ("try", "can", "one", "coalesce", "coalescelist")
"""Functions that take what isn't there for nothing."""
_LINE = re.compile(r'"[^\n]*"')
_LOCAL = re.compile(r"\$\{local\.([\w-]+)\}")
_NAMES = ("name", "bucket")
"""Arguments that say what a resource is called."""


class There:
    """The blocks of a directory: the ``document`` that is edited, and the texts of the ``others``."""

    def __init__(self, document: s.Document, others: Sequence[str], stack: Stack, directory: str) -> None:
        self.document = document
        self.others = others
        self._stack, self._directory = stack, plain_directory(directory)

    def missing(self, path: Path, expressions: Iterable[str]) -> str | None:
        """A name among expressions that may not be there while the block at a path is; None when all are."""
        block = self._block(path)
        if block is None:
            return None
        wanted = {
            (address, key): None
            for text in expressions if "[" in text
            for address, key in _keyed(parse("", f"x = {text}\n").attributes)
        }  # fmt: skip
        known: set[tuple[str, Shape]] | None = None
        for address, key in wanted:
            many = self._many.get(address)
            if many is None or shape(many) == shape(_meta(block)) or self._is_settled(many.value):
                continue
            if known is None:
                own = (*block.attributes, *block.blocks, *children(_at(block, path)))
                known = set(_keyed(own, certain=True))
            if (address, key) not in known:
                return address
        return None

    def place(self, edit: Edit) -> tuple[str, frozenset[str]]:
        """Where an edit writes, and what is made after that: a new block is waited for by nobody else."""
        if edit.kind == "create":
            return f"the policy of {edit.role}", self._order.before(edit.role)
        block = self._block(edit.site.path)
        if block is None:
            return "", frozenset()
        home = home_of(block, edit.site.path)
        return home, self._order.after(home)

    def _block(self, path: Path) -> s.Block | None:
        return next((one for one in self.document.blocks if path[: len(one.path)] == one.path), None)

    @cached_property
    def _order(self) -> Order:
        return Order(self._documents, self._stack, self._directory)

    @cached_property
    def _documents(self) -> tuple[s.Document, ...]:
        return (self.document, *(parse("", text) for text in self.others))

    @cached_property
    def _many(self) -> dict[str, s.Attribute]:
        """Addresses of blocks that there are several of, or none, to what says how many."""
        return {
            address_of(block): many
            for document in self._documents
            for block in document.blocks if (many := _meta(block)) is not None
        }  # fmt: skip

    @cached_property
    def _locals(self) -> dict[str, s.Expr]:
        return {
            one.name: one.value
            for document in self._documents
            for block in document.blocks if block.type == "locals"
            for one in block.attributes
        }  # fmt: skip

    def phrases(self, text: str) -> dict[str, str]:
        """What names and locals that are put together of locals come to, and how the files write it.

        ``text`` is that of the document itself. What is written in two ways is as good as not.
        """
        texts = dict(zip(map(id, self._documents), (text, *self.others), strict=True))
        bodies: dict[str, str] = {}
        written: list[str] = []
        for document in self._documents:
            data = texts[id(document)].encode("utf-8", "surrogatepass")
            for block in document.blocks:
                for one in block.attributes:
                    source = data[one.value.start : one.value.end].decode("utf-8", "surrogatepass")
                    body = source[1:-1] if _LINE.fullmatch(source) else None
                    if block.type == "locals" and body is not None:
                        bodies[one.name] = body
                        written.extend([f"${{local.{one.name}}}"] if "${" in body else [])
                    elif block.type == "resource" and one.name.endswith(_NAMES):
                        inside = f"${{{source}}}"
                        written.append(inside if _LOCAL.fullmatch(inside) else body or "")
        said: dict[str, set[str]] = {}
        for way in written:
            said.setdefault(_put_together(way, bodies), set()).add(way)
        return {body: ways.pop() for body, ways in said.items() if len(ways) == 1 and body not in ways}

    def local(self, name: str) -> s.Expr | None:
        """What a local of the directory is set to."""
        return self._locals.get(name)

    def _is_settled(self, node: s.Node, bound: tuple[str, ...] = (), seen: tuple[str, ...] = ()) -> bool:
        """What is said is the same whoever calls the module: literals, and locals of literals."""
        match node:
            case s.Conditional() | s.Computed() | s.Unreadable():
                return False
            case s.Name(name=name):
                return name in bound
            case s.GetAttr(target=s.Name(name="local"), name=name):
                value = self._locals.get(name)
                return value is not None and name not in seen and self._is_settled(value, (), (*seen, name))
            case s.For(names=names):
                bound = (*bound, *names)
        return all(self._is_settled(one, bound, seen) for one in children(node))


def _at(node: s.Node, path: Path) -> s.Node:
    """The node at a path: what it names is there whenever it is, whatever conditions are around it."""
    for inner in children(node):
        if inner.path and path[: len(inner.path)] == inner.path and len(inner.path) > len(node.path):
            return _at(inner, path)
    return node


def _meta(block: s.Block) -> s.Attribute | None:
    """What says how many of a block there are."""
    return next((found for name in _META if (found := block.attribute(name)) is not None), None)


def _keyed(nodes: Iterable[s.Node], *, certain: bool = False) -> Iterator[tuple[str, Shape]]:
    """Addresses with their keys (``aws_sqs_queue.dead``, ``0``); with ``certain``, outside of conditions."""
    for node in nodes:
        if certain and _may_be_skipped(node):
            continue
        if isinstance(node, s.Index) and (address := _address(node.target)) is not None:
            yield address, shape(node.key)
        yield from _keyed(children(node), certain=certain)


def _may_be_skipped(node: s.Node) -> bool:
    match node:
        case s.Conditional() | s.For():
            return True
        case s.Call(name=name):
            return name in _ATTEMPTS
        case s.Block(type=type):
            return type == "dynamic"
    return False


def _address(node: s.Expr) -> str | None:
    words: list[str] = []
    while isinstance(node, s.GetAttr):
        words.append(node.name)
        node = node.target
    if not isinstance(node, s.Name) or not words or node.name in ("var", "local", "each"):
        return None
    return ".".join((node.name, *reversed(words)))


def _put_together(text: str, bodies: Mapping[str, str]) -> str:
    """A text with what its locals are in their places, as far as that is text."""
    for _ in bodies:
        before = text
        text = _LOCAL.sub(lambda one: bodies.get(one[1], one[0]), text)
        if text == before:
            break
    return text
